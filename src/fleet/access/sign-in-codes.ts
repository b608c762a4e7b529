import type { Transaction } from 'kysely';
import { hashOfCode, newCode } from '../identity/codes.ts';
import type { HubTables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { secretsRowOf, type LocalSecrets } from './officers.ts';

/** A week: it is handed over in person, and not everybody is there every day. */
const LIFETIME_MS = 7 * 24 * 3_600_000;

/** Makes the one code by which an officer sets a password and a second factor; older ones are void. Only its hash is kept. */
export async function issueSignInCode(transaction: Transaction<HubTables>, account: string, nowMs: number): Promise<string> {
  const code = newCode();
  await transaction.deleteFrom('sign_in_codes').where('account', '=', account).execute();
  await transaction
    .insertInto('sign_in_codes')
    .values({ code_hash: hashOfCode(code), account, expires_ms: nowMs + LIFETIME_MS })
    .execute();
  return code;
}

/** Whether the code is one for this account and time. */
export async function isSignInCode(store: Store, account: string, typed: string, nowMs: number): Promise<boolean> {
  const row = await goodCode(store.read, account, typed, nowMs).executeTakeFirst();
  return row !== undefined;
}

/** Uses the code up and sets what the officer signs in with from now on, both or neither; whoever was signed in is out. */
export function useSignInCode(store: Store, account: string, typed: string, local: LocalSecrets, nowMs: number): Promise<boolean> {
  return store.write(async (transaction) => {
    if ((await goodCode(transaction, account, typed, nowMs).executeTakeFirst()) === undefined) return false;
    const used = await transaction.deleteFrom('sign_in_codes').where('account', '=', account).executeTakeFirst();
    // Somebody was faster, at another hub.
    if (used.numDeletedRows === 0n) return false;
    await transaction.deleteFrom('officer_sessions').where('account', '=', account).execute();
    await transaction
      .updateTable('officers')
      .set({ ...secretsRowOf(local), failures: 0, last_failure_ms: 0 })
      .where('account', '=', account)
      .execute();
    return true;
  });
}

const goodCode = (database: Store['read'], account: string, typed: string, nowMs: number) =>
  database
    .selectFrom('sign_in_codes')
    .innerJoin('officers', 'officers.account', 'sign_in_codes.account')
    .select('sign_in_codes.account')
    .where('sign_in_codes.code_hash', '=', hashOfCode(typed.trim().toUpperCase()))
    .where('sign_in_codes.account', '=', account)
    .where('sign_in_codes.expires_ms', '>', nowMs)
    .where('officers.disabled', '=', 0);
