import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { profileFor } from '../src/devices/printer/calibration-answers.ts';
import { calibrationSheet, connectorFor, loadTypesetter } from '../src/devices/printer/index.ts';
import { CHECKOUT } from './checkout.ts';

/**
 * Prints the calibration sheet and asks what is on it; says which profile the printer may have.
 *
 *   node scripts/printer-calibrate.ts --address tcp://10.0.0.7 [--paper 80|58]
 *   node scripts/printer-calibrate.ts --out FILE      writes the sheet's bytes instead
 */
const DOTS = { 80: 576, 58: 384 } as const;

/** The questions of the sheet. */
const QUESTIONS = [
  '1. Is the staircase even, without a jump?',
  '2. Are the two lines 50 mm apart (49 to 51)?',
  '3. Does a phone read the code, and is it in the middle?',
  '4. Do digits and bars stand on one line?',
] as const;

/** Input a person can mend; its message is all they see. */
class BadInput extends Error {}

function options(): { address: string | null; out: string | null; widthDots: 576 | 384 } {
  const { values } = parseArgs({
    options: { address: { type: 'string' }, out: { type: 'string' }, paper: { type: 'string', default: '80' } },
  });
  if ((values.address === undefined) === (values.out === undefined)) throw new BadInput('give either --address or --out');
  if (values.paper !== '80' && values.paper !== '58') throw new BadInput('--paper must be 80 or 58');
  return { address: values.address ?? null, out: values.out ?? null, widthDots: DOTS[values.paper] };
}

async function send(address: string, commands: readonly Uint8Array[]): Promise<void> {
  const line = await connectorFor(address)();
  if (!line.ok) throw new BadInput(`no printer at ${address}`);
  for (const command of commands) {
    if (!(await line.value.write(command)).ok) throw new BadInput('the line to the printer broke');
  }
  await line.value.close();
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

async function run(): Promise<void> {
  const { address, out, widthDots } = options();
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  const commands = calibrationSheet(typesetter, widthDots);
  if (out !== null) {
    writeFileSync(out, Buffer.concat(commands));
    console.log(out);
    return;
  }
  await send(address ?? '', commands);
  const answers = await answersOf(QUESTIONS);
  const profile = profileFor(answers);
  console.log(`This printer may have profile ${profile === 'P4' ? 'P2, P3 or P4' : profile === 'P3' ? 'P2 or P3' : profile}.`);
}

if (import.meta.main) {
  try {
    await run();
  } catch (error) {
    const isOptions = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!(error instanceof BadInput) && !isOptions) throw error;
    console.error(`printer-calibrate: ${error.message.split('\n')[0] ?? ''}`);
    process.exitCode = 2;
  }
}
