import { randomUUID } from 'node:crypto';
import { knownComponents, sharedJobs, unknownComponents } from '../../../contract/fleet/messages.ts';
import type { Delta, Hello, JobType } from '../../../contract/fleet/messages.ts';
import { COMPONENT_IDS, HEALTH_REASON_CODES, type ComponentHealth } from '../../domain/health.ts';
import { deriveStatus, type Cause, type Components, type KioskStatus } from '../../domain/health-status.ts';
import type { Link } from '../hub-events.ts';
import type { KioskStateRow, TransitionRow } from '../store/schema.ts';

/** All that the hub knows of one kiosk now. Times are Unix milliseconds of the hub's clock. */
export interface KioskRecord {
  readonly kiosk: string;
  link: Link;
  linkSinceMs: number;
  status: KioskStatus;
  decidedBy: Cause | null;
  statusSinceMs: number;
  components: Components;
  maintenance: boolean;
  closed: boolean;
  /** Code of the screen that is on; null when it isn't known. */
  screen: string | null;
  gauges: Readonly<Record<string, number>>;
  boot: string | null;
  conn: number;
  appVersion: string | null;
  configVersion: string | null;
  /** Remote jobs it knows. */
  jobs: readonly JobType[];
  heardMs: number | null;
  /** How far the hub's clock is ahead of the kiosk's, by the last message; includes its way here. */
  offsetMs: number | null;
}

/** A kiosk of which nothing has been heard yet. */
export const newRecord = (kiosk: string, nowMs: number): KioskRecord => ({
  kiosk,
  link: 'never',
  linkSinceMs: nowMs,
  status: 'unknown',
  decidedBy: null,
  statusSinceMs: nowMs,
  components: unknownComponents(new Date(nowMs).toISOString()),
  maintenance: false,
  closed: false,
  screen: null,
  gauges: {},
  boot: null,
  conn: -1,
  appVersion: null,
  configVersion: null,
  jobs: [],
  heardMs: null,
  offsetMs: null,
});

type HealthMessage = Pick<Delta, 'components'> & Partial<Pick<Delta, 'admin'>>;

/**
 * Takes in what a kiosk says about itself. The first it ever says about its parts is where they begin, not a change.
 * @returns what changed by it
 */
export function takeHealth(record: KioskRecord, message: HealthMessage, nowMs: number): TransitionRow[] {
  const transitions: TransitionRow[] = [];
  const isFirst = record.link === 'never';
  const changed: Partial<Record<string, ComponentHealth>> = {};
  for (const part of knownComponents(message.components)) {
    const before = record.components[part.component];
    if (!isFirst && (before.state !== part.state || before.reason !== part.reason))
      transitions.push({
        id: randomUUID(),
        kiosk: record.kiosk,
        subject: part.component,
        from_state: before.state,
        to_state: part.state,
        reason: part.reason,
        component: null,
        at_ms: hubTime(Date.parse(part.since), record.offsetMs, nowMs),
      });
    changed[part.component] = part;
  }
  record.components = { ...record.components, ...changed };
  if (message.admin !== undefined) {
    record.maintenance = message.admin.maintenance;
    record.closed = message.admin.closed;
  }
  transitions.push(...decide(record, nowMs));
  return transitions;
}

/** Takes in who the kiosk is now. */
export function takeHello(record: KioskRecord, hello: Hello): void {
  record.boot = hello.boot;
  record.conn = hello.conn;
  record.appVersion = hello.appVersion;
  record.configVersion = hello.configVersion;
  record.jobs = sharedJobs(hello.jobs);
}

/** @returns the transitions of the link, and of the status where that changes with it */
export function takeLink(record: KioskRecord, to: Link, nowMs: number): TransitionRow[] {
  const from_state = record.link;
  record.link = to;
  record.linkSinceMs = nowMs;
  const link = { id: randomUUID(), kiosk: record.kiosk, subject: 'link', from_state, to_state: to, reason: null, component: null, at_ms: nowMs };
  return [link, ...decide(record, nowMs)];
}

/** The status as kiosk and hub both derive it; only the hub knows who is silent. */
function decide(record: KioskRecord, nowMs: number): TransitionRow[] {
  const { closed, components, kiosk, maintenance, status } = record;
  const silent = record.link === 'offline';
  const decision =
    record.link === 'never' ? { status: 'unknown' as const, decidedBy: null } : deriveStatus(components, { closed, maintenance, silent });
  const isSame = decision.status === status && decision.decidedBy?.component === record.decidedBy?.component && decision.decidedBy?.reason === record.decidedBy?.reason;
  record.decidedBy = decision.decidedBy;
  if (isSame) return [];
  if (decision.status !== status) record.statusSinceMs = nowMs;
  record.status = decision.status;
  const { component = null, reason = null } = decision.decidedBy ?? {};
  return [{ id: randomUUID(), kiosk, subject: 'status', from_state: status, to_state: decision.status, reason, component, at_ms: nowMs }];
}

/** A time of the kiosk's clock by the hub's; never in the future, whatever the kiosk's clock says. */
function hubTime(kioskMs: number, offsetMs: number | null, nowMs: number): number {
  return Math.min(Math.round(kioskMs + (offsetMs ?? 0)), nowMs);
}

export const rowOfRecord = (record: KioskRecord): KioskStateRow => ({
  kiosk: record.kiosk,
  link: record.link,
  status: record.status,
  decided_component: record.decidedBy?.component ?? null,
  decided_reason: record.decidedBy?.reason ?? null,
  status_since_ms: record.statusSinceMs,
  link_since_ms: record.linkSinceMs,
  components: JSON.stringify(Object.values(record.components)),
  maintenance: record.maintenance ? 1 : 0,
  closed: record.closed ? 1 : 0,
  boot: record.boot,
  conn: record.conn,
  app_version: record.appVersion,
  config_version: record.configVersion,
  jobs: JSON.stringify(record.jobs),
  heard_ms: record.heardMs,
});

/** The record as it was stored. Parts that this version knows and the stored one didn't stay unknown. */
export function recordOfRow(row: KioskStateRow, nowMs: number): KioskRecord {
  const stored = JSON.parse(row.components) as readonly ComponentHealth[];
  const parts = Object.fromEntries(knownComponents(stored).map((part) => [part.component, part]));
  const fresh = newRecord(row.kiosk, nowMs);
  const component = COMPONENT_IDS.find((id) => id === row.decided_component);
  const reason = HEALTH_REASON_CODES.find((code) => code === row.decided_reason) ?? null;
  return {
    ...fresh,
    link: row.link as Link,
    linkSinceMs: row.link_since_ms,
    status: row.status as KioskStatus,
    decidedBy: component === undefined ? null : { component, reason },
    statusSinceMs: row.status_since_ms,
    components: { ...fresh.components, ...parts },
    maintenance: row.maintenance === 1,
    closed: row.closed === 1,
    boot: row.boot,
    conn: row.conn,
    appVersion: row.app_version,
    configVersion: row.config_version,
    jobs: sharedJobs(JSON.parse(row.jobs) as string[]),
    heardMs: row.heard_ms,
  };
}
