import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { Gadget, loadVirtualUsb, type GadgetOptions } from './gadget.ts';
import type { KioskCommand, KioskEvent } from './kiosk.ts';
import { DeviceEnd, deviceNode, nowMs, until } from './system.ts';

/** The kiosk's user; its number is in the guest's /etc/passwd. */
const USER = { uid: 1000, gid: 1000 };

/** The product's code in its own process, and what it told. */
export class Kiosk {
  readonly #process: ChildProcess;
  events: KioskEvent[] = [];
  #hasEnded = false;

  constructor() {
    const env = { PATH: process.env['PATH'] ?? '', HOME: '/tmp' };
    // Without `execArgv: []` it would inherit --test and run as a test of its own.
    this.#process = fork(new URL('kiosk.ts', import.meta.url), { ...USER, env, execArgv: [] });
    this.#process.on('message', (event: KioskEvent) => this.events.push(event));
    this.#process.once('exit', () => {
      this.#hasEnded = true;
    });
  }

  send(command: KioskCommand): void {
    this.#process.send(command);
  }

  /** The first event of a type since the last `forget`. */
  heard<T extends KioskEvent['type']>(type: T, test: (event: Extract<KioskEvent, { type: T }>) => boolean = () => true) {
    return this.#find(type, (event): event is Extract<KioskEvent, { type: T }> => event.type === type && test(event as never));
  }

  /** What became of a card. */
  cardOutcome() {
    type Outcome = Extract<KioskEvent, { type: 'reader.read' | 'reader.fault' }>;
    return this.#find('a read or a fault', (event): event is Outcome => /^reader\.(read|fault)$/.test(event.type));
  }

  #find<Event extends KioskEvent>(name: string, isMeant: (event: KioskEvent) => event is Event): Promise<Event> {
    const what = (): string => `${name} in ${JSON.stringify(this.events)}`;
    return until(what, () => {
      const found = this.events.find(isMeant);
      if (found === undefined && this.#hasEnded) throw new Error(`the kiosk process ended before ${name}`);
      return found;
    });
  }

  count(type: KioskEvent['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }

  forget(): void {
    this.events = [];
  }

  /** What is sent after this has come back counts for the arming, however slow the machine is. */
  async arm(armingId: string): Promise<void> {
    this.send({ type: 'arm', armingId });
    await this.heard('armed', (event) => event.armingId === armingId);
  }

  async disarm(): Promise<void> {
    this.send({ type: 'disarm' });
    await this.heard('disarmed');
  }

  async ready(): Promise<KioskEvent> {
    return this.heard('reader.state', ({ state }) => state === 'ready');
  }

  exited(): Promise<void> {
    return new Promise((resolve) => this.#process.once('exit', () => resolve()));
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

/** The product's code, ready for commands, on a machine with empty USB ports. */
export async function startKiosk(): Promise<Kiosk> {
  loadVirtualUsb();
  const kiosk = new Kiosk();
  await kiosk.heard('started');
  kiosk.forget();
  return kiosk;
}

/** Kept for the table at the end of the run. */
export function measured(t: TestContext, what: string, ms: number): void {
  t.diagnostic(`${what}: ${ms.toFixed(0)} ms`);
  appendFileSync('/out/times.jsonl', `${JSON.stringify({ what, ms: Math.round(ms * 10) / 10 })}\n`);
}

/** What a test opened is closed in reverse order, also when it fails: the next one needs the same port. */
const openThings = new WeakMap<TestContext, (() => void | Promise<void>)[]>();
export function cleanUp(t: TestContext, close: () => void | Promise<void>): void {
  const list = openThings.get(t) ?? [];
  if (list.length === 0) {
    openThings.set(t, list);
    t.after(async () => {
      for (const each of list.toReversed()) await Promise.resolve(each()).catch(() => undefined);
    });
  }
  list.push(close);
}

export function gadget(t: TestContext, name: string, options: GadgetOptions): Gadget {
  const made = new Gadget(name, options);
  cleanUp(t, () => made.remove());
  return made;
}

export async function deviceEnd(t: TestContext, path: string): Promise<DeviceEnd> {
  const end = new DeviceEnd(await deviceNode(path));
  cleanUp(t, () => end.close());
  return end;
}

export async function send(end: DeviceEnd, reports: readonly Uint8Array[]): Promise<number> {
  for (const report of reports) await end.write(report);
  return nowMs();
}
