import { toWesternDigits } from './digits.ts';
import type { IdentityFault } from './faults.ts';
import { parseCivilNumber, type IdentityKind } from './identity.ts';
import { fault, ok, type Result } from './result.ts';
import { isBorderNumber } from './visitor-number.ts';

/** A number that says who asks, of a kind that this kiosk takes. Personal data. */
export interface IdentityNumber {
  readonly kind: IdentityKind;
  readonly number: string;
}

/** Reads what a person typed. A number of a kind that isn't accepted is refused by its first digit (`class`). */
export function parseIdentityNumber(
  input: string,
  accepted: readonly IdentityKind[],
): Result<IdentityNumber, IdentityFault> {
  const civil = parseCivilNumber(input);
  if (civil.ok) return accepted.includes(civil.value.kind) ? civil : fault('class');
  if (civil.fault !== 'class' || !accepted.includes('border_number')) return civil;
  const number = toWesternDigits(input);
  return isBorderNumber(number) ? ok({ kind: 'border_number', number }) : civil;
}
