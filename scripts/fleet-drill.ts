import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { publicKeyText } from '../contract/fleet/keys.ts';
import { BEAT_MS } from '../contract/fleet/messages.ts';
import { readArguments } from '../src/command-line/command-line.ts';
import type { Fleet } from '../src/fleet/store/kiosks.ts';
import type { DrillHubOptions, FromDrillHub } from './fleet/drill-hub.ts';
import { HubHttp } from './fleet/hub-http.ts';
import { LightKiosk } from './fleet/light-kiosk.ts';

readArguments(
  {
    call: 'npm run fleet:drill',
    takes: '',
    does: `One kiosk dies, then a whole site, at a real hub with its real times (some five minutes): after how long the board and a
phone knew, and how many alerts there were.`,
  },
  {},
);

const SITES = { north: 8, east: 3, west: 3 } as const;
const ONE = 'NO-001';
const OFFLINE_WITHIN_S = 45;
const CALLED_WITHIN_S = 180;
/** So long after the site died every alert that could be wrong would have come. */
const WATCH_SITE_S = 200;
const BETWEEN_S = 60;

const idsOf = (site: keyof typeof SITES): string[] =>
  Array.from({ length: SITES[site] }, (_, index) => `${site.slice(0, 2).toUpperCase()}-${String(index + 1).padStart(3, '0')}`);

function fleetWith(publicKey: string): Fleet {
  const sites = Object.keys(SITES) as (keyof typeof SITES)[];
  return {
    regions: [{ id: 'drill', name_ar: 'تمرين', name_en: 'Drill' }],
    sites: sites.map((id) => ({ id, region: 'drill', kind: 'airport', name_ar: id, name_en: id })),
    kiosks: sites.flatMap((site) =>
      idsOf(site).map((id) => ({ id, site, name_ar: id, name_en: id, public_key: publicKey, enrolled_ms: 1, revoked_ms: null })),
    ),
  };
}

interface Seen<What> {
  readonly atMs: number;
  readonly what: What;
}
const seen: Seen<FromDrillHub>[] = [];
const texts: Seen<{ readonly to: string; readonly text: string }>[] = [];

const phones = createServer((incoming, outgoing) => {
  let body = '';
  incoming.setEncoding('utf8').on('data', (part: string) => (body += part));
  incoming.once('end', () => {
    texts.push({ atMs: performance.now(), what: JSON.parse(body) as { to: string; text: string } });
    outgoing.writeHead(200).end();
  });
});
await new Promise<void>((listening) => phones.listen(0, '127.0.0.1', listening));
const smsUrl = `http://127.0.0.1:${String((phones.address() as AddressInfo).port)}/`;

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const folder = mkdtempSync(join(tmpdir(), 'raha-drill-'));
const options: DrillHubOptions = { folder, smsUrl, fleet: fleetWith(publicKeyText(publicKey)) };
const hub = fork(join(import.meta.dirname, 'fleet/drill-hub.ts'), [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
hub.on('message', (message: FromDrillHub) => seen.push({ atMs: performance.now(), what: message }));
const url = await new Promise<string>((ready, failed) => {
  hub.on('message', (message: FromDrillHub) => {
    if (message.type === 'ready') ready(message.url);
  });
  hub.once('exit', () => failed(new Error('the hub ended')));
});

const port = Number(new URL(url).port);
const http = new HubHttp(port, 4);
const kiosks = new Map<string, { readonly kiosk: LightKiosk; readonly stop: () => void }>();
for (const { id } of options.fleet.kiosks) {
  const kiosk = new LightKiosk(id, { messages: 0, acked: 0, ackMs: [], eventsSent: 0 });
  await kiosk.signIn(http, privateKey);
  await kiosk.connect(port);
  const timer = setInterval(() => kiosk.beat(performance.now()), BEAT_MS);
  kiosks.set(id, { kiosk, stop: () => clearInterval(timer) });
}
/** As if somebody pulled its plug. @returns when */
function die(id: string): number {
  const one = kiosks.get(id);
  one?.stop();
  one?.kiosk.destroy();
  return performance.now();
}
console.log(`${String(kiosks.size)} kiosks at ${url}`);
// A few beats, so that none of it is the hub's own start.
await pause(2 * BEAT_MS + 5_000);

const oneDiedMs = die(ONE);
await pause(BETWEEN_S * 1000);
const siteDiedMs = performance.now();
idsOf('west').forEach(die);
await pause(WATCH_SITE_S * 1000);

const seconds = (fromMs: number, toMs: number | undefined): number | null => (toMs === undefined ? null : Math.round((toMs - fromMs) / 100) / 10);
const offlineAt = (id: string): number | undefined =>
  seen.find(({ what }) => what.type === 'status' && what.kiosk === id && what.status === 'offline')?.atMs;
const incidents = seen.flatMap(({ atMs, what }) => (what.type === 'incident' ? [{ atMs, ...what }] : []));
const ofOne = incidents.filter(({ scope }) => scope === ONE);
const ofSite = incidents.filter(({ scope }) => scope === 'west' || idsOf('west').includes(scope));
const others = incidents.length - ofOne.length - ofSite.length;

const oneOffline = seconds(oneDiedMs, offlineAt(ONE));
const oneCalled = seconds(oneDiedMs, texts.find(({ what }) => what.text.includes(ONE))?.atMs);
const siteOffline = idsOf('west').map((id) => seconds(siteDiedMs, offlineAt(id)));
const siteCalled = seconds(siteDiedMs, texts.find(({ atMs, what }) => atMs > siteDiedMs && !what.text.includes(ONE))?.atMs);

console.log(`one kiosk: offline on the board after ${String(oneOffline)} s, on a phone after ${String(oneCalled)} s, ${String(ofOne.length)} alert`);
console.log(`a site of ${String(SITES.west)}: offline after ${siteOffline.join(', ')} s, on a phone after ${String(siteCalled)} s, ${String(ofSite.length)} alert (${ofSite.map(({ rule, scope }) => `${rule} ${scope}`).join(', ')})`);
console.log(`other alerts: ${String(others)}; text messages: ${String(texts.length)}`);
const isGood =
  [oneOffline, ...siteOffline].every((after) => after !== null && after <= OFFLINE_WITHIN_S + 1) &&
  oneCalled !== null &&
  oneCalled <= CALLED_WITHIN_S &&
  siteCalled !== null &&
  siteCalled <= CALLED_WITHIN_S &&
  ofOne.length === 1 &&
  ofSite.length === 1 &&
  others === 0;
hub.kill('SIGKILL');
phones.close();
rmSync(folder, { recursive: true, force: true });
process.exit(isGood ? 0 : 1);
