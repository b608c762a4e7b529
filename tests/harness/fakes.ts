import { SimulatedClock } from 'xstate';
import type { View } from '../../src/bridge/view.ts';
import type { Action } from '../../src/bridge/intent.ts';
import type { DeviceCommand, DeviceEvent, DeviceLink } from '../../src/devices/link.ts';
import type { GatewayFault } from '../../src/domain/faults.ts';
import { maskCivilNumber, parseCivilNumber } from '../../src/domain/identity.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import type { Transaction } from '../../src/domain/transaction.ts';
import { loadCatalog } from '../../src/main/catalog.ts';
import type { KioskConfig } from '../../src/main/config.ts';
import type { Gateway, Inquiry, InquiryAnswer } from '../../src/main/gateway/gateway.ts';
import { createKiosk, type Kiosk, type KioskEvent, type KioskParts } from '../../src/main/kiosk.ts';

export const CITIZEN = '1012345672';
export const RESIDENT = '2012345670';
export const NOW = new Date('2026-11-21T07:42:00Z');

export const CONFIG: KioskConfig = {
  mode: 'demo',
  kioskId: 'MK-007',
  emirate: { ar: 'إمارة منطقة مكة المكرمة', en: 'Emirate of Makkah Region' },
  site: { ar: 'مطار الملك عبدالعزيز', en: 'King Abdulaziz Airport' },
  nearest: null,
  languages: ['ar', 'en'],
  firstScreen: 'language',
  numerals: 'latn',
  helpPhone: '199000',
  yearsBack: 9,
  dataDirectory: '/nonexistent',
  display: { pixelsPerMm: 4.03, lowerEdgeMm: 700 },
  gateway: {
    baseUrl: 'http://127.0.0.1:1',
    tokenUrl: null,
    clientId: 'kiosk',
    clientSecretFile: '/nonexistent',
    mutualTls: null,
    answerWithinSeconds: 8,
  },
  identityDocuments: ['national_id', 'iqama'],
  reader: { driver: 'virtual' },
  typedIdentity: true,
  fitted: { touchScreen: false, temperatureSensor: false, battery: false },
  printer: { address: 'virtual', paperWidthMm: 80, profile: 'P1', believesProcessId: true, provisioningFile: null, waitForPaperSeconds: 0 },
  staff: null,
  fleet: null,
};

export const TRANSACTION: Transaction = {
  number: '1003',
  hijriYear: 1448,
  direction: 'incoming',
  registeredOn: { gregorian: '2026-08-25', hijri: '1448-03-12' },
  status: 'referred',
  statusSince: { gregorian: '2026-10-18', hijri: '1448-05-07' },
  currentUnit: { ar: 'إدارة الحقوق الخاصة', en: 'Private Rights Department' },
  referredTo: { ar: 'إدارة الحقوق الخاصة', en: 'Private Rights Department' },
  referrals: [],
};

export const catalog = loadCatalog('assets/locales');

/** A gateway whose answers the test decides; the default knows one person and one transaction. */
export class FakeGateway implements Gateway {
  answer: (query: Inquiry) => Promise<Result<InquiryAnswer, GatewayFault>> = async (query) =>
    new TextDecoder().decode(query.digits) === CITIZEN && query.number === TRANSACTION.number
      ? ok({ transactionRef: 'ref', asOf: NOW.toISOString(), stale: false, transaction: TRANSACTION })
      : fault({ code: 'not_found' });
  receiptFault: GatewayFault | null = null;
  state: ReturnType<Gateway['health']> = 'up';
  readonly calls: string[] = [];
  #receipts = 0;

  openSession: Gateway['openSession'] = async () => {
    this.calls.push('openSession');
    return ok('session');
  };
  inquire: Gateway['inquire'] = async (query) => {
    this.calls.push('inquire');
    return this.answer(query);
  };
  issueReceipt: Gateway['issueReceipt'] = async ({ delivery, jobId }) => {
    this.calls.push(`issueReceipt ${delivery} ${jobId}`);
    if (this.receiptFault !== null) return fault(this.receiptFault);
    this.#receipts += 1;
    return ok({
      receiptNumber: `MK-1448-0007-${String(this.#receipts).padStart(6, '0')}`,
      verificationCode: 'K7QX-29FM',
      issuedAt: NOW.toISOString(),
      qrPayload: 'https://verify.emirate.example/r/MK-1448-0007-000001?c=K7QX29FM',
    });
  };
  reportPrint: Gateway['reportPrint'] = async (_receiptNumber, outcome, reason) => {
    this.calls.push(`reportPrint ${outcome} ${String(reason)}`);
    return ok(null);
  };
  rate: Gateway['rate'] = async (_journeyId, score) => {
    this.calls.push(`rate ${String(score)}`);
    return ok(null);
  };
  endSession: Gateway['endSession'] = async () => {
    this.calls.push('endSession');
    return ok(null);
  };
  health: Gateway['health'] = () => this.state;
}

