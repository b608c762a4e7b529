import type { View } from '../../src/bridge/view.ts';
import {
  EXERCISES,
  HANDS,
  STAFF_RIGHTS,
  STAFF_TESTS,
  VERSION_PARTS,
  type CheckRow,
  type ExerciseSummary,
  type Finding,
  type Progress,
  type ReadinessReport,
  type StaffEvent,
  type StaffScreen,
  type StaffSession,
  type StaffView,
  type TestRun,
  type TestSummary,
  type VersionPart,
} from '../../src/bridge/staff.ts';
import { componentsFrom, kioskHealth, NO_ADMIN } from '../../src/domain/health-status.ts';
import { COMPONENT_IDS, componentOf, stateOf, type ComponentHealth, type ComponentId, type HealthReason } from '../../src/domain/health.ts';
import { qrPicture, viewOf } from './gallery-views.ts';

/** One View for each state of the staff room. All names and values are invented. */

const AT = '2026-11-21T07:38:00Z';
const YESTERDAY = '2026-11-20T12:05:00Z';
const BY = 'سالم العتيبي';

const SESSION: StaffSession = {
  name: BY,
  role: 'technician',
  may: STAFF_RIGHTS,
  idleSecondsLeft: 290,
  maintenance: null,
};
const MAINTENANCE = { reason: 'repair', since: '2026-11-21T07:30:00Z', endsAt: '2026-11-21T08:00:00Z', secondsLeft: 1070 } as const;

const PROGRESS: Progress = { share: 0.42, secondsSpent: 5, limitSeconds: 12 };
const UNKNOWN_PROGRESS: Progress = { share: null, secondsSpent: 4, limitSeconds: 15 };

function part(component: ComponentId, reason: HealthReason | null, state?: ComponentHealth['state']): ComponentHealth {
  return {
    component,
    state: state ?? (reason === null ? 'ok' : stateOf(reason)),
    reason,
    since: reason === null ? YESTERDAY : AT,
    asOf: '2026-11-21T07:42:00Z',
    value: null,
  };
}

const parts = (reasons: readonly HealthReason[], others: Partial<Record<ComponentId, ComponentHealth['state']>> = {}) =>
  COMPONENT_IDS.map((id) => part(id, reasons.find((reason) => reason.startsWith(`${id}.`)) ?? null, others[id]));

const FITTED = { power: 'not_fitted' } as const;
const TROUBLES: readonly HealthReason[] = ['paper.out', 'reader.unplugged'];
const MANY_TROUBLES: readonly HealthReason[] = [
  'disk.full',
  'clock.wrong',
  'devices.restarts',
  'reader.also_keyboard',
  'printer.cover_open',
  'paper.low',
  'security.certificate_expiring',
  'gateway.unauthorized',
];

const overview = (reasons: readonly HealthReason[], decision: Extract<StaffScreen, { id: 'overview' }>['decision']): StaffScreen => ({
  id: 'overview',
  heldFor: null,
  decision,
  components: parts(reasons, FITTED),
});

/** The named degraded modes of docs/health.md that no other picture of the overview shows. */
const MODES: Readonly<Record<string, HealthReason>> = {
  'no-printer': 'printer.offline',
  'network-down': 'network.unreachable',
  'gateway-slow': 'gateway.slow',
  'disk-low': 'disk.low',
  'page-restarted': 'page.restarted',
  'too-hot': 'temperature.critical',
  'battery-low': 'power.battery_low',
  'touch-missing': 'touch.missing',
};

/** The overview of a kiosk with nothing but this trouble, judged as a kiosk judges it. */
function mode(reason: HealthReason): Room {
  const components = parts([reason], componentOf(reason) === 'power' ? {} : FITTED);
  const { decidedBy, status } = kioskHealth(componentsFrom((id) => components.find(({ component }) => component === id)!), NO_ADMIN, AT);
  return { screen: { id: 'overview', heldFor: null, decision: { status, decidedBy }, components } };
}

const FAULTY: Readonly<Partial<Record<(typeof STAFF_TESTS)[number], Finding>>> = {
  paper: { code: 'paper_out', value: null },
  gateway: { code: 'gateway_refuses_kiosk', value: null },
};
const SUMMARIES: readonly TestSummary[] = STAFF_TESTS.map((test, index) => {
  const finding = FAULTY[test] ?? null;
  const isOld = index % 4 === 1;
  return {
    test,
    possible: test !== 'provisioning' && test !== 'hub',
    last: test === 'display' || test === 'temperature' ? null : { verdict: finding === null ? 'passed' : 'failed', at: isOld ? YESTERDAY : AT, account: '1001', by: BY, finding },
  };
});

