import { COMPONENT_IDS, type ComponentHealth, type ComponentId, type HealthReason } from './health.ts';

/** What the kiosk can do, each made of the parts it needs. */
export const CAPABILITY_IDS = ['safety', 'records', 'screen', 'inquiry', 'card', 'paper_receipt', 'right_time'] as const;
export type CapabilityId = (typeof CAPABILITY_IDS)[number];

/** `impaired`: it works, but something about it is degraded. */
export type CapabilityState = 'available' | 'impaired' | 'unavailable' | 'unknown' | 'not_fitted';

interface Needs {
  /** Without it the kiosk serves nobody and says so; the others only limit it. */
  readonly core: boolean;
  /** Every one of these is needed … */
  readonly all: readonly ComponentId[];
  /** … and one of these, where there are any. */
  readonly oneOf: readonly ComponentId[];
  /** Where this part isn't fitted there is no such capability; null for those that every kiosk has. */
  readonly partOf: ComponentId | null;
}

const CAPABILITIES: Readonly<Record<CapabilityId, Needs>> = {
  /** The machine may go on running. */
  safety: { core: true, all: ['power', 'temperature'], oneOf: [], partOf: null },
  /** What happens can be written down; where it can't, nothing may happen. */
  records: { core: true, all: ['disk', 'journal'], oneOf: [], partOf: null },
  screen: { core: true, all: ['page', 'touch'], oneOf: [], partOf: null },
  /** Not core: help, languages and rating work without it, and the home screen says what doesn't. */
  inquiry: { core: false, all: ['network', 'security', 'gateway'], oneOf: ['reader', 'keypad'], partOf: null },
  card: { core: false, all: ['devices', 'reader'], oneOf: [], partOf: 'reader' },
  /** Not core: the visitor leaves with a code on the screen. */
  paper_receipt: { core: false, all: ['devices', 'printer', 'paper'], oneOf: [], partOf: 'printer' },
  right_time: { core: false, all: ['clock'], oneOf: [], partOf: null },
};

/** Which part, and why, makes a capability or the kiosk what it is. The reason is null where evidence is missing. */
export interface Cause {
  readonly component: ComponentId;
  readonly reason: HealthReason | null;
}

export interface Capability {
  readonly state: CapabilityState;
  /** Null where it is available or not fitted. */
  readonly cause: Cause | null;
}

export type Components = Readonly<Record<ComponentId, ComponentHealth>>;

export const KIOSK_STATUSES = [
  'in_service',
  'limited',
  'out_of_service',
  'unknown',
  'maintenance',
  'closed',
  'offline',
] as const;
export type KioskStatus = (typeof KIOSK_STATUSES)[number];

/** What people and the calendar decide, and what only the hub can know. */
export interface AdminFacts {
  /** A time-boxed maintenance is under way. */
  readonly maintenance: boolean;
  /** By an officer's decision, or outside the site's hours and shut down in order. */
  readonly closed: boolean;
  /** The hub hasn't heard the kiosk for 45 s; never true at the kiosk itself. */
  readonly silent: boolean;
}
export const NO_ADMIN: AdminFacts = { maintenance: false, closed: false, silent: false };

export interface StatusDecision {
  readonly status: KioskStatus;
  /** The part that decided; null where all is well or people decided. */
  readonly decidedBy: Cause | null;
}

/** All that a kiosk says about itself. */
export interface KioskHealth extends StatusDecision {
  /** RFC 3339 */
  readonly asOf: string;
  readonly capabilities: Readonly<Record<CapabilityId, Capability>>;
  readonly components: Components;
}

/** Lowest first: a capability is as good as the worst of what it needs. */
const RANKS: Readonly<Record<CapabilityState, number>> = {
  not_fitted: 0,
  available: 1,
  impaired: 2,
  unknown: 3,
  unavailable: 4,
};

/** What a capability is worth, given its parts. */
export function capabilityOf(id: CapabilityId, components: Components): Capability {
  const { all, oneOf, partOf } = CAPABILITIES[id];
  if (partOf !== null && components[partOf].state === 'not_fitted') return { state: 'not_fitted', cause: null };
  const needed = all.map((component) => worthOf(components[component]));
  return worst(oneOf.length === 0 ? needed : [...needed, best(oneOf.map((component) => worthOf(components[component])))]);
}

function worthOf({ component, reason, state }: ComponentHealth): Capability {
  const cause = { component, reason };
  switch (state) {
    case 'ok':
      return { state: 'available', cause: null };
    case 'degraded':
      return { state: 'impaired', cause };
    case 'down':
      return { state: 'unavailable', cause };
    case 'unknown':
    case 'starting':
      return { state: 'unknown', cause };
    case 'not_fitted':
      return { state: 'not_fitted', cause: null };
  }
}

/** The first of the worst: parts are listed in the order of causes. */
function worst(parts: readonly Capability[]): Capability {
  return parts.reduce((left, right) => (RANKS[right.state] > RANKS[left.state] ? right : left));
}

/** The first of the best among alternatives; one that isn't fitted is no alternative. */
function best(parts: readonly Capability[]): Capability {
  const fitted = parts.filter(({ state }) => state !== 'not_fitted');
  const [first] = fitted;
  // A kiosk without any way to say who asks isn't set up: it can't be asked anything.
  if (first === undefined) return { state: 'unavailable', cause: null };
  return fitted.reduce((left, right) => (RANKS[right.state] < RANKS[left.state] ? right : left), first);
}

/**
 * The status of the whole kiosk, by the first rule that holds: maintenance, closed, offline; a core capability gone: out
 * of service; evidence missing for a core one: unknown (before `limited`, which would claim that the core works); any
 * capability gone, impaired or unproven: limited.
 */
export function deriveStatus(components: Components, admin: AdminFacts): StatusDecision {
  if (admin.maintenance) return { status: 'maintenance', decidedBy: null };
  if (admin.closed) return { status: 'closed', decidedBy: null };
  if (admin.silent) return { status: 'offline', decidedBy: null };
  const all = CAPABILITY_IDS.map((id) => ({ ...capabilityOf(id, components), core: CAPABILITIES[id].core }));
  const core = all.filter((capability) => capability.core);
  const find = (list: readonly Capability[], state: CapabilityState) => list.find((one) => one.state === state);
  const gone = find(core, 'unavailable');
  if (gone !== undefined) return { status: 'out_of_service', decidedBy: gone.cause };
  const unproven = find(core, 'unknown');
  if (unproven !== undefined) return { status: 'unknown', decidedBy: unproven.cause };
  const limiting = find(all, 'unavailable') ?? find(all, 'unknown') ?? find(all, 'impaired');
  if (limiting !== undefined) return { status: 'limited', decidedBy: limiting.cause };
  return { status: 'in_service', decidedBy: null };
}

/** Everything that follows from the parts. */
export function kioskHealth(components: Components, admin: AdminFacts, asOf: string): KioskHealth {
  const capabilities = Object.fromEntries(
    CAPABILITY_IDS.map((id) => [id, capabilityOf(id, components)]),
  ) as Readonly<Record<CapabilityId, Capability>>;
  return { ...deriveStatus(components, admin), asOf, capabilities, components };
}

/** One entry per part. */
export function componentsFrom(make: (id: ComponentId) => ComponentHealth): Components {
  return Object.fromEntries(COMPONENT_IDS.map((id) => [id, make(id)])) as Components;
}
