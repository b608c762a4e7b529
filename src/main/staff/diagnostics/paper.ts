import type { StaffAct } from '../../../bridge/staff-act.ts';
import type { FindingCode, TestRunOf } from '../../../bridge/staff.ts';
import type { DeviceEvent, PrinterState } from '../../../devices/link.ts';
import { PRINT_FINDINGS, PRINT_LIMIT_MS, slipFinding } from './printing.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

type PaperStage = Pick<TestRunOf<'paper'>, 'cover' | 'kind' | 'paper' | 'stage'>;

/**
 * Open, change, close, print: the steps are seen where the printer tells of them, and tapped where it doesn't. Passed once
 * a slip on the new roll was found good.
 */
export class PaperChange extends GuidedTest<PaperStage> {
  readonly #jobId: string;

  constructor(ports: RunPorts) {
    const seen = seenBy(ports.devices().printer);
    super('paper', { kind: 'paper', stage: seen.cover === 'open' ? 'change' : 'open', ...seen }, ports);
    this.#jobId = ports.randomId();
  }

  act(act: StaffAct): void {
    const { stage } = this.stage;
    if (act.act === 'paper_step' && act.done === stage) {
      if (stage === 'open') this.show({ stage: 'change' });
      else if (stage === 'change') this.#close();
      else this.#print();
    }
    if (act.act === 'judge' && stage === 'ask') {
      if (!act.good) return this.#fail(slipFinding(act.why));
      this.finish('passed', null, { stage: 'done' });
    }
    return undefined;
  }

  override receive(event: DeviceEvent): void {
    if (this.isOver) return;
    if (event.type === 'printer.state') this.#see(event.state);
    if (event.type !== 'printer.test_outcome' || event.jobId !== this.#jobId || event.kind === 'provision') return;
    if (this.stage.stage !== 'test') return;
    this.stopWaiting();
    if (event.outcome === 'not_printed') this.#fail(PRINT_FINDINGS[event.reason ?? 'no_answer']);
    else this.show({ stage: 'ask' });
  }

  #see(state: PrinterState): void {
    const seen = seenBy(state);
    this.show(seen);
    const { stage } = this.stage;
    if (stage === 'open' && seen.cover === 'open') this.show({ stage: 'change' });
    if (stage === 'close' && isLoaded(seen)) this.#print();
  }

  #close(): void {
    this.show({ stage: 'close' });
    // Somebody may have closed it before tapping.
    if (isLoaded(this.stage)) this.#print();
  }

  #print(): void {
    this.show({ stage: 'test' });
    this.wait(PRINT_LIMIT_MS, () => this.#fail('no_evidence'));
    this.ports.send({ type: 'printer.test', jobId: this.#jobId, kind: 'slip' });
  }

  #fail(code: FindingCode): void {
    this.finish('failed', finding(code), { stage: 'done' });
  }
}

const isLoaded = ({ cover, paper }: Pick<PaperStage, 'cover' | 'paper'>): boolean =>
  cover === 'closed' && (paper === 'in' || paper === 'low');

function seenBy(state: PrinterState): Pick<PaperStage, 'cover' | 'paper'> {
  switch (state) {
    case 'ready':
      return { cover: 'closed', paper: 'in' };
    case 'paper_low':
      return { cover: 'closed', paper: 'low' };
    case 'paper_out':
      return { cover: 'closed', paper: 'out' };
    case 'cover_open':
      return { cover: 'open', paper: 'unknown' };
    case 'cutter':
    case 'overheated':
    case 'offline':
    case 'unknown':
      return { cover: 'unknown', paper: 'unknown' };
  }
}
