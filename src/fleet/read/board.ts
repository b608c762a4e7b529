import type { Board, BoardKiosk, Names, Site } from '../api.ts';
import { isOpen, OFFICE_WEEK, type SiteCalendar } from '../alerts/calendar.ts';
import type { Incident } from '../alerts/incident.ts';
import type { Severity } from '../alerts/rules.ts';
import type { Hub } from '../hub.ts';
import type { KioskRow, SiteRow } from '../store/schema.ts';

/** What the board is drawn from beside the hub itself. */
export interface BoardParts {
  readonly hub: Hub;
  readonly incidents: readonly Incident[];
  readonly calendars: ReadonlyMap<string, SiteCalendar>;
  /** Which sites the reader may see. */
  readonly sees: (site: string) => boolean;
}

const SEVERITIES: readonly Severity[] = ['info', 'minor', 'major', 'critical'];

export const namesOf = ({ name_ar, name_en }: Pick<SiteRow, 'name_ar' | 'name_en'>): Names => ({ ar: name_ar, en: name_en });

/** Every kiosk the reader may see, with its site and region. */
export function boardOf({ calendars, hub, incidents, sees }: BoardParts): Board {
  const sites = hub.directory.sites().filter(({ id }) => sees(id));
  const regions = new Set(sites.map(({ region }) => region));
  const nowMs = hub.now();
  return {
    asOfMs: nowMs,
    regions: [...regions].flatMap((id) => {
      const region = hub.directory.region(id);
      return region === null ? [] : [{ id, name: namesOf(region) }];
    }),
    sites: sites.map((site) => siteOf(site, calendars, nowMs)),
    kiosks: hub.directory
      .kiosks()
      .filter(({ site }) => sees(site))
      .map((kiosk) => boardKioskOf(kiosk, hub, incidents)),
  };
}

export const siteOf = (site: SiteRow, calendars: ReadonlyMap<string, SiteCalendar>, nowMs: number): Site => ({
  id: site.id,
  region: site.region,
  kind: site.kind as Site['kind'],
  name: namesOf(site),
  isOpenNow: isOpen(calendars.get(site.id) ?? OFFICE_WEEK, nowMs),
});

/** One kiosk as it is now; of one that the hub has never heard nothing is known. */
export function boardKioskOf(row: KioskRow, { fleet }: Pick<Hub, 'fleet'>, incidents: readonly Incident[]): BoardKiosk {
  const record = fleet.record(row.id);
  const own = incidents.filter(({ scope }) => (scope.kind === 'kiosk' && scope.kiosk === row.id) || (scope.kind === 'site' && scope.site === row.site));
  const severities = own.map(({ severity }) => SEVERITIES.indexOf(severity));
  return {
    id: row.id,
    site: row.site,
    name: namesOf(row),
    status: record?.status ?? 'unknown',
    statusSinceMs: record?.statusSinceMs ?? 0,
    cause: record?.decidedBy ?? null,
    heardMs: record?.heardMs ?? null,
    openIncidents: own.filter(({ phase }) => phase === 'firing').length,
    worst: SEVERITIES[Math.max(-1, ...severities)] ?? null,
  };
}
