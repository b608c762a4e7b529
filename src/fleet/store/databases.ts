import type { Kysely, Transaction } from 'kysely';
import type { HubTables } from './schema.ts';

/** One database behind two handles; only `GroupCommit` writes. */
export interface Databases {
  readonly kind: 'sqlite' | 'postgres';
  readonly write: Kysely<HubTables>;
  readonly read: Kysely<HubTables>;
  /** Makes hubs add to the audit chain one after the other; holds until the transaction ends. */
  lockForAudit(transaction: Transaction<HubTables>): Promise<void>;
  sizeBytes(): Promise<number>;
  /** Writes a whole copy into a new file while others write; null where the database has means of its own. */
  readonly copyTo: ((file: string) => Promise<void>) | null;
}

/** SQLite in a file of its own, or PostgreSQL at a URL such as `postgres://hub@db.example/raha`. */
export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly connections?: number };
