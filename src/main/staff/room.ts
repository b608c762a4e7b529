import type { StaffAct } from '../../bridge/staff-act.ts';
import type { ExerciseId, SignInRefusal, StaffScreen, StaffSession, StaffTest, StaffView, Verdict, Finding } from '../../bridge/staff.ts';
import type { DeviceCommand, DeviceEvent } from '../../devices/link.ts';
import type { EventData, KioskEventRecord } from '../../domain/events.ts';
import type { Components, StatusDecision } from '../../domain/health-status.ts';
import { COMPONENT_IDS } from '../../domain/health.ts';
import type { StaffAccount } from './accounts.ts';
import { EVENTS_SHOWN, staffEvent, type RecordEvent } from './audit.ts';
import { isPossible, openTest, summaries, type BenchTools } from './bench.ts';
import type { StaffClock } from './clock.ts';
import type { CheckOutcome } from './diagnostics/checks.ts';
import type { DeviceStates, GuidedTest } from './diagnostics/run.ts';
import type { Maintenance } from './maintenance.ts';
import type { Practice } from './practice.ts';
import { PowerSwitch } from './power-switch.ts';
import type { HostMeans } from './power.ts';
import type { ReportDesk } from './report-desk.ts';
import type { TestResults } from './results.ts';
import { rightNeeded, rightsOf } from './rights.ts';
import type { Credentials, SignInFault, StaffDoor } from './sign-in.ts';
import { STAFF_TIMING, type StaffTiming } from './timing.ts';
import type { VersionList } from './versions.ts';

/** The kiosk around the room. */
export interface RoomSurroundings {
  /** Nobody is in the middle of a visit. */
  readonly mayEnter: () => boolean;
  /** While it is held no visit can begin and nothing of one is left. */
  readonly hold: (held: boolean) => void;
  /** There is something new to draw. */
  readonly changed: () => void;
  readonly send: (command: DeviceCommand) => void;
}

/** What the room is furnished with. */
export interface RoomPorts {
  readonly clock: StaffClock;
  readonly timing?: StaffTiming;
  readonly randomId: () => string;
  readonly languages: readonly string[];
  readonly door: StaffDoor;
  readonly hasAccounts: () => boolean;
  /** What visitors would find now, without the maintenance that is under way. */
  readonly health: () => { readonly decision: StatusDecision; readonly components: Components };
  readonly record: RecordEvent;
  /** The newest first. */
  readonly newestEvents: (limit: number) => readonly KioskEventRecord[];
  readonly maintenance: Maintenance;
  readonly results: TestResults;
  readonly bench: BenchTools;
  readonly versions: VersionList;
  readonly report: ReportDesk;
  readonly host: HostMeans;
  readonly practice: Practice;
}

type Phase =
  | { readonly at: 'street' }
  | { readonly at: 'door'; readonly checking: boolean; readonly refused: Refused | null }
  | { readonly at: 'inside'; readonly account: StaffAccount };

interface Refused {
  readonly code: SignInRefusal['code'];
  readonly untilMs: number;
}

type Place =
  | { readonly id: 'overview' | 'tests' | 'maintenance' | 'versions' | 'power' | 'report' | 'training' }
  | { readonly id: 'test'; readonly run: GuidedTest }
  | { readonly id: 'events'; readonly page: number; readonly perPage: number };

const SECOND_MS = 1000;
const EVENTS_ON_A_PAGE = 20;
const REFUSALS: Readonly<Record<SignInFault['code'], SignInRefusal['code']>> = {
  refused: 'refused',
  clock_wrong: 'clock_wrong',
  wait: 'locked',
};

/**
 * The staff room of one kiosk: the door, who is in, what they see and do. From the moment somebody stands at the door
 * until the room is empty again the kiosk serves no visitor.
 */
export class StaffRoom {
  readonly #ports: RoomPorts;
  readonly #around: RoomSurroundings;
  readonly #timing: StaffTiming;
  readonly #power: PowerSwitch;
  #phase: Phase = { at: 'street' };
  #place: Place = { id: 'overview' };
  #language: string;
  #largeText = false;
  #isHeld = false;
  #lastSignMs = 0;
  #cancelTick: (() => void) | null = null;
  #devices: DeviceStates = { readerReady: false, printer: 'unknown' };

