import { z } from 'zod';

/** Who may ask for a job; liaison officers only at their own kiosks. */
export type Role = 'liaison' | 'technician' | 'manager' | 'administrator';

/** `idle`: while no visitor is at the kiosk; `maintenance`: during maintenance only. */
export type JobGate = 'none' | 'idle' | 'maintenance';

interface JobFacts {
  readonly args: z.ZodType;
  readonly roles: readonly Role[];
  readonly gate: JobGate;
  /** A second person has to agree before it is sent. */
  readonly twoPersons: boolean;
  /** How long it may wait for the kiosk when nothing else is said. */
  readonly lifetimeMs: number;
  /** How often one kiosk does it in an hour; the kiosk refuses the next one. */
  readonly perHour: number;
}

const MINUTE_MS = 60_000;
const nothing = z.strictObject({});
const everybody = ['liaison', 'technician', 'administrator'] as const;
const technical = ['technician', 'administrator'] as const;
/** Told to nobody but the journal: a reason from a list, because free text could name a person. */
const reason = z.enum(['paper', 'cleaning', 'repair', 'inspection', 'site_event', 'other']);

const job = <const Facts extends Partial<JobFacts> & Pick<JobFacts, 'args' | 'roles'>>(facts: Facts) => ({
  gate: 'none' as JobGate,
  twoPersons: false,
  lifetimeMs: 10 * MINUTE_MS,
  perHour: 60,
  ...facts,
});

/**
 * Everything a kiosk does because the hub asks. A kiosk refuses what isn't in its own copy of this list; there is no
 * shell, no URL, no file. Names are those of `job.received` in the catalogue of events.
 */
export const JOBS = {
  take_out_of_service: job({ args: z.strictObject({ reason }), roles: everybody, gate: 'idle' }),
  return_to_service: job({ args: nothing, roles: everybody }),
  start_maintenance: job({ args: z.strictObject({ reason, minutes: z.int().min(1).max(120) }), roles: technical, gate: 'idle' }),
  end_maintenance: job({ args: nothing, roles: technical }),
  /** `light` uses no paper and no card; `full` may. */
  diagnose: job({ args: z.strictObject({ depth: z.enum(['light', 'full']) }), roles: everybody, gate: 'idle' }),
  print_test_slip: job({ args: nothing, roles: everybody, gate: 'idle', perHour: 3 }),
  restart_app: job({ args: nothing, roles: everybody, gate: 'idle', perHour: 3 }),
  /** A computer that doesn't come back needs somebody who drives there. */
  restart_device: job({ args: nothing, roles: technical, gate: 'idle', twoPersons: true, perHour: 2 }),
  reload_configuration: job({ args: nothing, roles: technical, gate: 'idle', perHour: 12 }),
  /** While a visitor is there the kiosk draws a wireframe instead. */
  take_screenshot: job({ args: nothing, roles: technical, perHour: 20 }),
} as const satisfies Readonly<Record<string, JobFacts>>;

export type JobType = keyof typeof JOBS;
export const JOB_TYPES = Object.keys(JOBS) as readonly JobType[];
export type JobArgs<Type extends JobType> = z.infer<(typeof JOBS)[Type]['args']>;

export const isJobType = (type: string): type is JobType => Object.hasOwn(JOBS, type);
