import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import { profileFor } from '../src/devices/printer/calibration-answers.ts';
import {
  calibrationSheet,
  createPrinter,
  loadTypesetter,
  type Printer,
  type PrinterReport,
} from '../src/devices/printer/index.ts';
import { CHECKOUT } from './checkout.ts';
import { connectorOf } from './printer-address.ts';

const CALIBRATE: Command = {
  call: 'npm run printer:calibrate',
  takes: '--address ADDRESS | --out FILE [--paper 80|58]',
  does: `Prints the calibration sheet, asks four questions about it, and says which profile the printer may have and whether it
confirms what it has not printed. --out writes the bytes of the sheet instead.`,
};
const DOTS = { 80: 576, 58: 384 } as const;

/** The questions of the sheet. */
const QUESTIONS = [
  '1. Is the staircase even, without a jump?',
  '2. Are the two lines 50 mm apart (49 to 51)?',
  '3. Does a phone read the code, and is it in the middle?',
  '4. Do digits and bars stand on one line?',
] as const;

function options(): { address: string | null; out: string | null; widthDots: 576 | 384 } {
  const { values } = readArguments(CALIBRATE, {
    options: { address: { type: 'string' }, out: { type: 'string' }, paper: { type: 'string', default: '80' } },
  });
  if ((values.address === undefined) === (values.out === undefined)) throw new BadInput('give either --address or --out');
  if (values.paper !== '80' && values.paper !== '58') throw new BadInput('--paper must be 80 or 58');
  return { address: values.address ?? null, out: values.out ?? null, widthDots: DOTS[values.paper] };
}

const ASSETS = { fontDirectory: CHECKOUT.receiptFonts, emblemFile: join(CHECKOUT.assets, 'art/emblem.svg') };
const CONNECT_TIMEOUT_MS = 10_000;

/** Prints the sheet. @returns what the printer is like, seen while it printed */
async function print(address: string, widthDots: 576 | 384): Promise<PrinterReport> {
  const printer = createPrinter({ connect: connectorOf(address), assets: ASSETS, widthDots, profile: 'P1' });
  try {
    if (!(await isThere(printer))) throw new BadInput(`no printer at ${address}`);
    const { outcome, reason } = await printer.printTest('calibration');
    if (outcome === 'not_printed') throw new BadInput(`the sheet did not come out: ${reason ?? 'nobody knows why'}`);
    return await printer.report();
  } finally {
    await printer.close();
  }
}

async function isThere(printer: Printer): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < CONNECT_TIMEOUT_MS; waitedMs += 50) {
    const { reason } = printer.condition;
    if (reason === 'unreachable' || reason === 'no_native_module') return false;
    if (reason !== 'not_asked_yet') return true;
    await sleep(50);
  }
  return false;
}

/** Yes or no to each question, one line each; what is not answered is a no. */
async function answersOf(questions: readonly string[]): Promise<boolean[]> {
  const terminal = createInterface({ input: process.stdin });
  const lines = terminal[Symbol.asyncIterator]();
  const answers: boolean[] = [];
  for (const question of questions) {
    process.stdout.write(`${question} [y/n] `);
    const { done, value } = await lines.next();
    answers.push(done !== true && /^\s*(?:y|yes|ن|نعم)\s*$/i.test(value));
  }
  terminal.close();
  process.stdout.write('\n');
  return answers;
}

function write(file: string, bytes: Buffer): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw new BadInput(`--out: ${file} can't be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

async function calibrate(): Promise<void> {
  const { address, out, widthDots } = options();
  if (out !== null) {
    const { closing, commands } = calibrationSheet(await loadTypesetter(ASSETS), widthDots);
    write(out, Buffer.concat([...commands, ...closing]));
    console.log(out);
    return;
  }
  const { confirmsEarly } = await print(address ?? '', widthDots);
  if (confirmsEarly) {
    console.log('It confirms what it has not printed yet: set "believesProcessId": false for this printer.');
  }
  const answers = await answersOf(QUESTIONS);
  const profile = profileFor(answers);
  console.log(`This printer may have profile ${profile === 'P4' ? 'P2, P3 or P4' : profile === 'P3' ? 'P2 or P3' : profile}.`);
}

if (import.meta.main) await run(CALIBRATE, calibrate);
