import { z } from 'zod';
import { readBoundedFile } from '../../config-file/bounded-file.ts';
import { sentenceOf } from '../../config-file/config-file.ts';
import { parseJson } from '../../domain/json.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { rosterSchema, type Roster } from './schema.ts';

/** Ten thousand kiosks and two thousand officers take less. */
const MAX_BYTES = 8_000_000;

/** Reads and checks a roster. The fault is one sentence for each wrong value, none of which repeats what is personal. */
export function readRoster(file: string): Result<Roster, readonly string[]> {
  const bytes = readBoundedFile(file, MAX_BYTES);
  return bytes.ok ? checkRoster(bytes.value.toString('utf8')) : fault([bytes.fault]);
}

export function checkRoster(text: string): Result<Roster, readonly string[]> {
  const value = parseJson(text);
  if (value === undefined) return fault(['expected JSON']);
  const checked = rosterSchema.safeParse(value);
  if (!checked.success) return fault(checked.error.issues.map((issue) => sentenceOf({ ...issue, path: namedPath(value, issue.path) })));
  const wrong = contradictions(checked.data);
  return wrong.length === 0 ? ok(checked.data) : fault(wrong);
}

/** Said as it stands in the file, so only where a terminal takes it for what it is. */
const shortName = z.string().regex(/^[\w.-]{1,40}$/);
const named = z.union([z.object({ id: shortName }).transform(({ id }) => id), z.object({ account: shortName }).transform(({ account }) => account)]);

/** `kiosks.MK-003.site` in place of `kiosks.2.site`: people don't count entries. */
function namedPath(value: unknown, path: readonly PropertyKey[]): PropertyKey[] {
  const [list, index, ...rest] = path;
  if (typeof list !== 'string' || typeof index !== 'number') return [...path];
  const entry = (value as Record<string, readonly unknown[]>)[list]?.[index];
  return [list, named.safeParse(entry).data ?? `entry ${String(index + 1)}`, ...rest];
}

/** What no key can say on its own: an id twice, or one that nothing has. */
function contradictions({ calendars, kiosks, officers, regions, sites }: Roster): string[] {
  const ids = (rows: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(rows.map(({ id }) => id));
  const [knownRegions, knownCalendars, knownSites] = [ids(regions), ids(calendars), ids(sites)];
  const unknown = (what: string, kind: string, value: string, known: ReadonlySet<string>): string[] =>
    known.has(value) ? [] : [`${what}: there is no ${kind} "${value}" in this file`];
  return [
    ...twice('regions', regions.map(({ id }) => id)),
    ...twice('calendars', calendars.map(({ id }) => id)),
    ...twice('sites', sites.map(({ id }) => id)),
    ...twice('kiosks', kiosks.map(({ id }) => id)),
    ...twice('officers', officers.map(({ account }) => account)),
    ...sites.flatMap(({ calendar, id, region }) => [
      ...unknown(`sites.${id}.region`, 'region', region, knownRegions),
      ...unknown(`sites.${id}.calendar`, 'calendar', calendar, knownCalendars),
    ]),
    ...kiosks.flatMap(({ id, site }) => unknown(`kiosks.${id}.site`, 'site', site, knownSites)),
    ...officers.flatMap(({ account, sites: own }) => (own ?? []).flatMap((site) => unknown(`officers.${account}.sites`, 'site', site, knownSites))),
    ...officers.flatMap(({ account, oidcSubject }, index) => {
      const first = officers.findIndex((other) => other.oidcSubject === oidcSubject);
      return oidcSubject === null || first === index ? [] : [`officers.${account}.oidcSubject: is also that of ${officers[first]?.account ?? ''}`];
    }),
  ];
}

function twice(list: string, ids: readonly string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const id of ids) (seen.has(id) ? again : seen).add(id);
  return [...again].map((id) => `${list}.${id}: is there more than once`);
}
