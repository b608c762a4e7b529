import type { ComponentHealth } from '../../domain/health.ts';
import type { KioskStatus } from '../../domain/health-status.ts';
import { MINUTE_MS, ruleOfReason, type RuleId } from './rules.ts';

/** What the hub knows about one kiosk when alerts are judged. Times are Unix milliseconds of the hub's clock. */
export interface KioskFacts {
  readonly kiosk: string;
  readonly site: string;
  readonly status: KioskStatus;
  readonly statusSinceMs: number;
  readonly components: readonly ComponentHealth[];
  /** Planned at the hub, or begun at the kiosk. */
  readonly maintenance: { readonly startedMs: number; readonly plannedEndMs: number } | null;
  readonly outbox: { readonly oldestAgeMs: number; readonly fullPercent: number };
  /** Since when it has been running another configuration than it should; null while it runs the right one. */
  readonly driftSinceMs: number | null;
  readonly behindSinceMs: number | null;
  /** Nobody uses it though it looks well (see `silence.ts`). */
  readonly isUnused: boolean;
  /** Somebody may be tampering with it: the door, the software's signature, or sign-ins until the lock-out. */
  readonly tampering: 'door_open' | 'signature' | 'locked_out' | null;
}

export interface HubFacts {
  readonly ingestP95Ms: number;
  readonly diskUsedPercent: number;
  readonly backupAgeMs: number;
  /** Names of channels whose last messages all failed. */
  readonly failingChannels: readonly string[];
}

export interface FleetFacts {
  readonly kiosks: readonly KioskFacts[];
  readonly hub: HubFacts;
}

export type Scope =
  | { readonly kind: 'kiosk'; readonly site: string; readonly kiosk: string }
  | { readonly kind: 'site'; readonly site: string }
  | { readonly kind: 'fleet' }
  | { readonly kind: 'hub' };

/** Something that is wrong now. The same trouble has the same fingerprint for as long as it lasts. */
export interface Condition {
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly scope: Scope;
  /** A code for the words: a health reason, or what else is wrong. */
  readonly reason: string;
}

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Kiosks that went silent within this time of each other went together. */
const TOGETHER_MS = 2 * MINUTE_MS;
const MAINTENANCE_LIMIT_MS = 2 * HOUR_MS;
const OUTBOX_AGE_LIMIT_MS = 30 * MINUTE_MS;
const OUTBOX_FULL_LIMIT_PERCENT = 60;
const DRIFT_LIMIT_MS = DAY_MS;
const BEHIND_LIMIT_MS = 7 * DAY_MS;
const INGEST_LIMIT_MS = 1000;
const HUB_DISK_LIMIT_PERCENT = 80;
const BACKUP_LIMIT_MS = 26 * HOUR_MS;

export function fingerprintOf(rule: RuleId, scope: Scope, reason: string): string {
  const place = scope.kind === 'kiosk' ? scope.kiosk : scope.kind === 'site' ? scope.site : '';
  return `${rule}/${scope.kind}/${place}/${reason}`;
}

const condition = (rule: RuleId, scope: Scope, reason: string): Condition => ({
  fingerprint: fingerprintOf(rule, scope, reason),
  rule,
  scope,
  reason,
});

/**
 * All that is wrong now. A whole site that is away is one condition, and so is the whole fleet: what lies below a bigger
 * one is left out, so nobody is called for it.
 */
export function conditionsOf(facts: FleetFacts, nowMs: number): Condition[] {
  const { kiosks } = facts;
  const hub = hubConditions(facts.hub);
  if (isFleetAway(kiosks)) {
    const tampering = kiosks.flatMap((kiosk) => tamperingOf(kiosk));
    return [...hub, ...tampering, condition('A8', { kind: 'fleet' }, 'fleet_away')];
  }
  const sitesAway = new Set(awaySites(kiosks));
  const gateway = gatewayCondition(kiosks);
  return [
    ...hub,
    ...[...sitesAway].map((site) => condition('A8', { kind: 'site', site }, 'site_away')),
    ...(gateway === null ? [] : [gateway]),
    ...kiosks.flatMap((kiosk) =>
      sitesAway.has(kiosk.site) && kiosk.status === 'offline' ? tamperingOf(kiosk) : kioskConditions(kiosk, nowMs),
    ),
  ];
}

