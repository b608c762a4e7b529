/**
 * What a kiosk says about its parts. Shared by the kiosk, which measures and decides for itself, and by the fleet hub,
 * which shows the same thing. Names are in the manner of XFS4IoT and IPP: a part, a state, a reason.
 */

/** In the order of causes: where two parts are at fault together, the first one named is the one to look at. */
export const COMPONENT_IDS = [
  'power',
  'temperature',
  'disk',
  'journal',
  'clock',
  'page',
  'touch',
  /** The process that holds reader and printer. */
  'devices',
  'reader',
  /** Typing an identity on the screen; `not_fitted` where the site insists on the card. */
  'keypad',
  'printer',
  'paper',
  'network',
  'security',
  'gateway',
] as const;
export type ComponentId = (typeof COMPONENT_IDS)[number];

/**
 * `unknown`: there is no fresh evidence; it never counts as ok. `starting` counts as unknown and ends by itself.
 * `not_fitted`: by configuration the part isn't meant to be there; it takes no part in anything.
 */
export const COMPONENT_STATES = ['ok', 'degraded', 'down', 'unknown', 'starting', 'not_fitted'] as const;
export type ComponentState = (typeof COMPONENT_STATES)[number];

/** Who has to act so that a reason goes away. */
export type Actor = 'liaison_officer' | 'technician' | 'emirate_it';

interface ReasonFacts {
  readonly state: 'degraded' | 'down';
  readonly actor: Actor;
}

/**
 * Everything that may be wrong with a part: what state it means and who acts. Each has a text under
 * `reasons.<component>.<code>` in assets/locales/<language>/health.json. The reader's codes are those of its driver.
 */
export const HEALTH_REASONS = {
  'power.on_battery': { state: 'degraded', actor: 'liaison_officer' },
  'power.battery_low': { state: 'down', actor: 'liaison_officer' },

  'temperature.high': { state: 'degraded', actor: 'technician' },
  'temperature.critical': { state: 'down', actor: 'technician' },

  'disk.low': { state: 'degraded', actor: 'technician' },
  'disk.full': { state: 'down', actor: 'technician' },
  'disk.read_only': { state: 'down', actor: 'technician' },

  /** A damaged or foreign file was put away and a new one begun. */
  'journal.set_aside': { state: 'degraded', actor: 'technician' },
  /** What waits for the hub is getting too much or too old. */
  'journal.backlog': { state: 'degraded', actor: 'technician' },
  /** Audit records, which are never dropped, take most of its room. */
  'journal.filling': { state: 'degraded', actor: 'technician' },
  'journal.full': { state: 'down', actor: 'technician' },
  'journal.not_writable': { state: 'down', actor: 'technician' },

  'clock.offset': { state: 'degraded', actor: 'technician' },
  'clock.jumped': { state: 'degraded', actor: 'technician' },
  'clock.wrong': { state: 'down', actor: 'technician' },

  'page.restarted': { state: 'degraded', actor: 'technician' },
  'page.unresponsive': { state: 'down', actor: 'technician' },
  'page.crash_loop': { state: 'down', actor: 'technician' },

  'touch.dead_zone': { state: 'degraded', actor: 'technician' },
  'touch.missing': { state: 'down', actor: 'technician' },

  'devices.restarts': { state: 'degraded', actor: 'technician' },
  'devices.away': { state: 'down', actor: 'technician' },

  'reader.error_rate': { state: 'degraded', actor: 'technician' },
  'reader.no_reader': { state: 'down', actor: 'technician' },
  'reader.no_permission': { state: 'down', actor: 'technician' },
  'reader.wrong_mode': { state: 'down', actor: 'technician' },
  'reader.also_keyboard': { state: 'down', actor: 'technician' },
  'reader.several_readers': { state: 'down', actor: 'technician' },
  'reader.unplugged': { state: 'down', actor: 'liaison_officer' },
  'reader.untrusted_input': { state: 'down', actor: 'technician' },
  'reader.open_failed': { state: 'down', actor: 'technician' },
  'reader.no_native_module': { state: 'down', actor: 'technician' },
  'reader.unavailable': { state: 'down', actor: 'technician' },

  'printer.slow': { state: 'degraded', actor: 'technician' },
  'printer.cover_open': { state: 'down', actor: 'liaison_officer' },
  'printer.cutter': { state: 'down', actor: 'technician' },
  'printer.overheated': { state: 'down', actor: 'liaison_officer' },
  'printer.offline': { state: 'down', actor: 'technician' },
  'printer.failed_jobs': { state: 'down', actor: 'technician' },

  'paper.low': { state: 'degraded', actor: 'liaison_officer' },
  'paper.out': { state: 'down', actor: 'liaison_officer' },

  'network.slow': { state: 'degraded', actor: 'emirate_it' },
  /** The gateway answers, the fleet hub doesn't. */
  'network.hub_unreachable': { state: 'degraded', actor: 'emirate_it' },
  /** The fleet hub doesn't take this kiosk: it was never enrolled, or its key was revoked. */
  'network.hub_refuses_kiosk': { state: 'degraded', actor: 'technician' },
  'network.link_down': { state: 'down', actor: 'liaison_officer' },
  'network.names_unresolved': { state: 'down', actor: 'emirate_it' },
  'network.unreachable': { state: 'down', actor: 'emirate_it' },

  'security.certificate_expiring': { state: 'degraded', actor: 'emirate_it' },
  'security.certificate_expired': { state: 'down', actor: 'emirate_it' },

  'gateway.slow': { state: 'degraded', actor: 'emirate_it' },
  'gateway.error_rate': { state: 'degraded', actor: 'emirate_it' },
  'gateway.unreachable': { state: 'down', actor: 'emirate_it' },
  'gateway.timeout': { state: 'down', actor: 'emirate_it' },
  'gateway.unavailable': { state: 'down', actor: 'emirate_it' },
  'gateway.unauthorized': { state: 'down', actor: 'emirate_it' },
  'gateway.bad_answer': { state: 'down', actor: 'emirate_it' },
} as const satisfies Readonly<Record<`${ComponentId}.${string}`, ReasonFacts>>;

