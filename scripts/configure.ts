import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../src/main/config.ts';
import { CHECKOUT_ROOT } from './checkout.ts';
import { mergedConfig, readProfile, type Json } from './site-profile.ts';

/**
 * `npm run configure -- --profile airport --kiosk MK-007 --out /etc/raha/kiosk.json`: a configuration to go on from:
 * config/example.json with the values of one kind of site. Nothing of a profile is left in the kiosk itself: what it
 * runs on stands in its file.
 */
const PROFILES = join(CHECKOUT_ROOT, 'config/profiles');
const names = readdirSync(PROFILES).map((file) => basename(file, '.json'));

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function readArguments(): { profile: string; kiosk: string | undefined; out: string | undefined } {
  try {
    const { values } = parseArgs({
      options: { profile: { type: 'string' }, kiosk: { type: 'string' }, out: { type: 'string' } },
    });
    const { kiosk, out, profile } = values;
    if (profile === undefined || !names.includes(profile)) return fail(`--profile: expected one of ${names.join(', ')}`);
    return { profile, kiosk, out };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { kiosk, out, profile } = readArguments();
const example = JSON.parse(readFileSync(join(CHECKOUT_ROOT, 'config/example.json'), 'utf8')) as Json;
const chosen = mergedConfig(example, readProfile(join(PROFILES, `${profile}.json`)).values);
const json = `${JSON.stringify(kiosk === undefined ? chosen : { ...chosen, kioskId: kiosk }, null, 2)}\n`;
const checked = parseConfig(json);
if (!checked.ok) fail(checked.fault);
if (out === undefined) process.stdout.write(json);
else if (existsSync(out)) fail(`${out} is there already; nothing was written`);
else {
  writeFileSync(out, json, { mode: 0o640 });
  console.log(`${out}: now set the names, the gateway, the reader and the printer; docs/configuration.md explains each key`);
}