/** Devices as messages: what was commanded is kept, events are sent by hand. */
export class FakeDevices implements DeviceLink {
  readonly commands: DeviceCommand[] = [];
  readonly #listeners = new Set<(event: DeviceEvent) => void>();
  /** What a print command leads to at once; null: nothing comes back. */
  outcome: Omit<Extract<DeviceEvent, { type: 'printer.outcome' }>, 'type' | 'jobId'> | null = {
    outcome: 'printed',
    reason: null,
    bytes: 12_345,
  };

  send(command: DeviceCommand): void {
    this.commands.push(command);
    const { outcome } = this;
    if (command.type === 'printer.print' && outcome !== null)
      queueMicrotask(() => this.emit({ type: 'printer.outcome', jobId: command.jobId, ...outcome }));
  }
  subscribe(listener: (event: DeviceEvent) => void): () => void {
    this.#listeners.add(listener);
    listener({ type: 'reader.state', state: 'ready' });
    listener({ type: 'printer.state', state: 'ready', since: NOW.toISOString() });
    return () => this.#listeners.delete(listener);
  }
  emit(event: DeviceEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
  /** The arming that is open now; null while the reader is disarmed. */
  get armed(): string | null {
    const last = this.commands.findLast(({ type }) => type === 'reader.arm' || type === 'reader.disarm');
    return last?.type === 'reader.arm' ? last.armingId : null;
  }
  presentCard(civilNumber: string, armingId = this.armed ?? 'none'): Uint8Array {
    const parsed = parseCivilNumber(civilNumber);
    if (!parsed.ok) throw new Error(`not a civil number: ${parsed.fault}`);
    const digits = new TextEncoder().encode(civilNumber);
    const { kind, number } = parsed.value;
    this.emit({
      type: 'reader.read',
      armingId,
      kind,
      digits,
      masked: maskCivilNumber(number),
      via: 'mrz_td1',
      expired: false,
      recognitionMs: 1,
    });
    return digits;
  }
  async close(): Promise<void> {
    this.#listeners.clear();
  }
}

/** A kiosk on fakes with a clock that only the test moves. */
export class TestKiosk {
  readonly gateway = new FakeGateway();
  readonly devices = new FakeDevices();
  readonly clock = new SimulatedClock();
  readonly views: View[] = [];
  readonly events: KioskEvent[] = [];
  readonly kiosk: Kiosk;

  constructor(config: Partial<KioskConfig> = {}, furnish?: (clock: SimulatedClock) => KioskParts['openStaffRoom']) {
    let count = 0;
    const openStaffRoom = furnish?.(this.clock);
    this.kiosk = createKiosk({
      config: { ...CONFIG, ...config },
      catalog,
      gateway: this.gateway,
      devices: this.devices,
      clock: this.clock,
      now: () => new Date(NOW.getTime() + this.clock.now()),
      monotonicMs: () => this.clock.now(),
      randomId: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`,
      ...(openStaffRoom === undefined ? {} : { openStaffRoom }),
    });
    this.views.push(this.kiosk.view());
    this.kiosk.subscribe((view) => this.views.push(view));
    this.kiosk.observe((event) => this.events.push(event));
  }

  get view(): View {
    return this.kiosk.view();
  }
  get screen(): View['screen'] {
    return this.view.screen;
  }
  tap(action: Action, step = this.view.step): void {
    this.kiosk.receive({ step, action });
  }
  /** Lets answers of the gateway and the devices arrive. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
  pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) this.clock.increment(1000);
  }
  /** Walks to the screen that asks for the transaction number, with the citizen's card. */
  identify(civilNumber = CITIZEN): void {
    this.tap({ type: 'start' });
    this.tap({ type: 'choose_language', language: 'ar' });
    this.tap({ type: 'start_inquiry' });
    this.tap({ type: 'accept_privacy' });
    this.devices.presentCard(civilNumber);
  }
  async inquire(number = TRANSACTION.number): Promise<void> {
    this.tap({ type: 'submit_transaction', number, hijriYear: 1448 });
    await this.settle();
  }
}
