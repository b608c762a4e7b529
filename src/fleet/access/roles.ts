import type { Role } from '../../../contract/fleet/job-catalogue.ts';
import type { Asker } from '../asker.ts';

/** An officer who asks, with the sites they look after; null means all. */
export interface SiteAsker extends Asker {
  readonly role: Role;
  readonly sites: readonly string[] | null;
}

/**
 * Everything an officer may do at the hub, and who may. `own`: at their own sites only; what belongs to no site (the
 * fleet, the hub) they don't see.
 */
export const RIGHTS = {
  'board.read': { liaison: 'own', technician: 'all', manager: 'all', administrator: 'all' },
  'incident.read': { liaison: 'own', technician: 'all', manager: 'all', administrator: 'all' },
  'incident.acknowledge': { liaison: 'own', technician: 'all', manager: 'all', administrator: 'all' },
  /** Ending what only a person may end: tampering. */
  'incident.clear': { liaison: null, technician: 'all', manager: null, administrator: 'all' },
  'figures.read': { liaison: 'own', technician: null, manager: 'all', administrator: 'all' },
  'maintenance.read': { liaison: 'own', technician: 'all', manager: 'all', administrator: 'all' },
  'maintenance.plan': { liaison: null, technician: 'all', manager: null, administrator: 'all' },
  /** Which jobs a role may ask for is in the job catalogue. */
  'job.read': { liaison: 'own', technician: 'all', manager: 'all', administrator: 'all' },
  'job.ask': { liaison: 'own', technician: 'all', manager: null, administrator: 'all' },
  'job.approve': { liaison: null, technician: 'all', manager: null, administrator: 'all' },
  'picture.read': { liaison: null, technician: 'all', manager: null, administrator: 'all' },
  'audit.read': { liaison: null, technician: null, manager: 'all', administrator: 'all' },
  'kiosk.enrol': { liaison: null, technician: null, manager: null, administrator: 'all' },
  'kiosk.revoke': { liaison: null, technician: null, manager: null, administrator: 'all' },
  'channels.test': { liaison: 'own', technician: 'all', manager: 'all', administrator: 'all' },
} as const satisfies Readonly<Record<string, Readonly<Record<Role, 'own' | 'all' | null>>>>;

export type Right = keyof typeof RIGHTS;

/** Whether somebody may do something at a site; null stands for what belongs to no site. */
export function may({ role, sites }: SiteAsker, right: Right, site: string | null): boolean {
  const reach = RIGHTS[right][role];
  if (reach === null) return false;
  if (sites === null) return true;
  return site !== null && sites.includes(site);
}

/** Whether somebody may do something anywhere at all; where exactly is asked with `may`. */
export const mayAnywhere = ({ role }: SiteAsker, right: Right): boolean => RIGHTS[right][role] !== null;
