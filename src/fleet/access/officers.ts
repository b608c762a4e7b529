import { z } from 'zod';
import type { Role } from '../../../contract/fleet/job-catalogue.ts';
import { waitMs, type PauseRule } from '../../sign-in/pauses.ts';
import { secretHashSchema, type SecretHash } from '../../sign-in/secret-hash.ts';
import type { Role as Duty } from '../alerts/rules.ts';
import type { Person } from '../alerts/recipients.ts';
import type { Store } from '../store/store.ts';
import type { OfficerRow } from './tables.ts';

/** Somebody with an account at the hub. */
export interface Officer {
  readonly account: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly role: Role;
  /** What they are called for; may differ from the role, which is what they may do. */
  readonly duties: readonly Exclude<Duty, 'window_owner'>[];
  /** Null: all sites. */
  readonly sites: readonly string[] | null;
  readonly language: 'ar' | 'en';
  readonly mail: string | null;
  readonly phone: string | null;
  /** Null for whoever signs in through the organisation only. */
  readonly local: LocalSecrets | null;
  /** `sub` of the organisation's own sign-in. */
  readonly oidcSubject: string | null;
  readonly isDisabled: boolean;
}

/** How an account may be called. */
export const accountName = z.string().regex(/^[a-z][a-z0-9.-]{1,31}$/, 'expected 2 to 32 small Latin letters, digits, dots and dashes, a letter first');

export const DUTIES = ['liaison', 'technical', 'technical_lead', 'manager', 'director', 'security_officer'] as const satisfies readonly Exclude<Duty, 'window_owner'>[];

export interface LocalSecrets {
  readonly password: SecretHash;
  readonly totpSecret: string;
  /** Of the last code that was taken: none is taken twice (RFC 6238, section 5.2). */
  readonly lastStep: number;
}

/** The officer as somebody who may be called. */
export const personOf = ({ account, duties, language, mail, phone, sites }: Officer): Person => ({ account, duties, language, mail, phone, sites });

const duties = z.array(z.enum(DUTIES));
const sites = z.array(z.string()).nullable();

/** Accounts over the store. Writes are on the disk when they resolve. */
export class Officers {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async all(): Promise<Officer[]> {
    const rows = await this.#store.read.selectFrom('officers').selectAll().orderBy('account').execute();
    return rows.map(officerOf);
  }

  async find(account: string): Promise<Officer | null> {
    const row = await this.#store.read.selectFrom('officers').selectAll().where('account', '=', account).executeTakeFirst();
    return row === undefined ? null : officerOf(row);
  }

  async findBySubject(subject: string): Promise<Officer | null> {
    const row = await this.#store.read.selectFrom('officers').selectAll().where('oidc_subject', '=', subject).executeTakeFirst();
    return row === undefined ? null : officerOf(row);
  }

  async hasAny(): Promise<boolean> {
    const row = await this.#store.read.selectFrom('officers').select('account').where('password', 'is not', null).executeTakeFirst();
    return row !== undefined;
  }

  /** Adds an officer or changes one. */
  async save(officer: Officer): Promise<void> {
    const { account, ...changes } = { ...factsRowOf(officer), ...secretsRowOf(officer.local) };
    await this.#store.write(async (transaction) => {
      await transaction
        .insertInto('officers')
        .values({ account, ...changes, failures: 0, last_failure_ms: 0 })
        .onConflict((conflict) => conflict.column('account').doUpdateSet(changes))
        .execute();
    });
  }

  /** Takes a code's step once: false when it, or a later one, was taken before. */
  async takeStep(account: string, step: number): Promise<boolean> {
    return this.#store.write(async (transaction) => {
      const taken = await transaction
        .updateTable('officers')
        .set({ last_step: step, failures: 0, last_failure_ms: 0 })
        .where('account', '=', account)
        .where('last_step', '<', step)
        .executeTakeFirst();
      return taken.numUpdatedRows === 1n;
    });
  }

  /** @returns how long this account has to wait; 0, and a failure more until it is none, where it may be tried */
  tryAt(account: string, rule: PauseRule, nowMs: number): Promise<number> {
    return this.#store.write(async (transaction) => {
      const row = await transaction.selectFrom('officers').select(['failures', 'last_failure_ms']).where('account', '=', account).executeTakeFirst();
      if (row === undefined) return 0;
      const waiting = waitMs({ count: row.failures, lastAtMs: row.last_failure_ms }, rule, nowMs);
      if (waiting > 0) return waiting;
      await transaction
        .updateTable('officers')
        .set({ failures: row.failures + 1, last_failure_ms: nowMs })
        .where('account', '=', account)
        .execute();
      return 0;
    });
  }
}

function officerOf(row: OfficerRow): Officer {
  const { last_step: lastStep, password, totp_secret: totpSecret } = row;
  return {
    account: row.account,
    name: { ar: row.name_ar, en: row.name_en },
    role: row.role as Role,
    duties: duties.parse(JSON.parse(row.duties)),
    sites: sites.parse(JSON.parse(row.sites)),
    language: row.language === 'en' ? 'en' : 'ar',
    mail: row.mail,
    phone: row.phone,
    local:
      password === null || totpSecret === null
        ? null
        : { password: secretHashSchema.parse(JSON.parse(password)), totpSecret, lastStep },
    oidcSubject: row.oidc_subject,
    isDisabled: row.disabled === 1,
  };
}

/** All of an officer but what they sign in with. */
export type OfficerFacts = Omit<Officer, 'local'>;
export type FactsRow = Omit<OfficerRow, 'password' | 'totp_secret' | 'last_step' | 'failures' | 'last_failure_ms'>;

export function factsRowOf(officer: OfficerFacts): FactsRow {
  return {
    account: officer.account,
    name_ar: officer.name.ar,
    name_en: officer.name.en,
    role: officer.role,
    duties: JSON.stringify(officer.duties),
    sites: JSON.stringify(officer.sites),
    language: officer.language,
    mail: officer.mail,
    phone: officer.phone,
    oidc_subject: officer.oidcSubject,
    disabled: officer.isDisabled ? 1 : 0,
  };
}

export const secretsRowOf = (local: LocalSecrets | null): Pick<OfficerRow, 'password' | 'totp_secret' | 'last_step'> => ({
  password: local === null ? null : JSON.stringify(local.password),
  totp_secret: local?.totpSecret ?? null,
  last_step: local?.lastStep ?? 0,
});
