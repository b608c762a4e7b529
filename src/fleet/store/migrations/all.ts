import type { Migration } from 'kysely/migration';
import * as core from './0001-core.ts';
import * as officers from './0002-officers.ts';
import * as alerts from './0003-alerts.ts';
import * as signInCodes from './0004-sign-in-codes.ts';

/**
 * All changes of the tables, applied in the order of their names, forward only. A change gets the next number and is
 * never edited once it has been rolled out.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-core': core,
  '0002-officers': officers,
  '0003-alerts': alerts,
  '0004-sign-in-codes': signInCodes,
};
