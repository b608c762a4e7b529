import { passesLuhn } from './identity.ts';

/**
 * Numbers of people who have no civil number: visitors known by the number they got at the border, and citizens of the
 * other Gulf states. Only recognised where the emirate's systems take them.
 */
export type VisitorKind = 'border_number' | 'gcc_number';

/** ISO 3166 alpha-3, as in a machine-readable zone. */
export type GccState = 'ARE' | 'BHR' | 'KWT' | 'OMN' | 'QAT';

interface StateNumber {
  readonly form: RegExp;
  /** The number's own checksum; null where none is publicly known, so that only a zone's check digits vouch for it. */
  readonly isValid: ((digits: string) => boolean) | null;
}

const STATE_NUMBERS: Readonly<Record<GccState, StateNumber>> = {
  // 784, year of birth, seven digits, check digit.
  ARE: { form: /^784[0-9]{12}$/, isValid: passesLuhn },
  // Nine digits: year and month of birth, a counter, a check digit whose rule isn't public.
  BHR: { form: /^[0-9]{2}(0[1-9]|1[0-2])[0-9]{5}$/, isValid: null },
  // Century (2 or 3), date of birth, counter, check digit.
  KWT: { form: /^[23][0-9]{11}$/, isValid: passesKuwaitiChecksum },
  OMN: { form: /^[0-9]{6,9}$/, isValid: null },
  // Century (2 or 3), year of birth, country of birth, a counter.
  QAT: { form: /^[23][0-9]{10}$/, isValid: null },
};

const KUWAITI_WEIGHTS = [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const KUWAITI_MODULUS = 11;

function passesKuwaitiChecksum(digits: string): boolean {
  const sum = KUWAITI_WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (KUWAITI_MODULUS - (sum % KUWAITI_MODULUS)) % KUWAITI_MODULUS === Number(digits[KUWAITI_WEIGHTS.length]);
}

/**
 * Given at the first entry: ten digits, the first one 3, 4 or 5. No checksum is publicly known, so a misread digit of
 * a bar code can't be noticed here; the gateway answers that it doesn't know the number.
 */
export const isBorderNumber = (digits: string): boolean => /^[345][0-9]{9}$/.test(digits);

export type StateNumberCheck = 'valid' | 'invalid' | 'form' | 'unverifiable';

/**
 * What can be said about a number of a Gulf state: it has the form and passes its checksum (`valid`), fails it
 * (`invalid`), has the form but no known checksum (`unverifiable`), or hasn't the form (`form`).
 */
export function checkStateNumber(state: GccState, digits: string): StateNumberCheck {
  const { form, isValid } = STATE_NUMBERS[state];
  if (!form.test(digits)) return 'form';
  if (isValid === null) return 'unverifiable';
  return isValid(digits) ? 'valid' : 'invalid';
}
