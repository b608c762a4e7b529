import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { publicKeyText } from '../../contract/fleet/keys.ts';
import { BEAT_MS } from '../../contract/fleet/limits.ts';
import { HubHttp } from './hub-http.ts';
import { HubProcess } from './hub-process.ts';
import { LightKiosk, type Tally } from './light-kiosk.ts';
import { kioskIdOf } from './simulated-fleet.ts';

export interface SimulationReport {
  readonly messages: number;
  readonly lostAcks: number;
  /** Rows stored more often than once. */
  readonly duplicates: number;
  /** Of one core, while all kiosks are connected. */
  readonly hubCpuPercent: number;
  readonly hubRssMb: number;
  readonly ackMsP95: number;
  readonly hubCpuMsPerMessage: number;
  readonly connectSeconds: number;
}

/** A kiosk serves a visitor about every five minutes of its open hours; a part of it changes every ten. */
const VISIT_EVERY_MS = 300_000;
const CHANGE_EVERY_MS = 600_000;
/** Every fiftieth answer is lost on the way, so the kiosk sends the same events again. */
const REPEATED_SHARE = 0.02;
const SLICE_MS = 50;
const HTTP_CONNECTIONS = 32;
const CONNECTING_AT_ONCE = 200;
/** Answers may be this late before they count as lost. */
const LAST_ANSWERS_MS = 10_000;

/** Runs a hub of its own and that many kiosks against it. Processor time and memory are those of the hub's process alone. */
export async function simulate(kiosks: number, seconds: number): Promise<SimulationReport> {
  const folder = mkdtempSync(join(tmpdir(), 'raha-simulation-'));
  const { privateKey: key, publicKey } = generateKeyPairSync('ed25519');
  const hub = await HubProcess.start({ folder, port: 0, postgresUrl: null, kiosks, publicKey: publicKeyText(publicKey) });
  const port = Number(new URL(hub.url).port);
  const http = new HubHttp(port, HTTP_CONNECTIONS);
  const tally: Tally = { messages: 0, acked: 0, ackMs: [], eventsSent: 0 };
  const fleet = Array.from({ length: kiosks }, (_, index) => new LightKiosk(kioskIdOf(index), tally));
  try {
    await each(fleet, HTTP_CONNECTIONS, (kiosk) => kiosk.signIn(http, key));
    const connectingMs = performance.now();
    await each(fleet, CONNECTING_AT_ONCE, (kiosk) => connectPatiently(kiosk, port));
    const connectSeconds = (performance.now() - connectingMs) / 1000;
    await pause(2_000);

    const before = await hub.usage();
    const startedMs = performance.now();
    await speak(fleet, http, seconds * 1000);
    const after = await hub.usage();
    const wallMs = performance.now() - startedMs;
    await untilAnswered(tally);
    const cpuMs = after.cpuMs - before.cpuMs;
    return {
      messages: tally.messages,
      lostAcks: tally.messages - tally.acked,
      duplicates: (await hub.storedEvents()) - tally.eventsSent,
      hubCpuPercent: round((cpuMs / wallMs) * 100),
      hubRssMb: round(after.rssMb),
      ackMsP95: round(percentile(tally.ackMs, 0.95)),
      hubCpuMsPerMessage: round(cpuMs / tally.messages),
      connectSeconds: round(connectSeconds),
    };
  } finally {
    for (const kiosk of fleet) kiosk.destroy();
    http.close();
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every kiosk at a moment of its own, evenly spread, for so long. */
async function speak(fleet: readonly LightKiosk[], http: HubHttp, forMs: number): Promise<void> {
  const startedMs = performance.now();
  const plan = fleet.map((kiosk) => ({
    kiosk,
    beatMs: Math.random() * BEAT_MS,
    deltaMs: Math.random() * CHANGE_EVERY_MS,
    visitMs: Math.random() * VISIT_EVERY_MS,
  }));
  const visits: Promise<void>[] = [];
  for (let nowMs = 0; nowMs < forMs; nowMs = performance.now() - startedMs) {
    for (const turn of plan) {
      if (turn.beatMs <= nowMs) {
        turn.kiosk.beat(startedMs + turn.beatMs);
        turn.beatMs += BEAT_MS;
      }
      if (turn.deltaMs <= nowMs) {
        turn.kiosk.delta(startedMs + turn.deltaMs);
        turn.deltaMs += CHANGE_EVERY_MS;
      }
      if (turn.visitMs <= nowMs) {
        visits.push(turn.kiosk.visit(http, startedMs + turn.visitMs, Math.random() < REPEATED_SHARE));
        turn.visitMs += VISIT_EVERY_MS;
      }
    }
    await pause(SLICE_MS);
  }
  await Promise.all(visits);
}

async function connectPatiently(kiosk: LightKiosk, port: number): Promise<void> {
  while (!(await kiosk.connect(port))) await pause(500 + Math.random() * 1_000);
}

async function untilAnswered(tally: Tally): Promise<void> {
  const giveUpAtMs = performance.now() + LAST_ANSWERS_MS;
  while (tally.acked < tally.messages && performance.now() < giveUpAtMs) await pause(50);
}

async function each<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
