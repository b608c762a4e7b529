import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findChromium } from '../src/main/standalone/chromium.ts';
import { replay, runCampaign, type CampaignReport } from './campaign/campaign.ts';
import { build } from './build.ts';
import type { CaseReport } from './campaign/run.ts';
import { readCase } from './campaign/read-case.ts';

/**
 * `npm run campaign -- [--scripts N] [--seed S] [--json]`: N random fault scripts, each with one to three visitors, on a
 * whole kiosk; every tenth with a device process that can be killed, every 25th through the page. `--replay FILE` runs
 * one case again, as a broken one is printed. Exits 1 when a promise was broken.
 */
const USAGE = 'usage: npm run campaign -- [--scripts N] [--seed S] [--replay FILE] [--json]';
const PROCESS_EVERY = 10;
const PAGE_EVERY = 25;

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        scripts: { type: 'string', default: '100' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        replay: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [scripts, seed] = [Number(values.scripts), Number(values.seed)];
    if (!Number.isInteger(scripts) || scripts < 1 || scripts > 1_000_000) return fail(`--scripts: expected 1 to 1000000; ${USAGE}`);
    if (!Number.isInteger(seed) || seed < 0 || seed > 1_000_000) return fail(`--seed: expected 0 to 1000000; ${USAGE}`);
    return { ...values, scripts, seed };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}; ${USAGE}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fail(`${file}: can't be read`);
  }
}

function say({ broken, outcomes, scripts, seconds, seed, steps, unhandled, visits }: CampaignReport): void {
  const ended = Object.entries(outcomes).map(([outcome, count]) => `${String(count)} ${outcome}`);
  console.log(`seed ${String(seed)}: ${String(scripts)} scripts, ${String(steps)} faults, ${String(visits)} visits in ${String(seconds)} s`);
  console.log(`visits: ${ended.join(', ')}`);
  for (const { broken: promises, index, kind, replay: smallest } of broken) {
    console.log(`script ${String(index)} (${kind}) broke: ${promises.join('; ')}`);
    console.log(smallest === null ? 'not on a kiosk of its own; run the whole campaign again' : `replay: ${JSON.stringify(smallest)}`);
  }
  for (const error of unhandled) console.log(`unhandled: ${error}`);
  console.log(`${String(scripts - broken.length)} passed, ${String(broken.length)} failed`);
}

/** For whoever waits; the report comes at the end. */
function progress(index: number, { broken }: CaseReport): void {
  if (broken.length > 0) console.error(`script ${String(index)} broke: ${broken.join('; ')}`);
  else if ((index + 1) % 100 === 0) console.error(`${String(index + 1)} scripts`);
}

const args = readArguments();
if (args.replay === undefined) {
  const pageEvery = findChromium() === null ? null : PAGE_EVERY;
  if (pageEvery === null) console.error('no Chromium: no script through the page');
  else build(['contract', 'page']);
  const report = await runCampaign({ scripts: args.scripts, seed: args.seed, processEvery: PROCESS_EVERY, pageEvery, onScript: progress });
  if (args.json) console.log(JSON.stringify(report));
  else say(report);
  process.exit(report.broken.length + report.unhandled.length === 0 ? 0 : 1);
} else {
  const tried = readCase(readText(args.replay));
  if (!tried.ok) fail(`${args.replay}: ${tried.fault}`);
  const report = await replay(tried.value, 'here');
  console.log(args.json ? JSON.stringify(report) : [...report.outcomes, ...report.broken].join('\n'));
  process.exit(report.broken.length === 0 ? 0 : 1);
}
