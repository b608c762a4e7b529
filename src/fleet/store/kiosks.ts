import type { Transaction } from 'kysely';
import type { Databases } from './databases.ts';
import type { GroupCommit } from './group-commit.ts';
import type { HubTables, KioskRow, RegionRow, SiteRow } from './schema.ts';

/** Which kiosks there are, where they stand, and with which key each proves who it is. */
export interface KioskStore {
  all(): Promise<readonly KioskRow[]>;
  places(): Promise<{ readonly regions: readonly RegionRow[]; readonly sites: readonly SiteRow[] }>;
  /** Adds what isn't there; what is there stays as it is. */
  add(fleet: Fleet): Promise<void>;
  /** Uses the code up and binds the key, both or neither. False: the code isn't one for this kiosk and time. */
  enrol(enrolment: Enrolment): Promise<boolean>;
  /** Shuts it out, and voids the codes that were given for it. */
  revoke(kiosk: string, nowMs: number): Promise<void>;
}

export interface Fleet {
  readonly regions: readonly RegionRow[];
  readonly sites: readonly SiteRow[];
  readonly kiosks: readonly KioskRow[];
}

export interface Enrolment {
  readonly kiosk: string;
  readonly codeHash: string;
  readonly publicKey: string;
  readonly nowMs: number;
}

export function createKioskStore({ read }: Databases, commits: GroupCommit): KioskStore {
  return {
    all: () => read.selectFrom('kiosks').selectAll().orderBy('id').execute(),
    places: async () => ({
      regions: await read.selectFrom('regions').selectAll().orderBy('id').execute(),
      sites: await read.selectFrom('sites').selectAll().orderBy('id').execute(),
    }),
    add: ({ kiosks, regions, sites }) =>
      commits.write(async (transaction) => {
        for (const row of regions)
          await transaction.insertInto('regions').values(row).onConflict((conflict) => conflict.doNothing()).execute();
        for (const row of sites)
          await transaction.insertInto('sites').values(row).onConflict((conflict) => conflict.doNothing()).execute();
        for (const row of kiosks)
          await transaction.insertInto('kiosks').values(row).onConflict((conflict) => conflict.doNothing()).execute();
      }),
    enrol: ({ codeHash, kiosk, nowMs, publicKey }) =>
      commits.write(async (transaction) => {
        const code = await transaction
          .updateTable('enrolment_codes')
          .set({ used_ms: nowMs })
          .where('code_hash', '=', codeHash)
          .where('kiosk', '=', kiosk)
          .where('used_ms', 'is', null)
          .where('expires_ms', '>', nowMs)
          .executeTakeFirst();
        if (code.numUpdatedRows !== 1n) return false;
        await transaction
          .updateTable('kiosks')
          .set({ public_key: publicKey, enrolled_ms: nowMs, revoked_ms: null })
          .where('id', '=', kiosk)
          .execute();
        return true;
      }),
    revoke: (kiosk, nowMs) => commits.write((transaction) => revokeKiosk(transaction, kiosk, nowMs)),
  };
}

export async function revokeKiosk(transaction: Transaction<HubTables>, kiosk: string, nowMs: number): Promise<void> {
  await transaction.updateTable('kiosks').set({ revoked_ms: nowMs }).where('id', '=', kiosk).execute();
  await transaction.deleteFrom('enrolment_codes').where('kiosk', '=', kiosk).where('used_ms', 'is', null).execute();
}
