import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { publicKeyText } from '../../contract/fleet/keys.ts';
import { HubHttp } from '../../scripts/fleet/hub-http.ts';
import { HubProcess } from '../../scripts/fleet/hub-process.ts';
import { LightKiosk, type Tally } from '../../scripts/fleet/light-kiosk.ts';
import { kioskIdOf } from '../../scripts/fleet/simulated-fleet.ts';
import { openStore } from '../../src/fleet/store/store.ts';
import { newKeyPair } from './fleet-kiosk.ts';
import { freePort } from './free-port.ts';

export interface StormReport {
  readonly online: number;
  /** Kiosks that were called offline, though each of them was back as soon as it was let in. */
  readonly calledOffline: number;
  /** Until the last one was greeted. */
  readonly seconds: number;
}

/** Kills a hub with SIGKILL; all kiosks notice in the same moment and come back together. */
export async function reconnectStorm(kiosks: number): Promise<StormReport> {
  const folder = mkdtempSync(join(tmpdir(), 'raha-storm-'));
  const pair = newKeyPair('ed25519');
  const options = { folder, port: await freePort(), postgresUrl: null, kiosks, publicKey: publicKeyText(pair.publicKey) };
  let hub = await HubProcess.start(options);
  const connected = new Set<LightKiosk>();
  let beats = 0;
  // Each kiosk once in fifteen seconds.
  const beating = setInterval(() => {
    beats += 1;
    [...connected].forEach((kiosk, index) => (index + beats) % 15 === 0 && kiosk.beat(performance.now()));
  }, 1_000);
  const http = new HubHttp(options.port, 16);
  const tally: Tally = { messages: 0, acked: 0, ackMs: [], eventsSent: 0 };
  const fleet = Array.from({ length: kiosks }, (_, index) => new LightKiosk(kioskIdOf(index), tally));
  try {
    for (const kiosk of fleet) await kiosk.signIn(http, pair.privateKey);
    await Promise.all(fleet.map((kiosk) => connectAgain(kiosk, options.port, connected)));
    connected.clear();
    await hub.kill();
    hub = await HubProcess.start(options);
    const startedMs = performance.now();
    await Promise.all(fleet.map((kiosk) => connectAgain(kiosk, options.port, connected)));
    const seconds = (performance.now() - startedMs) / 1000;
    const { online } = await hub.usage();
    await hub.close();
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'hub.sqlite') });
    const transitions = await store.states.transitions(0, Date.now() + 1_000);
    await store.close();
    return { online, seconds, calledOffline: transitions.filter(({ to_state }) => to_state === 'offline').length };
  } finally {
    clearInterval(beating);
    for (const kiosk of fleet) kiosk.destroy();
    http.close();
    await hub.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Less patient than a kiosk, which does what `Retry-After` says. */
async function connectAgain(kiosk: LightKiosk, port: number, connected: Set<LightKiosk>): Promise<void> {
  while (!(await kiosk.connect(port))) await pause(200 + Math.random() * 2_000);
  connected.add(kiosk);
}
