import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import { createDecoder, DRIVER_NAMES, type DriverName } from '../src/devices/reader/driver/drivers.ts';
import type { Decoded } from '../src/devices/reader/driver/decoder.ts';
import { FloodGuard } from '../src/devices/reader/driver/flood-guard.ts';
import { parseReportDescriptor, type ReportLayout } from '../src/devices/reader/driver/report-descriptor.ts';
import { recogniseFrame } from '../src/devices/reader/reader.ts';
import { IDENTITY_KINDS } from '../src/domain/identity.ts';

const DECODE: Command = {
  call: 'npm run reader:decode',
  takes: '--driver NAME --hex FILE [--descriptor HEX] [--json]',
  does: `What a driver (${DRIVER_NAMES.join(', ')}) makes of recorded reports, without ever showing a number.
FILE has one report a line in hex, as the device sent it: with its report id, if it numbers its reports. For serial readers
a line is one chunk of bytes, for wedge-page the text "[Shift+]code" of a key, for virtual a whole presentation. An empty
line is a pause; # begins a remark. "+MS " before the hex is the time since the last report. HEX is the report descriptor.`,
};
const LINE_INTERVAL_MS = 60;
/** Longer than any driver waits for the rest of a frame. */
const PAUSE_MS = 16_000;
const MAX_FILE_BYTES = 10_000_000;

interface Report {
  readonly afterMs: number;
  readonly bytes: Uint8Array;
}

function options(): { driver: DriverName; hex: string; descriptor: ReportLayout | null; json: boolean } {
  const { values } = readArguments(DECODE, {
    options: {
      driver: { type: 'string' },
      hex: { type: 'string' },
      descriptor: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const driver = DRIVER_NAMES.find((name) => name === values.driver);
  if (driver === undefined) throw new BadInput(`--driver must be one of ${DRIVER_NAMES.join(', ')}`);
  if (values.hex === undefined) throw new BadInput('--hex FILE is missing');
  return { driver, hex: values.hex, descriptor: descriptorOf(values.descriptor), json: values.json };
}

function descriptorOf(hex: string | undefined): ReportLayout | null {
  if (hex === undefined) return null;
  const bytes = bytesOf(hex);
  const layout = bytes === null ? null : parseReportDescriptor(bytes);
  if (layout === null || !layout.ok) throw new BadInput('--descriptor is no report descriptor in hex');
  return layout.value;
}

function readReports(file: string): Report[] {
  const bytes = readBoundedFile(file, MAX_FILE_BYTES);
  if (!bytes.ok) throw new BadInput(`${file} ${bytes.fault}`);
  const text = bytes.value.toString('utf8');
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => reportsOf(line, `${file}, line ${String(index + 1)}`));
}

function reportsOf(line: string, place: string): Report[] {
  const text = line.replace(/#.*$/, '').trim();
  if (text === '') return line.trim() === '' ? [{ afterMs: PAUSE_MS, bytes: new Uint8Array() }] : [];
  const [, after, hex] = /^(?:\+([0-9]{1,9})\s+)?(.*)$/.exec(text) ?? [];
  const bytes = bytesOf(hex ?? '');
  if (bytes === null) throw new BadInput(`${place}: not hex`);
  return [{ afterMs: after === undefined ? LINE_INTERVAL_MS : Number(after), bytes }];
}

function bytesOf(hex: string): Uint8Array | null {
  const digits = hex.replaceAll(/\s/g, '');
  return /^([0-9a-fA-F]{2})*$/.test(digits) ? Uint8Array.from(Buffer.from(digits, 'hex')) : null;
}

interface Outcome {
  readonly reads: { readonly kind: string; readonly masked: string; readonly via: string }[];
  readonly faults: { readonly code: string }[];
}

function decode(driver: DriverName, reports: readonly Report[], descriptor: ReportLayout | null): Outcome {
  const decoder = new FloodGuard(createDecoder(driver, descriptor));
  const outcome: Outcome = { reads: [], faults: [] };
  let atMs = 0;
  for (const { afterMs, bytes } of reports) {
    atMs += afterMs;
    tell(outcome, decoder.expire(atMs));
    if (bytes.length > 0) tell(outcome, decoder.feed(bytes, atMs));
  }
  tell(outcome, decoder.expire(atMs + PAUSE_MS));
  return outcome;
}

function tell(outcome: Outcome, decoded: readonly Decoded[]): void {
  for (const each of decoded) {
    if (each.type !== 'frame') {
      outcome.faults.push({ code: each.code });
      continue;
    }
    const read = recogniseFrame(each.bytes, new Date(), IDENTITY_KINDS);
    if (read.ok) outcome.reads.push({ kind: read.value.kind, masked: read.value.masked, via: read.value.via });
    else outcome.faults.push({ code: read.fault });
  }
}

await run(DECODE, () => {
  const { descriptor, driver, hex, json } = options();
  const { faults, reads } = decode(driver, readReports(hex), descriptor);
  if (json) return console.log(JSON.stringify({ reads, faults }));
  for (const { kind, masked, via } of reads) console.log(`read   ${kind} ${masked} by ${via}`);
  for (const { code } of faults) console.log(`fault  ${code}`);
  if (reads.length + faults.length === 0) console.log('nothing: no complete document, and nothing wrong');
});
