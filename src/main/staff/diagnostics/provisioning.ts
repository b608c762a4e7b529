import type { StaffAct } from '../../../bridge/staff-act.ts';
import type { FindingCode, TestRunOf } from '../../../bridge/staff.ts';
import type { DeviceEvent } from '../../../devices/link.ts';
import type { FillFault } from '../../../devices/printer/technician.ts';
import type { ProvisioningRecord } from '../../../devices/printer/index.ts';
import type { ReceiptDocument } from '../../../domain/receipt.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

/** Flash memory is slow; some hundred pictures go in. */
const FILL_LIMIT_MS = 180_000;

const FILL_FINDINGS: Readonly<Record<FillFault, FindingCode>> = {
  not_ready: 'provisioning_not_ready',
  no_serial_number: 'provisioning_no_serial',
  no_list: 'provisioning_no_list',
  not_stored: 'provisioning_not_stored',
  broken_off: 'provisioning_not_stored',
  busy: 'provisioning_not_ready',
  profile_without_memory: 'provisioning_not_stored',
  unprintable_text: 'provisioning_not_stored',
};

export interface Provisioner {
  /** What goes into the memory; nothing of a visitor. */
  readonly vocabulary: () => readonly ReceiptDocument[];
  /** Writes down which printer holds what; false where the file can't be written. */
  readonly keep: (record: ProvisioningRecord) => boolean;
}

type ProvisioningStage = Pick<TestRunOf<'provisioning'>, 'kind' | 'stage'>;

/** Fills the printer's memory with the kiosk's own texts. */
export class ProvisioningTest extends GuidedTest<ProvisioningStage> {
  readonly #jobId: string;
  readonly #provisioner: Provisioner;

  constructor(provisioner: Provisioner, ports: RunPorts) {
    super('provisioning', { kind: 'provisioning', stage: 'intro' }, ports);
    this.#provisioner = provisioner;
    this.#jobId = ports.randomId();
  }

  act(act: StaffAct): void {
    if (act.act !== 'go' || this.stage.stage !== 'intro') return;
    this.show({ stage: 'writing' });
    this.wait(FILL_LIMIT_MS, () => this.#fail('no_evidence'));
    const vocabulary = this.#provisioner.vocabulary();
    this.ports.send({ type: 'printer.test', jobId: this.#jobId, kind: 'provision', vocabulary });
  }

  override receive(event: DeviceEvent): void {
    if (this.isOver || !('jobId' in event) || event.jobId !== this.#jobId) return;
    if (event.type === 'printer.test_progress') this.showShare(event.total === 0 ? 0 : event.done / event.total);
    if (event.type === 'printer.test_outcome' && event.kind === 'provision') this.#ended(event.outcome, event.reason, event.record);
  }

  #ended(outcome: 'filled' | 'not_filled' | 'unknown', reason: FillFault | null, record: ProvisioningRecord | null): void {
    if (outcome === 'unknown') return this.#fail('no_evidence');
    if (outcome === 'not_filled' || record === null) return this.#fail(FILL_FINDINGS[reason ?? 'not_stored']);
    if (!this.#provisioner.keep(record)) return this.#fail('disk_read_only');
    return this.finish('passed', null, { stage: 'done' });
  }

  #fail(code: FindingCode): void {
    this.finish('failed', finding(code), { stage: 'done' });
  }
}
