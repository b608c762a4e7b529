import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { publicKeyText } from '../../contract/fleet/keys.ts';
import { HubProcess } from '../../scripts/fleet/hub-process.ts';
import { kioskIdOf } from '../../scripts/fleet/simulated-fleet.ts';
import { openStore, type StoreAddress } from '../../src/fleet/store/store.ts';
import { FleetKiosk, newKeyPair } from './fleet-kiosk.ts';
import { freePort } from './free-port.ts';

export interface HubKillReport {
  readonly kills: number;
  readonly sent: number;
  readonly stored: number;
  /** Events that are not in the database, though a kiosk sent them until they were acknowledged. */
  readonly lost: number;
  /** Events that are there twice. */
  readonly doubled: number;
  /** Batches that were sent again because the answer never came. */
  readonly sentAgain: number;
}

export interface HubKillPlan {
  readonly kiosks: number;
  readonly eventsPerKiosk: number;
  readonly kills: number;
  /** Null: SQLite. */
  readonly postgresUrl: string | null;
}

const BATCH = 50;
const RETRY_MS = 50;

/**
 * Kiosks that send what they wrote down, as kiosks do: oldest first, until it is acknowledged. Meanwhile the hub is
 * killed again and again in the middle of it and started anew on the same files.
 */
export async function killHubs({ eventsPerKiosk, kills, kiosks, postgresUrl }: HubKillPlan): Promise<HubKillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'raha-hub-kills-'));
  const pair = newKeyPair('ed25519');
  const options = { folder, port: await freePort(), postgresUrl, kiosks, publicKey: publicKeyText(pair.publicKey) };
  let hub = await HubProcess.start(options);
  const fleet = Array.from({ length: kiosks }, (_, index) => new FleetKiosk(kioskIdOf(index), hub.url, pair));
  const total = kiosks * eventsPerKiosk;
  const progress = { acked: 0, sentAgain: 0 };
  try {
    for (const kiosk of fleet) await kiosk.signIn();
    const sending = Promise.all(fleet.map((kiosk) => sendAll(kiosk, eventsPerKiosk, progress)));
    for (let kill = 0; kill < kills; kill += 1) {
      const dueAt = (total * (kill + Math.random())) / kills;
      while (progress.acked < dueAt) await pause(2);
      await hub.kill();
      hub = await HubProcess.start(options);
    }
    await sending;
    await hub.close();
    const { doubled, stored } = await look(postgresUrl === null ? { kind: 'sqlite', file: join(folder, 'hub.sqlite') } : { kind: 'postgres', url: postgresUrl });
    return { kills, sent: total, stored, lost: total - (stored - doubled), doubled, sentAgain: progress.sentAgain };
  } finally {
    await hub.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sendAll(kiosk: FleetKiosk, events: number, progress: { acked: number; sentAgain: number }): Promise<void> {
  for (let acked = 0; acked < events; ) {
    const last = Math.min(acked + BATCH, events);
    const batch = Array.from({ length: last - acked }, (_, index) => kiosk.event(acked + index + 1, { data: { journey: acked + index + 1 } }));
    const answer = await kiosk.sendEvents(batch).catch(() => null);
    if (answer?.status === 200) {
      progress.acked += Number(answer.body.ackedSeq) - acked;
      acked = Number(answer.body.ackedSeq);
      continue;
    }
    if (answer !== null && answer.status !== 503 && answer.status !== 429) throw new Error(`the hub refused: ${JSON.stringify(answer)}`);
    progress.sentAgain += 1;
    await pause(RETRY_MS);
  }
}

/** Counts by what the events say, not by their key, which the database keeps unique anyway. */
async function look(address: StoreAddress): Promise<{ readonly stored: number; readonly doubled: number }> {
  const store = await openStore(address);
  const stored = await store.events.count();
  const distinct = await store.read.selectFrom('events').select(['kiosk', 'data']).distinct().execute();
  await store.close();
  return { stored, doubled: stored - distinct.length };
}