export type HealthReason = keyof typeof HEALTH_REASONS;
export type ReasonOf<Id extends ComponentId> = Extract<HealthReason, `${Id}.${string}`>;

/** Every reason, for schemas and tables. */
export const HEALTH_REASON_CODES = Object.keys(HEALTH_REASONS) as readonly HealthReason[];

/** Who has to act so that a reason goes away. */
export const whoActs = (reason: HealthReason): Actor => HEALTH_REASONS[reason].actor;

/** The state that a reason means. */
export const stateOf = (reason: HealthReason): 'degraded' | 'down' => HEALTH_REASONS[reason].state;

/** The part that a reason is about. */
export const componentOf = (reason: HealthReason): ComponentId => {
  const component = COMPONENT_IDS.find((id) => reason.startsWith(`${id}.`));
  if (component === undefined) throw new Error(`a reason without a component: ${reason}`);
  return component;
};

export const MEASURE_UNITS = ['percent', 'ms', 'celsius', 'count'] as const;

/** What was measured, for whoever reads the reason. */
export interface Measure {
  readonly amount: number;
  readonly unit: (typeof MEASURE_UNITS)[number];
}

/** One part as it was at `asOf`. */
export interface ComponentHealth {
  readonly component: ComponentId;
  readonly state: ComponentState;
  /** Why it is degraded or down; null in every other state. */
  readonly reason: HealthReason | null;
  /** RFC 3339: since when the state and the reason are what they are. */
  readonly since: string;
  /** RFC 3339: when there was evidence last. */
  readonly asOf: string;
  readonly value: Measure | null;
}

/** What a probe saw of a part: nothing wrong, something wrong, or nothing at all. */
export interface Evidence {
  readonly state: 'ok' | 'unknown';
  readonly value?: Measure | null;
}
export interface TroubleEvidence {
  readonly reason: HealthReason;
  readonly value?: Measure | null;
}

/** A part about which nothing is known yet. */
export const startingComponent = (component: ComponentId, now: string): ComponentHealth => ({
  component,
  state: 'starting',
  reason: null,
  since: now,
  asOf: now,
  value: null,
});

/** A part that by configuration isn't there. */
export const notFittedComponent = (component: ComponentId, now: string): ComponentHealth => ({
  ...startingComponent(component, now),
  state: 'not_fitted',
});

/** The part after new evidence; `since` moves only when the state or the reason does. */
export function withEvidence(before: ComponentHealth, evidence: Evidence | TroubleEvidence, now: string): ComponentHealth {
  const reason = 'reason' in evidence ? evidence.reason : null;
  if (reason !== null && componentOf(reason) !== before.component)
    throw new Error(`${reason} is no reason of ${before.component}`);
  const state = 'reason' in evidence ? stateOf(evidence.reason) : evidence.state;
  const isSame = state === before.state && reason === before.reason;
  return {
    component: before.component,
    state,
    reason,
    since: isSame ? before.since : now,
    asOf: now,
    value: evidence.value ?? null,
  };
}

/** How many intervals may pass without evidence before a part is unknown. */
export const STALE_AFTER_INTERVALS = 3;
/** Longest time that a part may be starting. */
export const STARTING_LIMIT_MS = 120_000;

/**
 * The part as it may be believed: without evidence for three intervals it is unknown, and so is one that has been starting
 * for two minutes. What was last seen stays readable in `asOf`.
 * @param ageMs of the last evidence, by a clock that never jumps
 */
export function believed(health: ComponentHealth, intervalMs: number, ageMs: number, now: string): ComponentHealth {
  const limitMs = health.state === 'starting' ? STARTING_LIMIT_MS : STALE_AFTER_INTERVALS * intervalMs;
  if (health.state === 'not_fitted' || health.state === 'unknown' || ageMs <= limitMs) return health;
  return { ...health, state: 'unknown', reason: null, since: now, value: null };
}
