import type { StaffAct } from '../../../bridge/staff-act.ts';
import type { TestRunOf } from '../../../bridge/staff.ts';
import type { DeviceEvent, ReadVia } from '../../../devices/link.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

/** Time to fetch the test card and to present it. */
const CARD_LIMIT_MS = 60_000;

const VIA: Readonly<Record<ReadVia, 'mrz' | 'bar_code' | 'magnetic_stripe'>> = {
  mrz_td1: 'mrz',
  mrz_td2: 'mrz',
  mrz_td3: 'mrz',
  bar_code: 'bar_code',
  magnetic_stripe: 'magnetic_stripe',
};

type ReaderStage = Pick<TestRunOf<'reader'>, 'kind' | 'stage' | 'read'>;

/**
 * Reads a card the way a visitor's is read. Only the site's test card passes; of any other card nothing is kept and
 * nothing is said, not even its kind.
 */
export class ReaderTest extends GuidedTest<ReaderStage> {
  readonly #armingId: string;
  readonly #testCard: string;

  /** @param testCard the civil number on the site's test card, which no person has */
  constructor(testCard: string, ports: RunPorts) {
    super('reader', { kind: 'reader', stage: 'present', read: null }, ports);
    this.#testCard = testCard;
    this.#armingId = `staff:${ports.randomId()}`;
  }

  override start(): void {
    if (!this.ports.devices().readerReady) return this.#fail('reader_not_there');
    this.ports.send({ type: 'reader.arm', armingId: this.#armingId });
    return this.wait(CARD_LIMIT_MS, () => this.#fail('reader_no_card'));
  }

  act(_act: StaffAct): void {
    // The card is the only answer.
  }

  override receive(event: DeviceEvent): void {
    if (this.isOver) return;
    if (event.type === 'reader.state' && event.state === 'unavailable') this.#fail('reader_not_there');
    if (event.type === 'reader.fault' && event.armingId === this.#armingId) this.#fail('reader_unreadable');
    if (event.type === 'reader.read' && event.armingId === this.#armingId) this.#read(event);
  }

  override close(): void {
    super.close();
    if (!this.isOver) this.ports.send({ type: 'reader.disarm' });
  }

  #read({ digits, recognitionMs, via }: Extract<DeviceEvent, { type: 'reader.read' }>): void {
    const expected = new TextEncoder().encode(this.#testCard);
    const isTestCard = digits.length === expected.length && expected.every((digit, index) => digit === digits[index]);
    if (!isTestCard) return this.#fail('reader_other_card');
    this.finish('passed', null, { stage: 'done', read: { via: VIA[via], recognitionMs } });
  }

  #fail(code: 'reader_no_card' | 'reader_not_there' | 'reader_other_card' | 'reader_unreadable'): void {
    this.finish('failed', finding(code), { stage: 'done' });
  }
}
