import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readArguments, refuse, wholeNumber, type Command } from '../src/command-line/command-line.ts';
import { readHubConfig, type HubConfig } from '../src/fleet/config.ts';
import { startHub } from '../src/fleet/start.ts';
import { build } from './build.ts';
import { HUB_FILES } from './checkout.ts';
import { DEMO_KIOSK_FILE, type DemoKioskNote } from './demo-hub.ts';
import { DEMO_OFFICERS, FIRST_ROLL_OUT } from './demo-roster.ts';

const HUB: Command = {
  call: 'npm run hub',
  takes: '[--config FILE] [--port N] [--data DIR] [--enrol KIOSK] [--json]',
  does: `The fleet hub. With --config it runs on that file; without one it listens on port N (8800), keeps its data in DIR (out/hub)
and is seeded with the kiosks of the first roll-out. --enrol prints a one-time code by which a kiosk becomes known.`,
};
/** The kiosk of `npm start`, which looks for its code beside the embedded hub's data. */
const DEMO_KIOSK = 'MK-007';

const { values: args } = readArguments(HUB, {
  options: {
    config: { type: 'string' },
    port: { type: 'string', default: '8800' },
    data: { type: 'string', default: 'out/hub' },
    enrol: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const fail = (sentence: string): never => refuse(HUB, sentence);
const isEmbedded = args.config === undefined;
const config = isEmbedded ? embeddedConfig(wholeNumber(HUB, '--port', args.port, [0, 65_535]), resolve(args.data)) : configured(args.config ?? '');
build(['dashboard']);
const running = await startHub(config, HUB_FILES).catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  return fail(code === 'EADDRINUSE' ? `Port ${String(config.port)} is in use already.` : `The hub can't start: ${message}`);
});
const { hub, room } = running;
if (isEmbedded) await seed();

const isNew = !(await room.officers.hasAny());
const enrolment = args.enrol === undefined ? null : { kiosk: args.enrol, code: await enrolmentCode(args.enrol) };
if (args.json) console.log(JSON.stringify({ url: hub.url, data: config.dataFolder, firstCode: isNew ? room.firstCode : null, enrolment }));
else {
  console.log(`fleet hub: ${hub.url} (${hub.store.kind}, data in ${config.dataFolder})`);
  if (isNew) console.log(`nobody has an account yet; the first one is made with the code ${room.firstCode}`);
  if (enrolment !== null) console.log(`enrolment code for ${enrolment.kiosk}: ${enrolment.code}, good for a day`);
}

function embeddedConfig(port: number, dataFolder: string): HubConfig {
  return {
    pageUrl: `http://127.0.0.1:${String(port)}`,
    host: '127.0.0.1',
    port,
    dataFolder,
    store: { kind: 'sqlite' },
    natsUrl: null,
    tls: null,
    mail: null,
    sms: null,
    oidc: null,
    desired: { version: null, configVersion: null },
  };
}

function configured(file: string): HubConfig {
  const read = readHubConfig(file);
  return read.ok ? read.value : fail(read.fault);
}

async function seed(): Promise<void> {
  await hub.addKiosks(FIRST_ROLL_OUT);
  for (const officer of DEMO_OFFICERS) if ((await room.officers.find(officer.account)) === null) await room.officers.save(officer);
  mkdirSync(config.dataFolder, { recursive: true });
  const demo: DemoKioskNote = { hubUrl: hub.url, kiosk: DEMO_KIOSK, code: await enrolmentCode(DEMO_KIOSK) };
  writeFileSync(join(config.dataFolder, DEMO_KIOSK_FILE), JSON.stringify(demo), { mode: 0o600 });
}

async function enrolmentCode(kiosk: string): Promise<string> {
  const issued = await hub.identity.issueCode(kiosk, { account: 'console', role: 'hub', address: null });
  return issued.ok ? issued.value.code : fail(`There is no kiosk ${kiosk}.`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close().then(() => process.exit(0)));