  constructor(ports: RoomPorts, around: RoomSurroundings) {
    this.#ports = ports;
    this.#around = around;
    this.#timing = ports.timing ?? STAFF_TIMING;
    this.#language = ports.languages[0] ?? 'ar';
    this.#power = new PowerSwitch(ports.host, ports.clock, this.#timing.powerDelayMs, around.changed);
    this.holdWhereNeeded();
  }

  /** Nobody outside sees anything of it. */
  view(): StaffView | null {
    if (this.#phase.at === 'street') return null;
    return {
      language: this.#language,
      largeText: this.#largeText,
      session: this.#session(),
      training: this.#ports.practice.running !== null,
      screen: this.#phase.at === 'door' ? this.#doorScreen(this.#phase) : this.#screen(),
    };
  }

  /** A card for the technician's test is awaited: keys of a typing reader belong to it. */
  get awaitsCard(): boolean {
    return this.#place.id === 'test' && this.#place.run.test === 'reader' && this.#place.run.isWorking;
  }

  act(act: StaffAct): void {
    if (act.act === 'enter') return this.#enter();
    if (this.#phase.at === 'street') return undefined;
    this.#lastSignMs = this.#nowMs();
    if (this.#phase.at === 'door') this.#actAtDoor(act);
    else if (isAllowed(act, this.#phase.account)) this.#actInside(act, this.#phase.account);
    this.#around.changed();
    return undefined;
  }

  /** @returns true for what was meant for the room alone, which no visit may see */
  receive(event: DeviceEvent): boolean {
    if (event.type === 'reader.state') this.#devices = { ...this.#devices, readerReady: event.state === 'ready' };
    if (event.type === 'printer.state') this.#devices = { ...this.#devices, printer: event.state };
    if (event.type === 'printer.report') this.#ports.versions.printerSaid(event.report);
    if (this.#place.id === 'test') this.#place.run.receive(event);
    this.#ports.report.receive(event);
    const isOwn = (event.type === 'reader.read' || event.type === 'reader.fault') && event.armingId.startsWith('staff:');
    // Nobody else will see them, so nobody else wipes them.
    if (isOwn && event.type === 'reader.read') event.digits.fill(0);
    return isOwn;
  }

  /** The maintenance window opened or closed. */
  holdWhereNeeded(): void {
    const isNeeded = this.#phase.at !== 'street' || this.#ports.maintenance.isUnderWay;
    // Others may hold the kiosk for the same reason: only what was taken is given back.
    if (isNeeded === this.#isHeld) return;
    this.#isHeld = isNeeded;
    this.#around.hold(isNeeded);
  }

  close(): void {
    this.#stopTicking();
    this.#closeTest();
    this.#power.close();
  }

  #enter(): void {
    if (this.#phase.at !== 'street' || !this.#around.mayEnter()) return;
    const waitMs = this.#ports.door.waitMs();
    this.#phase = { at: 'door', checking: false, refused: waitMs > 0 ? this.#refused('locked', waitMs) : null };
    this.#lastSignMs = this.#nowMs();
    this.#language = this.#ports.languages[0] ?? 'ar';
    this.#largeText = false;
    this.holdWhereNeeded();
    this.#tick();
    this.#around.changed();
  }

  #actAtDoor(act: StaffAct): void {
    if (act.act === 'leave') this.#leave('chosen');
    if (act.act === 'sign_in') this.#signIn({ accountId: act.account, pin: act.pin, code: act.code });
    this.#actOnLook(act);
  }

  #actOnLook(act: StaffAct): void {
    if (act.act === 'set_language' && this.#ports.languages.includes(act.language)) this.#language = act.language;
    if (act.act === 'set_large_text') this.#largeText = act.on;
  }

  #signIn(credentials: Credentials): void {
    if (this.#phase.at !== 'door' || this.#phase.checking) return;
    if (!this.#ports.hasAccounts()) {
      this.#phase = { at: 'door', checking: false, refused: this.#refused('no_accounts', 0) };
      return;
    }
    const checking: Phase = { at: 'door', checking: true, refused: null };
    this.#phase = checking;
    void this.#ports.door.signIn(credentials).then((tried) => {
      // Whoever left meanwhile has to knock again.
      if (this.#phase !== checking) return undefined;
      if (tried.ok) this.#letIn(tried.value);
      else this.#phase = { at: 'door', checking: false, refused: this.#refused(REFUSALS[tried.fault.code], tried.fault.waitMs) };
      return this.#around.changed();
    });
  }

  #letIn(account: StaffAccount): void {
    this.#phase = { at: 'inside', account };
    this.#place = { id: 'overview' };
    this.#lastSignMs = this.#nowMs();
    this.#ports.record('staff.signed_in', { account: account.id });
    this.#around.send({ type: 'printer.report' });
  }

  #leave(how: EventData<'staff.signed_out'>['how']): void {
    const phase = this.#phase;
    this.#closeTest();
    if (phase.at === 'inside') this.#endPractice(phase.account);
    this.#power.cancel();
    this.#ports.report.forget();
    this.#phase = { at: 'street' };
    this.#place = { id: 'overview' };
    this.#stopTicking();
    if (phase.at === 'inside') this.#ports.record('staff.signed_out', { account: phase.account.id, how });
    this.holdWhereNeeded();
    this.#around.changed();
  }

  #actInside(act: StaffAct, account: StaffAccount): void {
    this.#actOnLook(act);
    switch (act.act) {
      case 'leave':
        return this.#leave('chosen');
      case 'open':
        return this.#open(act.screen === 'events' ? { id: 'events', page: 0, perPage: EVENTS_ON_A_PAGE } : { id: act.screen });
      case 'open_events':
        return this.#open({ id: 'events', page: act.page, perPage: act.perPage });
      case 'open_test':
        return this.#openTest(act.test, account);
      case 'start_maintenance':
      case 'extend_maintenance':
        return this.#ports.maintenance.start(act.minutes, act.reason, account.id);
      case 'end_maintenance':
        return this.#ports.maintenance.end('chosen', account.id);
      case 'ask_power':
        return this.#power.ask(act.power);
      case 'cancel_power':
        return this.#power.cancel();
      case 'do_power':
        return this.#power.confirm(act.power, (what) =>
          this.#ports.record('staff.restart_asked', { account: account.id, what }),
        );
      case 'make_report':
        return this.#ports.report.make(account, this.#summaries(), this.#around.changed);
      case 'print_report':
        return this.#ports.report.print(this.#around.send);
      case 'start_exercise':
        return this.#practise(act.exercise, account);
      case 'end_exercise':
        return this.#endPractice(account);
      case 'go':
      case 'give_up':
      case 'touch_point':
      case 'touch_grid':
      case 'picture_seen':
      case 'judge':
      case 'answer':
      case 'paper_step':
        return this.#actInTest(act);
      case 'enter':
      case 'sign_in':
      case 'stay':
      case 'set_language':
      case 'set_large_text':
        return undefined;
    }
  }

  #actInTest(act: StaffAct): void {
    if (this.#place.id !== 'test') return;
    if (act.act === 'give_up') this.#place.run.giveUp();
    else if (!this.#place.run.isOver) this.#place.run.act(act);
  }

  #open(place: Place): void {
    this.#closeTest();
    this.#place = place;
    if (place.id === 'versions') this.#around.send({ type: 'printer.report' });
  }

  #openTest(test: StaffTest, account: StaffAccount): void {
    if (!isPossible(test, this.#ports.bench)) return;
    this.#closeTest();
    const { bench, clock, randomId } = this.#ports;
    const tested = (which: StaffTest, verdict: Verdict, finding: Finding | null): void =>
      this.#tested(which, verdict, finding, account);
    const run = openTest(test, bench, (check, outcome) => tested(check, ...resultOf(outcome)), {
      clock,
      randomId,
      send: this.#around.send,
      devices: () => this.#devices,
      changed: this.#around.changed,
      finished: (verdict, finding) => tested(test, verdict, finding),
    });
    this.#place = { id: 'test', run };
    run.start();
  }

  #tested(test: StaffTest, verdict: Verdict, finding: Finding | null, account: StaffAccount): void {
    const by = account.id;
    this.#lastSignMs = this.#nowMs();
    // What is found while everything is invented says nothing about this kiosk.
    if (this.#ports.practice.running !== null) return;
    this.#ports.results.keep(test, verdict, finding, account, this.#ports.clock.now());
    this.#ports.record('staff.test_done', { account: by, test, result: verdict });
    if (verdict !== 'passed') return;
    if (test === 'paper') this.#ports.record('paper.changed', { account: by });
    if (test === 'provisioning') this.#ports.record('staff.printer_provisioned', { account: by });
  }

  #practise(exercise: ExerciseId, account: StaffAccount): void {
    const { practice, record } = this.#ports;
    this.#endPractice(account);
    practice.start(exercise);
    if (practice.running !== null) record('staff.exercise_started', { account: account.id, exercise: practice.running });
  }

  #endPractice(account: StaffAccount): void {
    const { practice, record } = this.#ports;
    if (practice.running === null) return;
    practice.end();
    record('staff.exercise_ended', { account: account.id });
  }

