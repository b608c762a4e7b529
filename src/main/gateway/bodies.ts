import { createHash } from 'node:crypto';
import type { Inquiry } from './gateway.ts';

/** Makes the bytes of a JSON body that holds nothing personal. */
export const json = (value: object) => (): Uint8Array => Buffer.from(JSON.stringify(value));

/** The digits go from one array of bytes to the other: no string of them is ever made, and this one is overwritten. */
export function inquiryBody({ number, hijriYear, identityKind, digits }: Inquiry): Uint8Array {
  if (!digits.every((byte) => byte >= 0x30 && byte <= 0x39)) throw new Error('an identity has ASCII digits only');
  const rest = { by: 'registration_number', number, hijriYear };
  const [head, tail] = [JSON.stringify(rest).slice(0, -1), '"}}'];
  return Buffer.concat([Buffer.from(`${head},"identity":{"kind":"${identityKind}","value":"`), digits, Buffer.from(tail)]);
}

/** The same UUID for the same text (version 8 of RFC 9562), so that a rating sent again is counted once. */
export function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
