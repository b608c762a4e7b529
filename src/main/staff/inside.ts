import type { StaffAct } from '../../bridge/staff-act.ts';
import type { ExerciseId, Finding, StaffScreen, StaffTest, TestSummary, Verdict } from '../../bridge/staff.ts';
import type { DeviceEvent } from '../../devices/link.ts';
import type { StaffAccount } from './accounts.ts';
import { EVENTS_SHOWN, staffEvent } from './audit.ts';
import { isPossible, openTest, summaries } from './bench.ts';
import type { CheckOutcome } from './diagnostics/checks.ts';
import type { DeviceStates, GuidedTest } from './diagnostics/run.ts';
import { overviewOf } from './overview.ts';
import type { RoomPorts, RoomSurroundings } from './ports.ts';
import { PowerSwitch } from './power-switch.ts';
import { rightNeeded, rightsOf } from './rights.ts';

type Place =
  | { readonly id: 'overview' | 'tests' | 'maintenance' | 'versions' | 'power' | 'report' | 'training' }
  | { readonly id: 'test'; readonly run: GuidedTest }
  | { readonly id: 'events'; readonly page: number; readonly perPage: number };

const EVENTS_ON_A_PAGE = 20;

/** What one member of staff sees and does between signing in and leaving. */
export class StaffInside {
  readonly account: StaffAccount;
  readonly #ports: RoomPorts;
  readonly #around: RoomSurroundings;
  readonly #devices: () => DeviceStates;
  readonly #power: PowerSwitch;
  #place: Place = { id: 'overview' };

  constructor(account: StaffAccount, ports: RoomPorts, around: RoomSurroundings, devices: () => DeviceStates) {
    this.account = account;
    this.#ports = ports;
    this.#around = around;
    this.#devices = devices;
    this.#power = new PowerSwitch(ports.host, ports.clock, ports.timing.powerDelayMs, around.changed);
    around.send({ type: 'printer.report' });
  }

  /** A device or a server works; the technician needn't tap to stay. */
  get isWorking(): boolean {
    return this.#place.id === 'test' && this.#place.run.isWorking;
  }

  get awaitsCard(): boolean {
    return this.isWorking && this.#place.id === 'test' && this.#place.run.test === 'reader';
  }

  receive(event: DeviceEvent): void {
    if (this.#place.id === 'test') this.#place.run.receive(event);
    this.#ports.report.receive(event);
  }

  /** Does what the role allows; anything else has no effect. */
  act(act: StaffAct): void {
    const right = rightNeeded(act);
    if (right === null || rightsOf(this.account.role).includes(right)) this.#do(act);
  }

  /** Leaves everything as whoever comes next should find it. */
  close(): void {
    this.#closeTest();
    this.#endPractice();
    this.#ports.practice.forget();
    this.#power.cancel();
    this.#ports.report.forget();
  }

  screen(): StaffScreen {
    const place = this.#place;
    const { components, practice, report, versions } = this.#ports;
    switch (place.id) {
      case 'overview':
        return overviewOf(components(), this.#around.outOfService());
      case 'tests':
        return { id: 'tests', tests: this.#summaries() };
      case 'test':
        return { id: 'test', run: place.run.view() };
      case 'maintenance':
        return { id: 'maintenance' };
      case 'versions':
        return { id: 'versions', versions: versions.all() };
      case 'events':
        return this.#eventsScreen(place);
      case 'power':
        return { id: 'power', ...this.#power.state };
      case 'report':
        return { id: 'report', results: this.#summaries(), ...report.state };
      case 'training':
        return { id: 'training', exercises: practice.exercises, running: practice.running };
    }
  }

  #do(act: StaffAct): void {
    const { maintenance, practice, record, report } = this.#ports;
    const { id } = this.account;
    switch (act.act) {
      case 'open':
        return this.#open(act.screen === 'events' ? { id: 'events', page: 0, perPage: EVENTS_ON_A_PAGE } : { id: act.screen });
      case 'open_events':
        return this.#open({ id: 'events', page: act.page, perPage: act.perPage });
      case 'open_test':
        return this.#openTest(act.test);
      case 'start_maintenance':
      case 'extend_maintenance':
        return maintenance.start(act.minutes, act.reason, id);
      case 'end_maintenance':
        return maintenance.end('chosen', id);
      case 'ask_power':
        return this.#power.ask(act.power);
      case 'cancel_power':
        return this.#power.cancel();
      case 'do_power':
        return this.#power.confirm(act.power, (what) => record('staff.restart_asked', { account: id, what }));
      case 'make_report':
        return report.make(this.account, this.#summaries(), this.#around.changed);
      case 'print_report':
        return report.print(this.#around.send);
      case 'start_exercise':
        return this.#practise(act.exercise);
      case 'use_hand':
        return practice.use(act.hand);
      case 'end_exercise':
        return this.#endPractice();
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
      case 'leave':
      case 'sign_in':
      case 'set_language':
      case 'set_large_text':
      case 'stay':
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

  #openTest(test: StaffTest): void {
    const { bench, clock, randomId } = this.#ports;
    if (!isPossible(test, bench)) return;
    this.#closeTest();
    const run = openTest(test, bench, (check, outcome) => this.#tested(check, ...resultOf(outcome)), {
      clock,
      randomId,
      send: this.#around.send,
      devices: this.#devices,
      changed: this.#around.changed,
      finished: (verdict, finding) => this.#tested(test, verdict, finding),
    });
    this.#place = { id: 'test', run };
    run.start();
  }

  #tested(test: StaffTest, verdict: Verdict, finding: Finding | null): void {
    const { clock, noteTouchTest, practice, record, results } = this.#ports;
    // What is found while everything is invented says nothing about this kiosk.
    if (practice.isUnderWay) return;
    const account = this.account.id;
    results.keep(test, verdict, finding, this.account, clock.now());
    record('staff.test_done', { account, test, result: verdict });
    if (finding?.code === 'touch_dead_zone') noteTouchTest(true);
    if (verdict !== 'passed') return;
    if (test === 'touch') noteTouchTest(false);
    if (test === 'paper') record('paper.changed', { account });
    if (test === 'provisioning') record('staff.printer_provisioned', { account });
  }

  #practise(exercise: ExerciseId): void {
    const { practice, record } = this.#ports;
    this.#endPractice();
    if (practice.start(exercise)) record('staff.exercise_started', { account: this.account.id, exercise });
  }

  #endPractice(): void {
    const { practice, record } = this.#ports;
    if (!practice.isUnderWay) return;
    practice.end();
    record('staff.exercise_ended', { account: this.account.id });
  }

  #closeTest(): void {
    if (this.#place.id === 'test') this.#place.run.close();
  }

  #summaries(): readonly TestSummary[] {
    return summaries(this.#ports.bench, this.#ports.results);
  }

  #eventsScreen({ page, perPage }: Extract<Place, { id: 'events' }>): StaffScreen {
    const all = this.#ports.newestEvents(EVENTS_SHOWN).map(staffEvent);
    const pages = Math.max(1, Math.ceil(all.length / perPage));
    const shown = Math.min(page, pages - 1);
    return { id: 'events', page: shown, pages, events: all.slice(shown * perPage, (shown + 1) * perPage) };
  }
}

function resultOf(outcome: CheckOutcome): [Verdict, Finding | null] {
  return outcome.state === 'failed' ? ['failed', outcome.finding] : ['passed', null];
}
