import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readArguments, refuse, type Command } from '../src/command-line/command-line.ts';
import { parseConfig } from '../src/main/config.ts';
import { CHECKOUT_ROOT } from './checkout.ts';
import { mergedConfig, readProfile, type Json } from './site-profile.ts';

const PROFILES = join(CHECKOUT_ROOT, 'config/profiles');
const names = readdirSync(PROFILES).map((file) => basename(file, '.json'));

const CONFIGURE: Command = {
  call: 'npm run configure',
  takes: '--profile NAME [--kiosk ID] [--out FILE]',
  does: `A configuration to go on from: config/example.json with the values of one kind of site (${names.join(', ')}).
Nothing of a profile is left in the kiosk itself: what it runs on stands in its file.`,
};

const {
  values: { kiosk, out, profile },
} = readArguments(CONFIGURE, { options: { profile: { type: 'string' }, kiosk: { type: 'string' }, out: { type: 'string' } } });
if (profile === undefined || !names.includes(profile)) refuse(CONFIGURE, `--profile: expected one of ${names.join(', ')}`);
const example = JSON.parse(readFileSync(join(CHECKOUT_ROOT, 'config/example.json'), 'utf8')) as Json;
const chosen = mergedConfig(example, readProfile(join(PROFILES, `${profile}.json`)).values);
const json = `${JSON.stringify(kiosk === undefined ? chosen : { ...chosen, kioskId: kiosk }, null, 2)}\n`;
const checked = parseConfig(json);
if (!checked.ok) refuse(CONFIGURE, checked.fault);
if (out === undefined) process.stdout.write(json);
else write(out);

function write(file: string): void {
  try {
    writeFileSync(file, json, { mode: 0o640, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    refuse(CONFIGURE, code === 'EEXIST' ? `${file} is there already; nothing was written` : `${file} can't be written (${code ?? 'unknown error'})`);
  }
  console.log(`${file}: now set the names, the gateway, the reader and the printer; docs/configuration.md explains each key`);
}
