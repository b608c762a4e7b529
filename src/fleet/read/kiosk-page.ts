import { COMPONENT_IDS, HEALTH_REASON_CODES, type ComponentId, type HealthReason } from '../../domain/health.ts';
import type { Contact, IncidentView, JobView, KioskPage, MaintenanceView, PaperForecast, Span, Transition } from '../api.ts';
import type { Officer } from '../access/officers.ts';
import { spansOf } from '../kpi/spans.ts';
import type { Hub } from '../hub.ts';
import type { HourlyGaugeRow, TransitionRow } from '../store/schema.ts';

const DAY_MS = 24 * 3_600_000;
/** An 80 mm roll of 80 m, the common one for kiosks; what is left is a forecast, the sensor has the last word. */
const ROLL_MM = 80_000;
const MOST_TRANSITIONS = 100;

/** How every part and the whole kiosk was in the last 24 hours. */
export function stripsOf(hub: Hub, kiosk: string, transitions: readonly TransitionRow[], nowMs: number): KioskPage['strips'] {
  const record = hub.fleet.record(kiosk);
  const fromMs = nowMs - DAY_MS;
  const stripOf = (subject: ComponentId | 'status', now: { state: string; reason: string | null }): KioskPage['strips'][number] => ({
    subject,
    spans: spansOf(transitions.filter((one) => one.subject === subject), fromMs, nowMs, now).map((span) => ({
      ...span,
      state: span.state as Span['state'],
      reason: reasonOf(span.reason),
    })),
  });
  return [
    stripOf('status', { state: record?.status ?? 'unknown', reason: null }),
    ...COMPONENT_IDS.filter((id) => record?.components[id].state !== 'not_fitted').map((id) =>
      stripOf(id, { state: record?.components[id].state ?? 'unknown', reason: record?.components[id].reason ?? null }),
    ),
  ];
}

/** What changed lately, newest first. */
export const transitionsShown = (transitions: readonly TransitionRow[]): Transition[] =>
  transitions
    .filter(({ subject }) => subject !== 'link')
    .slice(-MOST_TRANSITIONS)
    .toReversed()
    .map(({ at_ms, from_state, reason, subject, to_state }) => ({
      atMs: at_ms,
      subject: subject as Transition['subject'],
      from: from_state,
      to: to_state,
      reason: reasonOf(reason),
    }));

/** Another version of the kiosk may know other reasons. */
const reasonOf = (reason: string | null): HealthReason | null => HEALTH_REASON_CODES.find((code) => code === reason) ?? null;

/** When the roll will be used up at the pace of the last days; null where the kiosk doesn't tell what it has used. */
export function paperForecast(gauges: readonly HourlyGaugeRow[], nowMs: number): PaperForecast | null {
  const used = gauges.filter(({ gauge }) => gauge === 'paper_used_mm').sort((left, right) => left.hour_ms - right.hour_ms);
  const last = used.at(-1);
  if (last === undefined) return null;
  // A new roll begins at nothing: only what was used since counts.
  const since = used.slice(used.findLastIndex((row, index) => row.most < (used[index - 1]?.most ?? 0)) + 1);
  const first = since[0] ?? last;
  const perMs = (last.most - first.least) / Math.max(1, nowMs - first.hour_ms);
  const leftMm = Math.max(0, ROLL_MM - last.most);
  return { usedMm: last.most, rollMm: ROLL_MM, emptyAtMs: perMs <= 0 ? null : Math.round(nowMs + leftMm / perMs) };
}

/** Who looks after a site, in the order in which they are called. */
export function contactsOf(officers: readonly Officer[], site: string): Contact[] {
  const order: readonly Contact['role'][] = ['liaison', 'technical', 'technical_lead', 'manager', 'security_officer', 'director'];
  const own = officers.filter(({ isDisabled, sites }) => !isDisabled && (sites === null || sites.includes(site)));
  return order.flatMap((role) =>
    own.filter(({ duties }) => duties.includes(role)).map(({ account, name, phone }) => ({ account, name, role, phone })),
  );
}

/** Everything about one kiosk. */
export interface KioskPageParts {
  readonly hub: Hub;
  readonly kiosk: KioskPage['kiosk'];
  readonly site: KioskPage['site'];
  readonly officers: readonly Officer[];
  readonly incidents: readonly IncidentView[];
  readonly jobs: readonly JobView[];
  readonly maintenance: MaintenanceView | null;
}

export async function kioskPageOf({ hub, incidents, jobs, kiosk, maintenance, officers, site }: KioskPageParts): Promise<KioskPage> {
  const nowMs = hub.now();
  const record = hub.fleet.record(kiosk.id);
  const row = hub.directory.get(kiosk.id);
  const [transitions, gauges] = await Promise.all([
    hub.store.states.transitionsOf(kiosk.id, nowMs - DAY_MS, nowMs),
    hub.store.states.gaugesOf(kiosk.id, nowMs - 7 * DAY_MS, nowMs),
  ]);
  return {
    asOfMs: nowMs,
    kiosk,
    site,
    components: record === null ? [] : COMPONENT_IDS.map((id) => record.components[id]),
    strips: stripsOf(hub, kiosk.id, transitions, nowMs),
    transitions: transitionsShown(transitions),
    incidents,
    jobs,
    responsible: contactsOf(officers, site.id),
    paper: paperForecast(gauges, nowMs),
    maintenance,
    version: record?.appVersion ?? null,
    configVersion: record?.configVersion ?? null,
    outbox: { events: record?.gauges['outbox_events'] ?? 0, oldestAgeMs: 1000 * (record?.gauges['outbox_oldest_seconds'] ?? 0) },
    enrolled: (row?.revoked_ms ?? null) !== null ? 'revoked' : (row?.enrolled_ms ?? null) !== null ? 'enrolled' : 'never',
  };
}