const base = (test: TestRun['test']) => ({ test, verdict: null, finding: null, progress: null });
const test = (run: TestRun): StaffScreen => ({ id: 'test', run });
const GRID = { columns: 9, rows: 16 };
const ALL_HIT = ['hit', 'hit', 'hit', 'hit', 'hit'] as const;

const CHECKS: readonly CheckRow[] = [
  { check: 'network', state: 'passed', finding: null, value: 18 },
  { check: 'hub', state: 'not_fitted', finding: null, value: null },
  { check: 'gateway', state: 'failed', finding: { code: 'gateway_refuses_kiosk', value: null }, value: null },
  { check: 'certificate', state: 'passed', finding: null, value: 212 },
  { check: 'clock', state: 'failed', finding: { code: 'clock_off', value: 94 }, value: 94 },
  { check: 'disk', state: 'passed', finding: null, value: 41 },
  { check: 'temperature', state: 'passed', finding: null, value: 47 },
];
const RUNNING_CHECKS: readonly CheckRow[] = CHECKS.map((row, index) =>
  index < 3 ? { ...row, state: index === 1 ? 'not_fitted' : 'passed', finding: null, value: 18 } : { ...row, state: index === 3 ? 'running' : 'waiting', finding: null, value: null },
);

const VERSIONS: Readonly<Record<VersionPart, string>> = {
  raha: '0.1.0',
  node: '24.21.0',
  host: 'standalone · Chromium 142.0.7444.61',
  system: 'Debian GNU/Linux 12 (6.1.0-28-amd64)',
  configuration: 'sha256:3f9c20b1a4d7',
  reader: 'hid-pos 0c2e:0b6a',
  printer: 'EPSON TM-T88VI 40.46 ESC/POS',
  printer_profile: 'P2',
  readiness_key: 'ed25519:9a41c07be2',
  audit_head: '5d0f9b8e2c71a6434be0 #18244',
};

const EVENTS: readonly StaffEvent[] = [
  { at: '2026-11-21T07:42:01Z', event: 'staff.signed_in', fields: { account: '4711' } },
  { at: '2026-11-21T07:38:12Z', event: 'status.changed', fields: { status: 'limited', cause: 'paper' } },
  { at: '2026-11-21T07:38:12Z', event: 'health.changed', fields: { component: 'paper', state: 'down', reason: 'paper.out' } },
  { at: '2026-11-21T07:38:11Z', event: 'print.outcome', fields: { outcome: 'not_printed', reason: 'paper_out', bytes: 48213 } },
  { at: '2026-11-21T07:38:02Z', event: 'journey.receipt_requested', fields: { journey: 118, delivery: 'print' } },
  { at: '2026-11-21T07:37:55Z', event: 'journey.result_shown', fields: { journey: 118, ageSeconds: 3, stale: false } },
  { at: '2026-11-21T07:37:53Z', event: 'journey.lookup_done', fields: { journey: 118, outcome: 'found', ms: 412 } },
  { at: '2026-11-21T07:37:30Z', event: 'journey.identity_given', fields: { journey: 118, via: 'card', kind: 'national_id' } },
  { at: '2026-11-21T07:37:14Z', event: 'journey.first_touch', fields: { journey: 118 } },
  { at: '2026-11-21T07:30:00Z', event: 'gauge.disk', fields: { freeMb: 18244, usedPercent: 41 } },
  { at: '2026-11-21T05:00:02Z', event: 'kiosk.started', fields: { cause: 'stopped', version: '0.1.0', mode: 'production' } },
  { at: '2026-11-20T13:01:40Z', event: 'kiosk.stopping', fields: {} },
  { at: '2026-11-20T12:58:00Z', event: 'staff.signed_out', fields: { account: '4711', how: 'chosen' } },
  { at: '2026-11-20T12:57:31Z', event: 'staff.test_done', fields: { account: '4711', test: 'printer', result: 'passed' } },
  { at: '2026-11-20T12:55:04Z', event: 'staff.signed_in', fields: { account: '4711' } },
];

/** About as much as a signed report holds. */
const REPORT: ReadinessReport = {
  at: AT,
  by: BY,
  ready: false,
  qr: qrPicture(`RAHA1.${'eyJraW9zayI6Ik1LLTAwNyIsInJlc3VsdHMiOlt'.repeat(12)}`),
  printed: 'printed',
  pdf: 'readiness-MK-007-2026-11-21.pdf',
};