function kioskConditions(facts: KioskFacts, nowMs: number): Condition[] {
  const found = [...tamperingOf(facts), ...overrun(facts, nowMs)];
  // Whoever works on the machine knows; recording goes on, calling doesn't.
  const isPlanned = facts.maintenance !== null && nowMs <= facts.maintenance.plannedEndMs;
  if (isPlanned || facts.status === 'maintenance' || facts.status === 'closed') return found;
  const scope = scopeOf(facts);
  // Of a silent kiosk nothing else is known.
  if (facts.status === 'offline') return [...found, condition('A4', scope, 'offline')];
  if (facts.status === 'out_of_service') found.push(condition('A5', scope, 'out_of_service'));
  for (const { reason } of facts.components) {
    const rule = reason === null ? null : ruleOfReason(reason);
    if (rule !== null && reason !== null) found.push(condition(rule, scope, reason));
  }
  if (facts.isUnused) found.push(condition('A11', scope, 'unused'));
  if (facts.outbox.oldestAgeMs > OUTBOX_AGE_LIMIT_MS) found.push(condition('A13', scope, 'outbox_old'));
  if (facts.outbox.fullPercent > OUTBOX_FULL_LIMIT_PERCENT) found.push(condition('A13', scope, 'outbox_full'));
  if (isOlder(facts.driftSinceMs, DRIFT_LIMIT_MS, nowMs)) found.push(condition('A14', scope, 'configuration_drift'));
  if (isOlder(facts.behindSinceMs, BEHIND_LIMIT_MS, nowMs)) found.push(condition('A14', scope, 'version_behind'));
  return found;
}

const scopeOf = ({ kiosk, site }: KioskFacts): Scope => ({ kind: 'kiosk', kiosk, site });

const tamperingOf = (facts: KioskFacts): Condition[] =>
  facts.tampering === null ? [] : [condition('A10', scopeOf(facts), facts.tampering)];

function overrun(facts: KioskFacts, nowMs: number): Condition[] {
  if (facts.maintenance === null || facts.status !== 'maintenance') return [];
  const { plannedEndMs, startedMs } = facts.maintenance;
  const isOver = nowMs > Math.min(plannedEndMs, startedMs + MAINTENANCE_LIMIT_MS);
  return isOver ? [condition('A12', scopeOf(facts), 'maintenance_overrun')] : [];
}

const isOlder = (sinceMs: number | null, limitMs: number, nowMs: number): boolean =>
  sinceMs !== null && nowMs - sinceMs > limitMs;

/** Two kiosks or more, and at least half of the site, went silent together. */
function awaySites(kiosks: readonly KioskFacts[]): string[] {
  const sites = Map.groupBy(kiosks, ({ site }) => site);
  return [...sites].filter(([, all]) => areAwayTogether(all, 0.5)).map(([site]) => site);
}

/** Nearly a third of all kiosks, of more than one site: then the hub or the wide-area network is the likelier cause. */
function isFleetAway(kiosks: readonly KioskFacts[]): boolean {
  const away = kiosks.filter(({ status }) => status === 'offline');
  return new Set(away.map(({ site }) => site)).size > 1 && areAwayTogether(kiosks, 0.3);
}

function areAwayTogether(kiosks: readonly KioskFacts[], leastShare: number): boolean {
  const times = kiosks.filter(({ status }) => status === 'offline').map(({ statusSinceMs }) => statusSinceMs);
  const needed = Math.max(2, Math.ceil(kiosks.length * leastShare));
  const sorted = times.sort((left, right) => left - right);
  return sorted.some((atMs, index) => {
    const last = sorted[index + needed - 1];
    return last !== undefined && last - atMs <= TOGETHER_MS;
  });
}

/** One kiosk that the gateway refuses is that kiosk's trouble; several are the gateway's. */
function gatewayCondition(kiosks: readonly KioskFacts[]): Condition | null {
  const refused = kiosks.filter(
    ({ components, status }) =>
      status !== 'offline' && components.some(({ component, state }) => component === 'gateway' && state === 'down'),
  );
  return refused.length < 2 ? null : condition('A7', { kind: 'fleet' }, 'gateway_down');
}

function hubConditions({ backupAgeMs, diskUsedPercent, failingChannels, ingestP95Ms }: HubFacts): Condition[] {
  const scope: Scope = { kind: 'hub' };
  return [
    ...(ingestP95Ms > INGEST_LIMIT_MS ? [condition('A15', scope, 'ingest_slow')] : []),
    ...(diskUsedPercent > HUB_DISK_LIMIT_PERCENT ? [condition('A15', scope, 'disk')] : []),
    ...(backupAgeMs > BACKUP_LIMIT_MS ? [condition('A15', scope, 'backup_old')] : []),
    ...(failingChannels.length > 0 ? [condition('A15', scope, 'channel_failing')] : []),
  ];
}
