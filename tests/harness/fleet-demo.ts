import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { startDemo, type Demo, type DemoOptions } from '../../scripts/demo.ts';
import { FIRST_ROLL_OUT } from '../../scripts/demo-roster.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import { createHub, type Hub } from '../../src/fleet/hub.ts';
import { startKioskProcess, type HostOptions, type RunningKiosk } from '../../src/main/start.ts';
import { VISIT_TIMING } from '../../src/main/visit/timing.ts';

/** A hub and a whole kiosk that belong together, for tests. */
export const ADMINISTRATOR = { account: 'm.otaibi', role: 'administrator', address: null } as const;
export const TECHNICIAN = { account: 'f.qahtani', role: 'technician', address: null } as const;
export const KIOSK = 'MK-007';

export interface TestHub {
  readonly hub: Hub;
  readonly folder: string;
  code(kiosk?: string): Promise<string>;
  close(): Promise<void>;
}

export async function startTestHub(folder = mkdtempSync(join(tmpdir(), 'raha-fleet-hub-')), port = 0): Promise<TestHub> {
  const errors: unknown[] = [];
  const hub = await createHub({
    store: { kind: 'sqlite', file: join(folder, 'hub.sqlite') },
    keysFolder: join(folder, 'keys'),
    host: '127.0.0.1',
    port,
    tls: null,
    onError: (error) => errors.push(error),
  });
  await hub.addKiosks(FIRST_ROLL_OUT);
  return {
    hub,
    folder,
    code: async (kiosk = KIOSK) => {
      const issued = await hub.identity.issueCode(kiosk, ADMINISTRATOR);
      if (!issued.ok) throw new Error(issued.fault);
      return issued.value.code;
    },
    close: async () => {
      await hub.close();
      if (errors.length > 0) throw new AggregateError(errors, 'the hub met bugs');
    },
  };
}

export interface FleetKioskOptions {
  readonly hubUrl: string;
  readonly code: string | null;
  readonly kioskId?: string;
  readonly mutualTls?: NonNullable<Demo['config']['fleet']>['mutualTls'];
  readonly demo?: Pick<DemoOptions, 'faults'>;
  readonly host?: HostOptions;
}

/** A kiosk of `npm start`, with its data in a folder that outlives it, so that it can be started again. */
export class DemoKiosk {
  readonly demo: Demo;
  readonly codeFile: string;
  readonly #folder: string;
  readonly #host: HostOptions;
  #running: RunningKiosk | null = null;
  #page: NodeJS.Timeout | null = null;

  private constructor(demo: Demo, folder: string, host: HostOptions) {
    this.demo = demo;
    this.#folder = folder;
    this.codeFile = join(folder, 'code');
    this.#host = host;
  }

  static async start({ code, demo: demoOptions = {}, host = {}, hubUrl, kioskId = KIOSK, mutualTls = null }: FleetKioskOptions): Promise<DemoKiosk> {
    const folder = mkdtempSync(join(tmpdir(), 'raha-fleet-kiosk-'));
    const codeFile = join(folder, 'code');
    if (code !== null) writeFileSync(codeFile, `${code}\n`);
    const fleet = { hubUrl, enrolmentCodeFile: codeFile, mutualTls, configVersion: 'demo-1' };
    const demo = await startDemo({ ...demoOptions, config: { kioskId, fleet, dataDirectory: join(folder, 'data') } });
    const kiosk = new DemoKiosk(demo, folder, host);
    await kiosk.restart();
    return kiosk;
  }

  get running(): RunningKiosk {
    if (this.#running === null) throw new Error('it does not run');
    return this.#running;
  }

  get agent() {
    const { fleet } = this.running;
    if (fleet === null) throw new Error('it belongs to no fleet');
    return fleet;
  }

  async stop(): Promise<void> {
    clearInterval(this.#page ?? undefined);
    await this.#running?.close();
    this.#running = null;
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#running = await startKioskProcess(this.demo.config, CHECKOUT, { timing: { ...VISIT_TIMING, goodbyeMs: 100 }, ...this.#host });
    await readerReady(this.#running);
    this.#page = beating(this.#running);
  }

  async close(): Promise<void> {
    await this.stop();
    await this.demo.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A page that draws what it should. */
function beating({ kiosk }: RunningKiosk): NodeJS.Timeout {
  let frames = 0;
  return setInterval(() => {
    const { screen, staff, step } = kiosk.view();
    frames += 1;
    kiosk.receive({ step, action: { type: 'beat', frames, screen: staff === null ? screen.id : 'staff' } });
  }, 500);
}

/** Waits until something is so; what is asked for is named where it never is. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`never: ${what}`);
    await pause(25);
  }
}
