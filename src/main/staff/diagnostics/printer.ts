import type { StaffAct } from '../../../bridge/staff-act.ts';
import type { FindingCode, TestRunOf } from '../../../bridge/staff.ts';
import type { DeviceEvent } from '../../../devices/link.ts';
import { PRINT_FINDINGS, PRINT_LIMIT_MS, slipFinding } from './printing.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

type PrinterStage = Pick<TestRunOf<'printer'>, 'kind' | 'outcome' | 'stage'>;

/** A test slip, and a person who looks at it: a printer can't see its own paper. */
export class PrinterTest extends GuidedTest<PrinterStage> {
  readonly #jobId: string;

  constructor(ports: RunPorts) {
    super('printer', { kind: 'printer', stage: 'intro', outcome: null }, ports);
    this.#jobId = ports.randomId();
  }

  act(act: StaffAct): void {
    const { stage } = this.stage;
    if (act.act === 'go' && stage === 'intro') {
      this.show({ stage: 'printing' });
      this.wait(PRINT_LIMIT_MS, () => this.#fail('no_evidence'));
      this.ports.send({ type: 'printer.test', jobId: this.#jobId, kind: 'slip' });
    }
    if (act.act === 'judge' && stage === 'ask') {
      if (act.good) this.finish('passed', null, { stage: 'done' });
      else this.#fail(slipFinding(act.why));
    }
  }

  override receive(event: DeviceEvent): void {
    if (event.type !== 'printer.test_outcome' || event.jobId !== this.#jobId || event.kind === 'provision') return;
    if (this.stage.stage !== 'printing') return;
    this.stopWaiting();
    const { outcome, reason } = event;
    this.show({ outcome });
    if (outcome === 'not_printed') this.#fail(PRINT_FINDINGS[reason ?? 'no_answer']);
    // Also when nobody can say what came out: the person looks.
    else this.show({ stage: 'ask' });
  }

  #fail(code: FindingCode): void {
    this.finish('failed', finding(code), { stage: 'done' });
  }
}
