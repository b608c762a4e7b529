import type { Transaction } from 'kysely';
import { fault, ok, type Result } from '../../domain/result.ts';
import { issueSignInCode } from '../access/sign-in-codes.ts';
import { issueEnrolmentCode } from '../identity/enrolment-codes.ts';
import type { Append, AuditEntry } from '../store/audit.ts';
import { revokeKiosk } from '../store/kiosks.ts';
import type { HubTables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { planOf, type Plan } from './plan.ts';
import { readRows, rowsOf } from './rows.ts';
import type { Roster } from './schema.ts';

/** A one-time code and who it is for. Only its hash is kept, so this is the only time that it is seen. */
export interface IssuedCode {
  readonly for: string;
  readonly code: string;
}

export interface Applied {
  readonly plan: Plan;
  /** For kiosks that are new. */
  readonly enrolment: readonly IssuedCode[];
  /** For officers who are new and don't sign in through the organisation. */
  readonly signIn: readonly IssuedCode[];
}

/** Whoever sits at the console of the hub. */
export interface Console {
  /** Their name on that machine. */
  readonly user: string;
  readonly nowMs: number;
}

type Write = Transaction<HubTables>;

/** Who the audit says it was. */
const CONSOLE = 'console';

/** What `applyRoster` would do. The fault is one sentence. */
export const checkAgainst = async (store: Store, roster: Roster): Promise<Result<Plan, string>> => planOf(await readRows(store.read), rowsOf(roster));

/** Makes the hub what the file says, and writes down what that changed: all of it or nothing. */
export function applyRoster(store: Store, roster: Roster, by: Console): Promise<Result<Applied, string>> {
  return store.audit.along(async (transaction, append) => {
    const planned = planOf(await readRows(transaction), rowsOf(roster));
    if (!planned.ok) return fault(planned.fault);
    const plan = planned.value;
    const note = noting(append, by);
    await writePlaces(transaction, plan);
    await writeKiosks(transaction, plan.kiosks, by.nowMs);
    await writeOfficers(transaction, plan.officers);
    for (const [kind, list] of [['region', plan.regions], ['site', plan.sites], ['kiosk', plan.kiosks], ['officer', plan.officers]] as const)
      for (const { differs, id, what } of list) await note(`${kind}.roster`, id, differs.length === 0 ? what : `${what}: ${differs.join(', ')}`);
    const enrolment: IssuedCode[] = [];
    for (const { id, row, what } of plan.kiosks)
      if (what === 'added' && row.disabled === 0) enrolment.push({ for: id, code: await enrolmentCodeFor(transaction, id, by.nowMs, note) });
    const signIn: IssuedCode[] = [];
    for (const { id, row, what } of plan.officers)
      if (what === 'added' && row.disabled === 0 && row.oidc_subject === null) signIn.push({ for: id, code: await signInCodeFor(transaction, id, by.nowMs, note) });
    return ok({ plan, enrolment, signIn });
  });
}

/** A new code for an officer who lost theirs, their password or their phone. Null: nobody who may sign in has that account. */
export function renewSignIn(store: Store, account: string, by: Console): Promise<string | null> {
  return store.audit.along(async (transaction, append) => {
    const known = await transaction.selectFrom('officers').select('disabled').where('account', '=', account).executeTakeFirst();
    return known?.disabled === 0 ? signInCodeFor(transaction, account, by.nowMs, noting(append, by)) : null;
  });
}

type Note = (action: string, target: string, outcome: string) => Promise<unknown>;

function noting(append: Append, { nowMs, user }: Console): Note {
  const who: Pick<AuditEntry, 'address' | 'atMs' | 'reason' | 'role' | 'who'> = { atMs: nowMs, who: CONSOLE, role: 'hub', address: null, reason: `as ${user}` };
  return (action, target, outcome) => append({ ...who, action, target, outcome });
}

async function enrolmentCodeFor(transaction: Write, kiosk: string, nowMs: number, note: Note): Promise<string> {
  const { code } = await issueEnrolmentCode(transaction, kiosk, CONSOLE, nowMs);
  await note('kiosk.enrolment_code', kiosk, 'done');
  return code;
}

async function signInCodeFor(transaction: Write, account: string, nowMs: number, note: Note): Promise<string> {
  const code = await issueSignInCode(transaction, account, nowMs);
  await note('officer.sign_in_code', account, 'done');
  return code;
}

async function writePlaces(transaction: Write, { regions, sites }: Plan): Promise<void> {
  for (const { row } of regions) {
    const { id: _, ...changes } = row;
    await transaction.insertInto('regions').values(row).onConflict((conflict) => conflict.column('id').doUpdateSet(changes)).execute();
  }
  for (const { row } of sites) {
    const { calendar, ...site } = row;
    const { id, ...changes } = site;
    await transaction.insertInto('sites').values(site).onConflict((conflict) => conflict.column('id').doUpdateSet(changes)).execute();
    if (calendar === null) continue;
    const hours = { site: id, calendar };
    await transaction.insertInto('site_calendars').values(hours).onConflict((conflict) => conflict.column('site').doUpdateSet({ calendar })).execute();
  }
}

async function writeKiosks(transaction: Write, kiosks: Plan['kiosks'], nowMs: number): Promise<void> {
  for (const { row, what } of kiosks) {
    const { disabled, id, ...changes } = row;
    await transaction
      .insertInto('kiosks')
      .values({ id, ...changes, public_key: null, enrolled_ms: null, revoked_ms: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
      .execute();
    if (disabled === 1 && what !== 'changed') await revokeKiosk(transaction, id, nowMs);
  }
}

async function writeOfficers(transaction: Write, officers: Plan['officers']): Promise<void> {
  const accounts = officers.map(({ id }) => id);
  // No two may have the same at any moment, not even two who swap.
  for (const account of accounts) await transaction.updateTable('officers').set({ oidc_subject: null }).where('account', '=', account).execute();
  for (const { id, row, what } of officers) {
    const { account: _, ...changes } = row;
    await transaction
      .insertInto('officers')
      .values({ ...row, password: null, totp_secret: null, last_step: 0, failures: 0, last_failure_ms: 0 })
      .onConflict((conflict) => conflict.column('account').doUpdateSet(changes))
      .execute();
    if (what === 'taken out of service') await transaction.deleteFrom('officer_sessions').where('account', '=', id).execute();
  }
}

