import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Officers } from '../src/fleet/access/officers.ts';
import { createHub } from '../src/fleet/hub.ts';
import { DEMO_OFFICERS } from '../src/fleet/seed/demo-officers.ts';
import { FIRST_ROLL_OUT } from '../src/fleet/seed/first-roll-out.ts';
import type { StoreAddress } from '../src/fleet/store/store.ts';

/**
 * `npm run hub [-- --port N] [--host H] [--data DIR] [--postgres URL] [--enrol KIOSK] [--json]`: the fleet hub with
 * nothing around it, seeded with the kiosks of the first roll-out. `--enrol` prints a one-time code for a kiosk.
 */
const USAGE = 'usage: npm run hub [-- --port N] [--host H] [--data DIR] [--postgres URL] [--enrol KIOSK] [--json]';

function fail(reason: string): never {
  console.error(reason);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '8800' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string', default: 'out/hub' },
        postgres: { type: 'string' },
        enrol: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return fail(USAGE);
  }
}

const { data, enrol, host, json, port: portText, postgres } = readArguments();
const port = Number(portText);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('--port must be 0 to 65535.');
if (postgres !== undefined && !/^postgres(ql)?:\/\//.test(postgres)) fail('--postgres must be a URL such as postgres://hub@db.example/raha.');

const folder = resolve(data);
const store: StoreAddress =
  postgres === undefined ? { kind: 'sqlite', file: join(folder, 'hub.sqlite') } : { kind: 'postgres', url: postgres };

const hub = await createHub({ store, keysFolder: join(folder, 'keys'), host, port, tls: null }).catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  fail(code === 'EADDRINUSE' ? `Port ${portText} is in use already.` : `The hub can't start: ${message}`);
});
await hub.addKiosks(FIRST_ROLL_OUT);
const officers = new Officers(hub.store);
for (const officer of DEMO_OFFICERS) if ((await officers.find(officer.account)) === null) await officers.save(officer);

const enrolment = enrol === undefined ? null : await enrolmentCode(enrol);
if (json) console.log(JSON.stringify({ url: hub.url, data: folder, enrolment }));
else {
  console.log(`fleet hub: ${hub.url} (${hub.store.kind}, data in ${folder})`);
  if (enrolment !== null) console.log(`enrolment code for ${enrolment.kiosk}: ${enrolment.code}, good for a day`);
}

async function enrolmentCode(kiosk: string): Promise<{ readonly kiosk: string; readonly code: string }> {
  const issued = await hub.identity.issueCode(kiosk, { account: 'console', role: 'hub', address: null });
  if (!issued.ok) fail(`There is no kiosk ${kiosk}.`);
  return { kiosk, code: issued.value.code };
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void hub.close().then(() => process.exit(0)));