const PRACTISED: readonly ExerciseSummary[] = EXERCISES.map((exercise, index) => ({
  exercise,
  solved: index < 2 ? { seconds: 48 + 17 * index, vainHands: 2 * index } : null,
}));

/** How the room is, apart from language and letters. */
interface Room {
  readonly screen: StaffScreen;
  readonly session?: StaffSession | null;
  readonly training?: boolean;
}

export const STAFF_ROOMS_DRAWN: Readonly<Record<string, Room>> = {
  'sign-in': { screen: { id: 'sign_in', checking: false, refusal: null }, session: null },
  'sign-in-refused': { screen: { id: 'sign_in', checking: false, refusal: { code: 'refused', secondsLeft: 0 } }, session: null },
  'sign-in-locked': { screen: { id: 'sign_in', checking: false, refusal: { code: 'locked', secondsLeft: 252 } }, session: null },
  'sign-in-clock-unproven': { screen: { id: 'sign_in', checking: false, refusal: { code: 'clock_unproven', secondsLeft: 30 } }, session: null },
  'sign-in-checking': { screen: { id: 'sign_in', checking: true, refusal: null }, session: null },
  'overview': {
    screen: overview(TROUBLES, { status: 'limited', decidedBy: { component: 'paper', reason: 'paper.out' } }),
  },
  'overview-well': { screen: overview([], { status: 'in_service', decidedBy: null }) },
  'overview-many': {
    screen: overview(MANY_TROUBLES, { status: 'out_of_service', decidedBy: { component: 'disk', reason: 'disk.full' } }),
    session: { ...SESSION, maintenance: MAINTENANCE, idleSecondsLeft: 42 },
  },
  'overview-liaison': {
    screen: overview(['printer.cover_open', 'gateway.unreachable'], {
      status: 'limited',
      decidedBy: { component: 'gateway', reason: 'gateway.unreachable' },
    }),
    session: { ...SESSION, name: 'منى الحربي', role: 'liaison', may: ['change_paper', 'maintain'] },
  },
  ...Object.fromEntries(Object.entries(MODES).map(([name, reason]) => [`overview-${name}`, mode(reason)])),
  'tests': { screen: { id: 'tests', tests: SUMMARIES } },
  'touch-points': {
    screen: test({ ...base('touch'), kind: 'touch', stage: 'points', points: ['hit', 'missed', 'waiting', 'waiting', 'waiting'], grid: GRID, deadCells: [] }),
  },
  'touch-grid': { screen: test({ ...base('touch'), kind: 'touch', stage: 'grid', points: ALL_HIT, grid: GRID, deadCells: [] }) },
  'touch-dead': {
    screen: test({
      ...base('touch'),
      kind: 'touch',
      stage: 'done',
      points: ALL_HIT,
      grid: GRID,
      deadCells: [66, 67, 75, 76],
      verdict: 'failed',
      finding: { code: 'touch_dead_zone', value: 4 },
    }),
  },
  'display-pictures': { screen: test({ ...base('display'), kind: 'display', stage: 'pictures', picture: 5 }) },
  'display-ask': { screen: test({ ...base('display'), kind: 'display', stage: 'ask', picture: 6 }) },
  'reader': { screen: test({ ...base('reader'), kind: 'reader', stage: 'present', read: null, progress: UNKNOWN_PROGRESS }) },
  'reader-passed': {
    screen: test({ ...base('reader'), kind: 'reader', stage: 'done', read: { via: 'mrz', recognitionMs: 83 }, verdict: 'passed' }),
  },
  'reader-not-there': {
    screen: test({ ...base('reader'), kind: 'reader', stage: 'done', read: null, verdict: 'failed', finding: { code: 'reader_not_there', value: null } }),
  },
  'printer-intro': { screen: test({ ...base('printer'), kind: 'printer', stage: 'intro', outcome: null }) },
  'printer-printing': { screen: test({ ...base('printer'), kind: 'printer', stage: 'printing', outcome: null, progress: UNKNOWN_PROGRESS }) },
  'printer-ask': { screen: test({ ...base('printer'), kind: 'printer', stage: 'ask', outcome: 'printed' }) },
  'printer-cutter': {
    screen: test({ ...base('printer'), kind: 'printer', stage: 'done', outcome: 'not_printed', verdict: 'failed', finding: { code: 'printer_cutter', value: null } }),
  },
  'calibration-ask': {
    screen: test({ ...base('calibration'), kind: 'calibration', stage: 'ask', answers: [true, false, null, null], profile: { best: null, configured: 'P2' } }),
  },
  'calibration-done': {
    screen: test({
      ...base('calibration'),
      kind: 'calibration',
      stage: 'done',
      answers: [true, true, true, false],
      profile: { best: 'P3', configured: 'P4' },
      verdict: 'failed',
      finding: { code: 'calibration_profile', value: null },
    }),
  },
  'provisioning-intro': { screen: test({ ...base('provisioning'), kind: 'provisioning', stage: 'intro' }) },
  'provisioning-writing': { screen: test({ ...base('provisioning'), kind: 'provisioning', stage: 'writing', progress: PROGRESS }) },
  'paper-open': { screen: test({ ...base('paper'), kind: 'paper', stage: 'open', cover: 'closed', paper: 'out' }) },
  'paper-change': { screen: test({ ...base('paper'), kind: 'paper', stage: 'change', cover: 'open', paper: 'out' }) },
  'paper-close': { screen: test({ ...base('paper'), kind: 'paper', stage: 'close', cover: 'open', paper: 'in' }) },
  'paper-test': { screen: test({ ...base('paper'), kind: 'paper', stage: 'test', cover: 'closed', paper: 'in', progress: UNKNOWN_PROGRESS }) },
  'paper-done': { screen: test({ ...base('paper'), kind: 'paper', stage: 'done', cover: 'closed', paper: 'in', verdict: 'passed' }) },
  'checks-running': { screen: test({ ...base('certificate'), kind: 'checks', focus: 'gateway', checks: RUNNING_CHECKS, progress: PROGRESS }) },
  'checks-faulty': { screen: test({ ...base('gateway'), kind: 'checks', focus: 'gateway', checks: CHECKS, verdict: 'failed' }) },
  'maintenance': { screen: { id: 'maintenance' } },
  'maintenance-running': { screen: { id: 'maintenance' }, session: { ...SESSION, maintenance: MAINTENANCE } },
  'versions': { screen: { id: 'versions', versions: VERSION_PARTS.map((one) => ({ part: one, value: VERSIONS[one] })) } },
  'events': { screen: { id: 'events', page: 0, pages: 17, events: EVENTS } },
  'power': { screen: { id: 'power', asked: null, doing: null, failed: null } },
  'power-sure': { screen: { id: 'power', asked: 'shut_down', doing: null, failed: null } },
  'power-failed': { screen: { id: 'power', asked: null, doing: null, failed: 'shut_down' } },
  'power-doing': { screen: { id: 'power', asked: null, doing: 'restart_app', failed: null } },
  'report': { screen: { id: 'report', results: SUMMARIES, making: false, report: null, failed: false } },
  'report-made': { screen: { id: 'report', results: SUMMARIES, making: false, report: REPORT, failed: false } },
  'report-failed': { screen: { id: 'report', results: SUMMARIES, making: false, report: null, failed: true } },
  'training': { screen: { id: 'training', exercises: EXERCISES.map((exercise) => ({ exercise, solved: null })), running: null } },
  'training-some-solved': { screen: { id: 'training', exercises: PRACTISED, running: null } },
  'training-not-here': { screen: { id: 'training', exercises: [], running: null } },
  'training-running': {
    screen: {
      id: 'training',
      exercises: PRACTISED,
      running: { exercise: 'cover_open', hands: HANDS, vainHands: 1, solved: null, next: 'paper_low' },
    },
    training: true,
  },
  'training-solved': {
    screen: {
      id: 'training',
      exercises: PRACTISED,
      running: { exercise: 'reader_unplugged', hands: HANDS, vainHands: 2, solved: { seconds: 65, vainHands: 2 }, next: 'gateway_down' },
    },
    training: true,
  },
};

interface Setting {
  readonly language: string;
  readonly largeText?: boolean;
  readonly step: number;
  readonly pixelsPerMm?: number;
}

/** A View with the staff room over the attract screen. */
export function staffViewOf(room: Room, { language, largeText = false, pixelsPerMm, step }: Setting): View {
  const staff: StaffView = {
    language,
    largeText,
    session: room.session === undefined ? SESSION : room.session,
    training: room.training ?? false,
    screen: room.screen.id === 'events' && largeText ? { ...room.screen, events: EVENTS.slice(0, 9) } : room.screen,
  };
  return { ...viewOf({ id: 'out_of_service', reason: 'maintenance', nearest: null }, { language: 'ar', step, ...(pixelsPerMm === undefined ? {} : { pixelsPerMm }) }), staff };
}
