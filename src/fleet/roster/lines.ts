import type { Change, Plan } from './plan.ts';
import type { Roster } from './schema.ts';

type What = Change<unknown>['what'];

/** What a roster changes, a line for each thing and one for all. Nothing personal is in them. */
export function linesOf(plan: Plan): string[] {
  const lists = [['region', plan.regions], ['site', plan.sites], ['kiosk', plan.kiosks], ['officer', plan.officers]] as const;
  const all = lists.flatMap(([kind, list]) => list.map(({ differs, id, what }) => ({ what, line: `${what}: ${kind} ${id}${differs.length === 0 ? '' : ` (${differs.join(', ')})`}` })));
  const count = (what: What): string => `${String(all.filter((one) => one.what === what).length)} ${what}`;
  return [
    ...all.map(({ line }) => line),
    ...plan.missing.map((thing) => `not in the file, stays as it is: ${thing}`),
    ...plan.shutOut.map((kiosk) => `shut out at the hub, let in by a new enrolment only: kiosk ${kiosk}`),
    all.length === 0 ? 'nothing changes' : `${count('added')}, ${count('changed')}, ${count('taken out of service')}`,
  ];
}

/** What is no mistake but looks like one: nobody on the spot would be called, or nobody could enrol a kiosk. */
export function notesOf({ kiosks, officers, sites }: Roster): string[] {
  const active = officers.filter(({ disabled }) => !disabled);
  const served = new Set(kiosks.filter(({ disabled }) => !disabled).map(({ site }) => site));
  const isCalled = (site: string): boolean => active.some(({ duties, sites: own }) => duties.includes('liaison') && (own === null || own.includes(site)));
  return [
    ...sites.filter(({ id }) => served.has(id) && !isCalled(id)).map(({ id }) => `note: no officer has the duty "liaison" for site ${id}`),
    ...(active.some(({ role }) => role === 'administrator') ? [] : ['note: no officer has the role "administrator"']),
  ];
}
