import { accessSync, constants, existsSync, readdirSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readArguments, type Command } from '../src/command-line/command-line.ts';
import { dualDateOf, formatHijri } from '../src/domain/dates.ts';
import type { Result } from '../src/domain/result.ts';
import { serialSettings } from '../src/devices/printer/transport/serial-settings.ts';
import { examineReader, READER_FIX } from '../src/devices/reader/index.ts';
import { readConfig, type KioskConfig } from '../src/main/config.ts';
import { machineFaults } from '../src/main/usable-config.ts';
import { findChromium, hasDisplay } from '../src/main/standalone/chromium.ts';
import { electronBinary } from './electron-binary.ts';
import { CHECKOUT } from './checkout.ts';

const DOCTOR: Command = {
  call: 'npm run doctor',
  takes: '[--config FILE] [--json]',
  does: `What this machine has and lacks to be a kiosk. Looks, changes nothing. Exits 2 when the kiosk would
not start with the configuration.`,
};

interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'lacking' | 'note';
  readonly detail: string;
}

const ok = (what: string, detail: string): Finding => ({ what, state: 'ok', detail });
const lacking = (what: string, detail: string): Finding => ({ what, state: 'lacking', detail });
const note = (what: string, detail: string): Finding => ({ what, state: 'note', detail });

const MIN_FREE_MB = 500;
const CONNECT_LIMIT_MS = 3000;

async function examine(config: KioskConfig | null): Promise<Finding[]> {
  return [
    nodeFinding(),
    electronFinding(),
    chromiumFinding(),
    hasDisplay() ? ok('display', 'a screen to open the window on') : lacking('display', 'none: the kiosk prints its URL instead'),
    calendarFinding(),
    fontFinding(),
    await readerFinding(config),
    await printerFinding(config),
    diskFinding(),
    userFinding(),
  ];
}

function nodeFinding(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24 ? ok('Node', process.versions.node) : lacking('Node', `${process.versions.node}: 24 comes with npm ci`);
}

function electronFinding(): Finding {
  const binary = electronBinary();
  return binary === null
    ? note('Electron', 'no binary: the standalone host is used (npx install-electron brings one)')
    : ok('Electron', binary);
}

function chromiumFinding(): Finding {
  const chromium = findChromium();
  return chromium === null ? lacking('Chromium', 'none found: install one or set CHROME_PATH') : ok('Chromium', chromium);
}

function calendarFinding(): Finding {
  const known = formatHijri({ gregorian: '2026-11-21', hijri: '1448-06-11' }, 'ar') === '11 جمادى الآخرة 1448هـ';
  const today = dualDateOf(new Date());
  return known
    ? ok('calendar', `Umm al-Qura; the clock says ${today.gregorian}, ${today.hijri}`)
    : lacking('calendar', 'this Node has no full ICU data: Hijri dates would be wrong');
}

function fontFinding(): Finding {
  return existsSync(CHECKOUT.receiptFonts)
    ? ok('receipt fonts', 'Noto Sans Arabic')
    : lacking('receipt fonts', 'missing: run npm ci');
}

/** The reader of the configuration is looked for, opened and closed; without one, whether there is any HID device. */
async function readerFinding(config: KioskConfig | null): Promise<Finding> {
  const reader = config?.reader ?? null;
  if (reader === null) return deviceFinding('card reader', /^hidraw/, '/dev', 'HID devices');
  if (reader.driver === 'virtual' || reader.driver === 'none' || reader.driver === 'wedge-page')
    return note('card reader', reader.driver);
  const found = await examineReader(reader);
  return found.ok ? ok('card reader', found.value) : lacking('card reader', `${found.fault}: ${READER_FIX[found.fault]}`);
}

/** The printer of the configuration: whether it may be opened, not what it is like; without one, whether there is any. */
async function printerFinding(config: KioskConfig | null): Promise<Finding> {
  if (config === null) return deviceFinding('USB printer', /^lp/, '/dev/usb', 'printer ports');
  const { address } = config.printer;
  if (address === 'virtual') return note('printer', 'virtual');
  if (address.startsWith('tcp:')) return (await answers(new URL(address))) ? ok('printer', address) : lacking('printer', `${address}: nobody answers`);
  const file = address.startsWith('serial:') ? serialSettings(address).path : fileURLToPath(address);
  // Windows opens COM3 by a name that no file has.
  if (process.platform === 'win32') return note('printer', address);
  return fileFinding('printer', file, constants.R_OK | constants.W_OK);
}

function answers({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: CONNECT_LIMIT_MS });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
  });
}

function fileFinding(what: string, file: string, mode: number): Finding {
  try {
    accessSync(file, mode);
    return ok(what, file);
  } catch (error) {
    return lacking(what, `${file}: can't be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

function deviceFinding(what: string, pattern: RegExp, directory: string, plural: string): Finding {
  const found = existsSync(directory) ? readdirSync(directory).filter((name) => pattern.test(name)) : [];
  return found.length === 0
    ? lacking(what, `no ${plural} in ${directory}: the virtual one serves for a demo`)
    : ok(what, found.map((name) => `${directory}/${name}`).join(', '));
}

function diskFinding(): Finding {
  const { bavail, bsize } = statfsSync('.');
  const freeMb = Math.round((bavail * bsize) / 1_000_000);
  return freeMb >= MIN_FREE_MB ? ok('disk', `${String(freeMb)} MB free`) : lacking('disk', `only ${String(freeMb)} MB free`);
}

function userFinding(): Finding {
  return process.getuid?.() === 0
    ? note('user', 'root: Chromium runs without its sandbox; a kiosk runs as a user of its own')
    : ok('user', 'not root');
}

const { values } = readArguments(DOCTOR, { options: { config: { type: 'string' }, json: { type: 'boolean', default: false } } });
const read = values.config === undefined ? null : readConfig(values.config);
const configFindings = examineConfig(values.config ?? '', read);
const findings = [...(await examine(read?.ok === true ? read.value : null)), ...configFindings];
const isReady = findings.every(({ state }) => state !== 'lacking');
if (values.json) {
  console.log(JSON.stringify({ ready: isReady, findings }));
} else {
  const SIGN = { ok: '✓', lacking: '✗', note: '·' };
  for (const { detail, state, what } of findings) console.log(`${SIGN[state]} ${what.padEnd(14)} ${detail}`);
  console.log(isReady ? 'This machine can be a kiosk.' : 'This machine lacks something to be a kiosk; a demo may run all the same.');
}
if (configFindings.some(({ state }) => state === 'lacking')) process.exitCode = 2;

/** Whether the kiosk would start with it: everything that keeps it from that, and not just the first. */
function examineConfig(file: string, config: Result<KioskConfig, string> | null): Finding[] {
  const what = 'configuration';
  if (config === null) return [note(what, 'none given (--config FILE): the demo configuration is used')];
  if (!config.ok) return [lacking(what, config.fault.replace('configuration ', ''))];
  const faults = machineFaults(config.value, CHECKOUT.assets);
  return faults.length === 0 ? [ok(what, `${file}: kiosk ${config.value.kioskId}`)] : faults.map((fault) => lacking(what, `${file}: ${fault}`));
}
