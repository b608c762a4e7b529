import type { Kysely } from 'kysely';
import { factsRowOf, type FactsRow, type OfficerFacts } from '../access/officers.ts';
import type { Fleet } from '../store/kiosks.ts';
import type { HubTables, KioskRow, RegionRow, SiteRow } from '../store/schema.ts';
import { siteCalendarOf } from './hours.ts';
import type { Roster, RosterOfficer } from './schema.ts';

/** A kiosk as far as a roster says it; its key is bound at the kiosk. */
export type PlacedKiosk = Pick<KioskRow, 'id' | 'site' | 'name_ar' | 'name_en'> & { readonly disabled: number };

/** What a roster is about, as rows: those of a file, or those that the hub has. */
export interface RosterRows {
  readonly regions: readonly RegionRow[];
  readonly sites: readonly (SiteRow & { readonly calendar: string | null })[];
  readonly kiosks: readonly PlacedKiosk[];
  readonly officers: readonly FactsRow[];
}

const namesRow = ({ ar, en }: { readonly ar: string; readonly en: string }) => ({ name_ar: ar, name_en: en });

/** An officer of a file. */
export const officerOf = ({ disabled, ...rest }: RosterOfficer): OfficerFacts => ({ ...rest, isDisabled: disabled });

/** What a file says. */
export function rowsOf({ calendars, kiosks, officers, regions, sites }: Roster): RosterRows {
  const hoursOf = new Map(calendars.map((calendar) => [calendar.id, JSON.stringify(siteCalendarOf(calendar))]));
  return {
    regions: regions.map(({ id, name }) => ({ id, ...namesRow(name) })),
    sites: sites.map(({ calendar, id, kind, name, region }) => ({ id, region, kind, ...namesRow(name), calendar: hoursOf.get(calendar) ?? null })),
    kiosks: kiosks.map(({ disabled, id, name, site }) => ({ id, site, ...namesRow(name), disabled: disabled ? 1 : 0 })),
    officers: officers.map((officer) => factsRowOf(officerOf(officer))),
  };
}

/** The regions, sites and kiosks of a file, none of them enrolled. */
export function fleetOf(roster: Roster): Fleet {
  const { kiosks, regions, sites } = rowsOf(roster);
  return {
    regions,
    sites: sites.map(({ id, kind, name_ar, name_en, region }) => ({ id, region, kind, name_ar, name_en })),
    kiosks: kiosks.map(({ id, name_ar, name_en, site }) => ({ id, site, name_ar, name_en, public_key: null, enrolled_ms: null, revoked_ms: null })),
  };
}

/** What the hub has. */
export async function readRows(database: Kysely<HubTables>): Promise<RosterRows> {
  const sites = database
    .selectFrom('sites')
    .leftJoin('site_calendars', 'site_calendars.site', 'sites.id')
    .select(['sites.id', 'sites.region', 'sites.kind', 'sites.name_ar', 'sites.name_en', 'site_calendars.calendar']);
  const kiosks = await database.selectFrom('kiosks').select(['id', 'site', 'name_ar', 'name_en', 'revoked_ms']).orderBy('id').execute();
  return {
    regions: await database.selectFrom('regions').selectAll().orderBy('id').execute(),
    sites: await sites.orderBy('sites.id').execute(),
    kiosks: kiosks.map(({ revoked_ms, ...kiosk }) => ({ ...kiosk, disabled: revoked_ms === null ? 0 : 1 })),
    officers: await database
      .selectFrom('officers')
      .select(['account', 'name_ar', 'name_en', 'role', 'duties', 'sites', 'language', 'mail', 'phone', 'oidc_subject', 'disabled'])
      .orderBy('account')
      .execute(),
  };
}
