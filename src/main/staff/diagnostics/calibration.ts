import type { StaffAct } from '../../../bridge/staff-act.ts';
import type { FindingCode, TestRunOf } from '../../../bridge/staff.ts';
import type { DeviceEvent } from '../../../devices/link.ts';
import { profileFor } from '../../../devices/printer/calibration-answers.ts';
import type { Profile } from '../../../devices/printer/index.ts';
import { PRINT_FINDINGS, PRINT_LIMIT_MS } from './printing.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

/** As many as are printed on the sheet. */
const QUESTIONS = 4;

type CalibrationStage = Pick<TestRunOf<'calibration'>, 'answers' | 'kind' | 'profile' | 'stage'>;

/** The sheet that shows what a printer understands, and its four questions. */
export class CalibrationTest extends GuidedTest<CalibrationStage> {
  readonly #jobId: string;

  constructor(configured: Profile, ports: RunPorts) {
    const answers = Array.from({ length: QUESTIONS }, () => null);
    super('calibration', { kind: 'calibration', stage: 'intro', answers, profile: { best: null, configured } }, ports);
    this.#jobId = ports.randomId();
  }

  act(act: StaffAct): void {
    const { stage } = this.stage;
    if (act.act === 'go' && stage === 'intro') {
      this.show({ stage: 'printing' });
      this.wait(PRINT_LIMIT_MS, () => this.#fail('no_evidence'));
      this.ports.send({ type: 'printer.test', jobId: this.#jobId, kind: 'calibration' });
    }
    if (act.act === 'answer' && stage === 'ask') this.#answer(act.question, act.yes);
  }

  override receive(event: DeviceEvent): void {
    if (event.type !== 'printer.test_outcome' || event.jobId !== this.#jobId || event.kind === 'provision') return;
    if (this.stage.stage !== 'printing') return;
    this.stopWaiting();
    if (event.outcome === 'not_printed') this.#fail(PRINT_FINDINGS[event.reason ?? 'no_answer']);
    else this.show({ stage: 'ask' });
  }

  #answer(question: number, yes: boolean): void {
    const answers = this.stage.answers.map((answer, index) => (index === question ? yes : answer));
    this.show({ answers });
    if (answers.includes(null)) return;
    const best = profileFor(answers);
    const { configured } = this.stage.profile;
    const done = { stage: 'done', profile: { best, configured } } as const;
    // P0 to P4 demand more and more of a printer.
    if (configured <= best) this.finish('passed', null, done);
    else this.finish('failed', finding('calibration_profile'), done);
  }

  #fail(code: FindingCode): void {
    this.finish('failed', finding(code), { stage: 'done' });
  }
}
