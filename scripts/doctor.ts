import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { readArguments, type Command } from '../src/command-line/command-line.ts';
import { dualDateOf, formatHijri } from '../src/domain/dates.ts';
import { examineReader, READER_FIX } from '../src/devices/reader/index.ts';
import { readConfig } from '../src/main/config.ts';
import { readUsableConfig } from '../src/main/usable-config.ts';
import { findChromium, hasDisplay } from '../src/main/standalone/chromium.ts';
import { electronBinary } from './electron-binary.ts';
import { CHECKOUT } from './checkout.ts';

const DOCTOR: Command = {
  call: 'npm run doctor',
  takes: '[--config FILE] [--json]',
  does: 'What this machine has and lacks to be a kiosk. Looks, changes nothing. Exits 2 when the configuration is wrong.',
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

async function examine(configFile: string | undefined): Promise<Finding[]> {
  return [
    nodeFinding(),
    electronFinding(),
    chromiumFinding(),
    hasDisplay() ? ok('display', 'a screen to open the window on') : lacking('display', 'none: the kiosk prints its URL instead'),
    calendarFinding(),
    fontFinding(),
    await readerFinding(configFile),
    deviceFinding('USB printer', /^lp/, '/dev/usb', 'printer ports'),
    diskFinding(),
    userFinding(),
    configFile === undefined
      ? note('configuration', 'none given (--config FILE): the demo configuration is used')
      : configFinding(configFile),
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
async function readerFinding(configFile: string | undefined): Promise<Finding> {
  const config = configFile === undefined ? null : readConfig(configFile);
  const reader = config?.ok === true ? config.value.reader : null;
  if (reader === null) return deviceFinding('card reader', /^hidraw/, '/dev', 'HID devices');
  if (reader.driver === 'virtual' || reader.driver === 'none' || reader.driver === 'wedge-page')
    return note('card reader', reader.driver);
  const found = await examineReader(reader);
  return found.ok ? ok('card reader', found.value) : lacking('card reader', `${found.fault}: ${READER_FIX[found.fault]}`);
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

function configFinding(file: string): Finding {
  const config = readUsableConfig(file, CHECKOUT.assets);
  return config.ok ? ok('configuration', `${file}: kiosk ${config.value.kioskId}`) : lacking('configuration', config.fault);
}

const { values } = readArguments(DOCTOR, { options: { config: { type: 'string' }, json: { type: 'boolean', default: false } } });
const findings = await examine(values.config);
const isReady = findings.every(({ state }) => state !== 'lacking');
if (values.json) {
  console.log(JSON.stringify({ ready: isReady, findings }));
} else {
  const SIGN = { ok: '✓', lacking: '✗', note: '·' };
  for (const { detail, state, what } of findings) console.log(`${SIGN[state]} ${what.padEnd(14)} ${detail}`);
  console.log(isReady ? 'This machine can be a kiosk.' : 'This machine lacks something to be a kiosk; a demo may run all the same.');
}
if (values.config !== undefined && !readUsableConfig(values.config, CHECKOUT.assets).ok) process.exitCode = 2;