  #closeTest(): void {
    if (this.#place.id === 'test') this.#place.run.close();
  }

  /** Once a second while anybody is there: seconds are shown, and the idle end. */
  #tick(): void {
    this.#cancelTick = this.#ports.clock.after(SECOND_MS, () => {
      if (this.#place.id === 'test' && this.#place.run.isWorking) this.#lastSignMs = this.#nowMs();
      if (this.#idleLeftMs() <= 0) return this.#leave('idle');
      this.#around.changed();
      return this.#tick();
    });
  }

  #stopTicking(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
  }

  #idleLeftMs(): number {
    const limitMs = this.#phase.at === 'inside' ? this.#timing.idleMs : this.#timing.doorIdleMs;
    return limitMs - (this.#nowMs() - this.#lastSignMs);
  }

  #refused(code: SignInRefusal['code'], waitMs: number): Refused {
    return { code, untilMs: this.#nowMs() + waitMs };
  }

  #session(): StaffSession | null {
    if (this.#phase.at !== 'inside') return null;
    const { name, role } = this.#phase.account;
    return {
      name,
      role,
      may: rightsOf(role),
      idleSecondsLeft: Math.max(0, Math.ceil(this.#idleLeftMs() / SECOND_MS)),
      maintenance: this.#ports.maintenance.window,
    };
  }

  #doorScreen({ checking, refused }: Extract<Phase, { at: 'door' }>): StaffScreen {
    const secondsLeft = refused === null ? 0 : Math.max(0, Math.ceil((refused.untilMs - this.#nowMs()) / SECOND_MS));
    const isOver = refused?.code === 'locked' && secondsLeft === 0;
    return { id: 'sign_in', checking, refusal: refused === null || isOver ? null : { code: refused.code, secondsLeft } };
  }

  #screen(): StaffScreen {
    const place = this.#place;
    switch (place.id) {
      case 'overview': {
        const { components, decision } = this.#ports.health();
        return { id: 'overview', decision, components: COMPONENT_IDS.map((id) => components[id]) };
      }
      case 'tests':
        return { id: 'tests', tests: this.#summaries() };
      case 'test':
        return { id: 'test', run: place.run.view() };
      case 'maintenance':
        return { id: 'maintenance' };
      case 'versions':
        return { id: 'versions', versions: this.#ports.versions.all() };
      case 'events':
        return this.#eventsScreen(place);
      case 'power':
        return { id: 'power', ...this.#power.state };
      case 'report':
        return { id: 'report', results: this.#summaries(), ...this.#ports.report.state };
      case 'training':
        return { id: 'training', exercises: this.#ports.practice.exercises, running: this.#ports.practice.running };
    }
  }

  #summaries() {
    return summaries(this.#ports.bench, this.#ports.results);
  }

  #eventsScreen({ page, perPage }: Extract<Place, { id: 'events' }>): StaffScreen {
    const all = this.#ports.newestEvents(EVENTS_SHOWN).map(staffEvent);
    const pages = Math.max(1, Math.ceil(all.length / perPage));
    const shown = Math.min(page, pages - 1);
    return { id: 'events', page: shown, pages, events: all.slice(shown * perPage, (shown + 1) * perPage) };
  }

  #nowMs(): number {
    return this.#ports.clock.monotonicMs();
  }
}

function isAllowed(act: StaffAct, { role }: StaffAccount): boolean {
  const right = rightNeeded(act);
  return right === null || rightsOf(role).includes(right);
}

function resultOf(outcome: CheckOutcome): [Verdict, Finding | null] {
  return outcome.state === 'failed' ? ['failed', outcome.finding] : ['passed', null];
}
