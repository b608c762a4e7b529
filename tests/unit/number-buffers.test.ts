import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeviceEvent, DeviceLink } from '../../src/devices/link.ts';
import { createLocalLink, relayEvents } from '../../src/devices/local-link.ts';
import type { Printer } from '../../src/devices/printer/index.ts';
import { ArmedReader, ReaderConnection } from '../../src/devices/reader/index.ts';
import { findHidReader, type HidHandle, type HidModule } from '../../src/devices/reader/transport/hid.ts';
import { createKiosk, type Kiosk } from '../../src/main/kiosk.ts';
import { CITIZENS, RESIDENTS, td1 } from '../fixtures/cards.ts';
import { posReports } from '../fixtures/reader-reports.ts';
import { catalog, CONFIG, FakeGateway, NOW } from '../harness/fakes.ts';

/** A card's way through both processes; every buffer that held its number on the way is kept here, to be looked at. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const SCANNER = { vendorId: 0x0c2e, productId: 0x0b61, path: '/dev/hidraw0', usagePage: 0x8c, usage: 0x02 };
const NO_PRINTER = {
  state: 'ready',
  onState: () => () => undefined,
  close: () => Promise.resolve(),
} as unknown as Printer;

class Scanner implements HidHandle {
  readonly reports: Buffer[] = [];
  #onData: (report: Buffer) => void = () => undefined;

  on(event: 'data' | 'error', listener: (value: never) => void): this {
    if (event === 'data') this.#onData = listener as (report: Buffer) => void;
    return this;
  }
  send(report: Uint8Array): void {
    const buffer = Buffer.from(report);
    this.reports.push(buffer);
    this.#onData(buffer);
  }
  write(report: Buffer): Promise<number> {
    return Promise.resolve(report.length);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Rig {
  readonly kiosk: Kiosk;
  readonly scanner: Scanner;
  /** Numbers as they left the recogniser, and as they arrived in the kiosk process. */
  readonly sent: Uint8Array[];
  readonly received: Uint8Array[];
  /** The vault's own buffer, as an inquiry sees it. */
  readonly kept: Uint8Array[];
  readonly close: () => Promise<void>;
}

function rig(): Rig {
  const scanner = new Scanner();
  const hid: HidModule = {
    devicesAsync: () => Promise.resolve([SCANNER]),
    open: () => Promise.resolve(scanner),
    readDescriptor: () => Promise.resolve(null),
  };
  const sent: Uint8Array[] = [];
  const received: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  let connection: ReaderConnection | null = null;
  const monotonicMs = (): number => performance.now();
  const link = createLocalLink({
    printer: NO_PRINTER,
    reader: (emit) => {
      const reader = new ArmedReader({ documents: ['national_id', 'iqama'], emit, monotonicMs, now: () => NOW });
      connection = new ReaderConnection({
        find: findHidReader({ driver: 'auto', vendorId: null, productId: null, serialNumber: null }, () => Promise.resolve(hid)),
        sink: reader,
        monotonicMs,
        watchDevices: () => () => undefined,
        onTrouble: () => undefined,
      });
      return reader;
    },
  });
  link.subscribe((event) => {
    if (event.type === 'reader.read') sent.push(event.digits);
  });
  const toKiosk: DeviceLink = {
    send: (command) => link.send(structuredClone(command)),
    subscribe: (listener) => {
      relayEvents(link, (event) => {
        // Between processes an event arrives as a copy.
        const copy: DeviceEvent = structuredClone(event);
        if (copy.type === 'reader.read') received.push(copy.digits);
        listener(copy);
      });
      return () => undefined;
    },
    close: () => link.close(),
  };
  const gateway = new FakeGateway();
  const { answer } = gateway;
  gateway.answer = (query) => {
    kept.push(query.digits);
    return answer(query);
  };
  const kiosk = createKiosk({ config: CONFIG, catalog, gateway, devices: toKiosk, now: () => NOW });
  const close = async (): Promise<void> => {
    await connection?.close();
    await kiosk.close();
  };
  return { kiosk, scanner, sent, received, kept, close };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
const holds = (bytes: Uint8Array): boolean => bytes.some((byte) => byte !== 0);

test('after a visit no buffer of either process holds the number that a scanner read', async () => {
  const way = fc.record({
    number: fc.constantFrom(...CITIZENS, ...RESIDENTS),
    variant: fc.constantFrom('A', 'B', 'C' as const),
    isZone: fc.boolean(),
    asks: fc.boolean(),
    ending: fc.constantFrom('finish', 'home', 'close' as const),
  });
  await fc.assert(
    fc.asyncProperty(way, async ({ asks, ending, isZone, number, variant }) => {
      const { close, kept, kiosk, received, scanner, sent } = rig();
      await vi.advanceTimersByTimeAsync(150);
      const tap = (action: object): void => kiosk.receive({ step: kiosk.view().step, action });
      tap({ type: 'start' });
      tap({ type: 'choose_language', language: 'en' });
      tap({ type: 'start_inquiry' });
      tap({ type: 'accept_privacy' });
      const zone = td1({ optional1: number }).map((line) => `${line}\r`).join('');
      for (const report of posReports(isZone ? zone : number, ']C0', variant)) scanner.send(report);
      await vi.advanceTimersByTimeAsync(1000);
      expect(kiosk.view().screen.id).toBe('transaction');
      if (asks) {
        tap({ type: 'submit_transaction', number: '1003', hijriYear: 1448 });
        await settle();
      }
      expect(kept.some(holds)).toBe(asks);
      if (ending === 'close') await close();
      else tap({ type: ending });
      expect([sent.length, received.length]).toEqual([1, 1]);
      expect([...scanner.reports, ...sent, ...received, ...kept].filter(holds)).toEqual([]);
      await close();
    }),
    { numRuns: 60 },
  );
});
