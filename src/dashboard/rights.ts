import type { JobType, Role } from '../../contract/fleet/job-catalogue.ts';

/**
 * What each role is offered. Decoration: the hub decides, and a test holds this table to the hub's own. Not imported from
 * there, because the page shall know nothing of the hub but its API.
 */
const OFFERED = {
  figures: ['liaison', 'manager', 'administrator'],
  audit: ['manager', 'administrator'],
  planMaintenance: ['technician', 'administrator'],
  askForJobs: ['liaison', 'technician', 'administrator'],
  pictures: ['technician', 'administrator'],
  enrolment: ['administrator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Offer = keyof typeof OFFERED;

const EVERYBODY = ['liaison', 'technician', 'administrator'] as const;
const TECHNICAL = ['technician', 'administrator'] as const;

interface JobOffer {
  readonly roles: readonly Role[];
  /** `typed`: the kiosk's id has to be typed, because the kiosk may stay away afterwards. */
  readonly confirm: 'none' | 'plain' | 'typed';
  readonly twoPersons: boolean;
}

export const JOB_OFFERS: Readonly<Record<JobType, JobOffer>> = {
  diagnose: { roles: EVERYBODY, confirm: 'none', twoPersons: false },
  print_test_slip: { roles: EVERYBODY, confirm: 'none', twoPersons: false },
  take_screenshot: { roles: TECHNICAL, confirm: 'none', twoPersons: false },
  reload_configuration: { roles: TECHNICAL, confirm: 'plain', twoPersons: false },
  return_to_service: { roles: EVERYBODY, confirm: 'plain', twoPersons: false },
  take_out_of_service: { roles: EVERYBODY, confirm: 'plain', twoPersons: false },
  restart_app: { roles: EVERYBODY, confirm: 'plain', twoPersons: false },
  restart_device: { roles: TECHNICAL, confirm: 'typed', twoPersons: true },
  start_maintenance: { roles: TECHNICAL, confirm: 'plain', twoPersons: false },
  end_maintenance: { roles: TECHNICAL, confirm: 'plain', twoPersons: false },
};
export const JOBS_OFFERED = Object.keys(JOB_OFFERS) as readonly JobType[];

export const isOffered = (offer: Offer, role: Role): boolean => OFFERED[offer].some((one) => one === role);
