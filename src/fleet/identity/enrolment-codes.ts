import type { Transaction } from 'kysely';
import type { HubTables } from '../store/schema.ts';
import { hashOfCode, newCode } from './codes.ts';

export interface EnrolmentCode {
  readonly code: string;
  readonly expiresMs: number;
}

/** A day: it is read out on the phone while somebody stands at the kiosk. */
const LIFETIME_MS = 24 * 3_600_000;

/** Makes a code by which a kiosk becomes known, once. Only its hash is kept. @param by the account that asked for it */
export async function issueEnrolmentCode(transaction: Transaction<HubTables>, kiosk: string, by: string, nowMs: number): Promise<EnrolmentCode> {
  const code = newCode();
  const expiresMs = nowMs + LIFETIME_MS;
  const row = { code_hash: hashOfCode(code), kiosk, issued_by: by, expires_ms: expiresMs, used_ms: null };
  await transaction.insertInto('enrolment_codes').values(row).execute();
  return { code, expiresMs };
}
