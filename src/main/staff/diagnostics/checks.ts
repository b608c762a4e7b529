import type { StaffAct } from '../../../bridge/staff-act.ts';
import { STAFF_CHECKS, type CheckRow, type Finding, type StaffCheck, type TestRunOf } from '../../../bridge/staff.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

/** How one check ended. */
export type CheckOutcome =
  /** What was measured, in the unit of its text; null where there is nothing to measure. */
  | { readonly state: 'passed'; readonly value: number | null }
  | { readonly state: 'failed'; readonly value: number | null; readonly finding: Finding };

/** Looks at one thing, once. One that rejects has seen nothing. */
export type Check = (signal: AbortSignal) => Promise<CheckOutcome>;

/** What this kiosk can check; the others have nothing to look at. */
export type Checks = Readonly<Partial<Record<StaffCheck, Check>>>;

/** Longest time for one check; name servers are the slowest. */
const CHECK_LIMIT_MS = 15_000;

const NOTHING_SEEN: CheckOutcome = { state: 'failed', value: null, finding: finding('no_evidence') };

type ChecksStage = Pick<TestRunOf<'checks'>, 'checks' | 'focus' | 'kind'>;

/**
 * All that a machine can find out by itself, one after the other, so that each cause is seen before what follows from
 * it. The verdict is that of the check somebody came for.
 */
export class ChecksTest extends GuidedTest<ChecksStage> {
  readonly #checks: Checks;
  readonly #checked: (check: StaffCheck, outcome: CheckOutcome) => void;
  readonly #stop = new AbortController();

  /** @param checked told of each check but the one somebody came for, which is told like any test */
  constructor(
    focus: StaffCheck,
    checks: Checks,
    checked: (check: StaffCheck, outcome: CheckOutcome) => void,
    ports: RunPorts,
  ) {
    const rows = STAFF_CHECKS.map((check): CheckRow => ({
      check,
      state: checks[check] === undefined ? 'not_fitted' : 'waiting',
      finding: null,
      value: null,
    }));
    super(focus, { kind: 'checks', focus, checks: rows }, ports);
    this.#checks = checks;
    this.#checked = checked;
  }

  override start(): void {
    this.wait(CHECK_LIMIT_MS * STAFF_CHECKS.length, () => undefined);
    void this.#runAll();
  }

  act(_act: StaffAct): void {
    // They run by themselves.
  }

  override close(): void {
    super.close();
    this.#stop.abort();
  }

  async #runAll(): Promise<void> {
    let ofFocus: CheckOutcome = NOTHING_SEEN;
    for (const [index, check] of STAFF_CHECKS.entries()) {
      const look = this.#checks[check];
      if (look === undefined) continue;
      this.#put({ check, state: 'running', finding: null, value: null });
      const outcome = await this.#run(look);
      if (this.#stop.signal.aborted) return;
      this.#put({ check, state: outcome.state, finding: outcome.state === 'failed' ? outcome.finding : null, value: outcome.value });
      this.showShare((index + 1) / STAFF_CHECKS.length);
      if (check === this.stage.focus) ofFocus = outcome;
      else this.#checked(check, outcome);
    }
    if (ofFocus.state === 'failed') this.finish('failed', ofFocus.finding);
    else this.finish('passed', null);
  }

  /** A check that hangs has no evidence; the others still run. */
  #run(look: Check): Promise<CheckOutcome> {
    const limit = new AbortController();
    const { promise: tooLate, resolve } = Promise.withResolvers<CheckOutcome>();
    const cancel = this.ports.clock.after(CHECK_LIMIT_MS, () => {
      limit.abort();
      resolve(NOTHING_SEEN);
    });
    const seen = look(AbortSignal.any([limit.signal, this.#stop.signal]));
    return Promise.race([seen.catch(() => NOTHING_SEEN), tooLate]).finally(cancel);
  }

  #put(row: CheckRow): void {
    this.show({ checks: this.stage.checks.map((known) => (known.check === row.check ? row : known)) });
  }
}
