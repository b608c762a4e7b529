import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, demoAccounts, DEMO_STAFF, TEST_CARD, type DemoPerson } from '../../scripts/demo-staff.ts';
import type { StaffAct } from '../../src/bridge/staff-act.ts';
import { STAFF_CHECKS, type PowerAction, type StaffCheck, type StaffScreenId, type StaffScreenOf, type StaffView, type TestKind, type TestRunOf } from '../../src/bridge/staff.ts';
import { createFaultBoard, type FaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import type { FaultyReader } from '../../src/devices/virtual/faults/targets.ts';
import { createTraining, type Training } from '../../src/devices/virtual/faults/training.ts';
import { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { checkEvent, type EventType, type KioskEventRecord } from '../../src/domain/events.ts';
import { componentsFrom } from '../../src/domain/health-status.ts';
import { withEvidence, startingComponent, type HealthReason } from '../../src/domain/health.ts';
import type { KioskConfig } from '../../src/main/config.ts';
import { CHAIN_START } from '../../src/main/journal/chain.ts';
import type { Check, CheckOutcome, Checks } from '../../src/main/staff/diagnostics/checks.ts';
import { furnishStaffRoom } from '../../src/main/staff/furnish.ts';
import { STAFF_TIMING } from '../../src/main/staff/timing.ts';
import type { KnownVersions } from '../../src/main/staff/versions.ts';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { catalog, CONFIG, NOW, TestKiosk } from './fakes.ts';

/** What a test's kiosk knows of itself, as long as nobody has asked for its key. */
export const KNOWN_VERSIONS: ReturnType<KnownVersions> = {
  raha: '0.1.0',
  node: '24.21.0',
  host: 'Test host 1.0',
  system: null,
  configuration: null,
  reader: null,
  printer_profile: 'P1',
  readiness_key: null,
  audit_head: null,
};
const PDF_FONTS = 'node_modules/@fontsource/ibm-plex-sans-arabic/files';

/** Only what is broken counts here, not what a reader would do. */
const virtualReader = (): FaultyReader => {
  const nothing = (): void => undefined;
  return { present: nothing, plugIn: nothing, unplug: nothing, spoilNext: nothing, unspoil: nothing };
};

/** A kiosk with a staff room on fakes; only the test moves its clock. Restarting keeps what lies on its disk. */
export class StaffedKiosk {
  readonly directory = mkdtempSync(join(tmpdir(), 'raha-staff-'));
  readonly config: KioskConfig;
  /** What was recorded, in order; checked against the catalog. */
  readonly records: { type: EventType; data: Readonly<Record<string, unknown>> }[] = [];
  readonly powered: PowerAction[] = [];
  /** What exercises break; null makes it a kiosk whose devices are real. */
  readonly board: FaultBoard = createFaultBoard({ reader: virtualReader(), printer: new VirtualPrinter() });
  training: Training | null = createTraining(this.board, readCatalogue(CHECKOUT.faultScripts));
  /** Of each touch test that health was told of: whether it found a dead zone. */
  readonly touchNoted: boolean[] = [];
  readonly outcomes: Partial<Record<StaffCheck, CheckOutcome | 'hangs'>> = {};
  trouble: HealthReason | null = null;
  isTimeProven = true;
  mayShutDown = true;
  keptRecords = 0;
  kiosk!: TestKiosk;
  #startedAtMs = 0;

  static async start(config: Partial<KioskConfig> = {}): Promise<StaffedKiosk> {
    const staffed = new StaffedKiosk(config);
    writeFileSync(staffed.#accountsFile, await demoAccounts(), { mode: 0o600 });
    staffed.restart();
    return staffed;
  }

  private constructor(config: Partial<KioskConfig>) {
    this.config = {
      ...CONFIG,
      dataDirectory: this.directory,
      staff: { accountsFile: this.#accountsFile, testCard: TEST_CARD },
      ...config,
    };
  }

  get #accountsFile(): string {
    return join(this.directory, 'accounts.json');
  }

  setAccounts(text: string): void {
    writeFileSync(this.#accountsFile, text, { mode: 0o600 });
  }

  /** The process ends and a new one starts on the same disk, at the same time of day. */
  restart(): void {
    const passedMs = this.kiosk === undefined ? 0 : this.#startedAtMs + this.kiosk.clock.now();
    void this.kiosk?.kiosk.close();
    this.#startedAtMs = passedMs;
    this.kiosk = new TestKiosk(this.config, (clock) => {
      const now = (): Date => new Date(NOW.getTime() + passedMs + clock.now());
      return furnishStaffRoom(
        {
          config: this.config,
          catalog,
          journal: this.#journal(now),
          noteTouchTest: (hasDeadZone) => this.touchNoted.push(hasDeadZone),
          components: () => this.#components(now().toISOString()),
          isTimeProven: () => this.isTimeProven,
          checks: this.#checks(),
          provisioner: {
            vocabulary: () => [],
            keep: () => {
              this.keptRecords += 1;
              return true;
            },
          },
          host: {
            name: () => 'Test host 1.0',
            reloadPage: () => this.powered.push('reload_page'),
            restartApp: () => this.powered.push('restart_app'),
            shutDown: async () => {
              this.powered.push('shut_down');
              return this.mayShutDown;
            },
          },
          knownVersions: (key) => () => ({ ...KNOWN_VERSIONS, readiness_key: key()?.publicKey ?? null }),
          practiceOf: () => this.training,
          timing: STAFF_TIMING,
          pdfFonts: join(CHECKOUT.assets, '..', PDF_FONTS),
          clock: {
            now,
            monotonicMs: () => clock.now(),
            after: (delayMs, run) => {
              const timer = clock.setTimeout(run, delayMs);
              return () => clock.clearTimeout(timer);
            },
          },
        },
        this.config.staff!,
      );
    });
  }

  close(): void {
    void this.kiosk.kiosk.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  get now(): Date {
    return new Date(NOW.getTime() + this.#startedAtMs + this.kiosk.clock.now());
  }
  get view(): StaffView {
    const { staff } = this.kiosk.view;
    if (staff === null) throw new Error(`the staff room is closed; visitors see ${this.kiosk.screen.id}`);
    return staff;
  }
  get isOpen(): boolean {
    return this.kiosk.view.staff !== null;
  }
  screen<Id extends StaffScreenId>(id: Id): StaffScreenOf<Id> {
    const { screen } = this.view;
    if (screen.id !== id) throw new Error(`expected the screen ${id}, found ${screen.id}`);
    return screen as StaffScreenOf<Id>;
  }
  run<Kind extends TestKind>(kind: Kind): TestRunOf<Kind> {
    const { run } = this.screen('test');
    if (run.kind !== kind) throw new Error(`expected the test ${kind}, found ${run.kind}`);
    return run as TestRunOf<Kind>;
  }
  act(act: StaffAct): void {
    this.kiosk.tap({ type: 'staff', act });
  }
  pass(seconds: number): void {
    this.kiosk.pass(seconds);
  }
  /** Lets hashes, files and promises be done. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 200; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isOpen && this.view.screen.id === 'sign_in' && this.view.screen.checking) continue;
      if (this.isOpen && this.view.screen.id === 'report' && this.view.screen.making) continue;
      if (turn > 3) return;
      // Whatever hashes or writes needs real time, which is not the kiosk's.
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    await this.settle();
  }

  async signIn(person: DemoPerson = DEMO_STAFF.technician): Promise<void> {
    if (!this.isOpen) this.act({ act: 'enter' });
    this.act({ act: 'sign_in', account: person.id, pin: person.pin, code: codeOf(person, this.now) });
    await this.settle();
    if (this.view.session === null) throw new Error('not let in');
  }

  recorded(type: EventType): Readonly<Record<string, unknown>>[] {
    return this.records.filter((record) => record.type === type).map(({ data }) => data);
  }

  #journal(now: () => Date) {
    return {
      auditHead: { ...CHAIN_START, records: 41, hash: 'ab'.repeat(32) },
      newest: (limit: number): readonly KioskEventRecord[] =>
        this.records
          .map(
            (record, index) =>
              ({ ...record, boot: 'boot', seq: index, atMs: now().getTime(), monotonicMs: 0 }) as unknown as KioskEventRecord,
          )
          .toReversed()
          .slice(0, limit),
      record: (type: EventType, data: object) => {
        const checked = checkEvent(type, data);
        if (!checked.ok) throw new Error(`${type} isn't as declared: ${JSON.stringify(checked.fault)}`);
        this.records.push({ type, data: data as Readonly<Record<string, unknown>> });
        return { ok: true as const, value: null };
      },
    };
  }

  #components(now: string) {
    return componentsFrom((id) => {
      const trouble = this.trouble?.startsWith(`${id}.`) === true ? { reason: this.trouble } : { state: 'ok' as const };
      return withEvidence(startingComponent(id, now), trouble, now);
    });
  }

  #checks(): Checks {
    const check =
      (id: StaffCheck): Check =>
      async () => {
        const outcome = this.outcomes[id] ?? { state: 'passed', value: 12 };
        return outcome === 'hangs' ? new Promise(() => undefined) : outcome;
      };
    const fitted = STAFF_CHECKS.filter((id) => id !== 'temperature');
    return Object.fromEntries(fitted.map((id) => [id, check(id)]));
  }
}
