import { readArguments, refuse, wholeNumber, type Command } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import { findChromium } from '../src/main/standalone/chromium.ts';
import { replay, runCampaign, type CampaignReport } from './campaign/campaign.ts';
import { build } from './build.ts';
import type { CaseReport } from './campaign/run.ts';
import { readCase } from './campaign/read-case.ts';

const CAMPAIGN: Command = {
  call: 'npm run campaign',
  takes: '[--scripts N] [--seed S] [--replay FILE] [--json]',
  does: `N (100) random fault scripts, each with one to three visitors, on a whole kiosk; every tenth with a device process that can
be killed, every 25th through the page. --replay runs one case again, as a broken one is printed, on the same kind of kiosk.
Exits 1 when a promise was broken.`,
};
const MAX_CASE_BYTES = 1_000_000;
const PROCESS_EVERY = 10;
const PAGE_EVERY = 25;

function readText(file: string): string {
  const text = readBoundedFile(file, MAX_CASE_BYTES);
  return text.ok ? text.value.toString('utf8') : refuse(CAMPAIGN, `${file}: ${text.fault}`);
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

const { values: args } = readArguments(CAMPAIGN, {
  options: {
    scripts: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    replay: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const scripts = wholeNumber(CAMPAIGN, '--scripts', args.scripts, [1, 1_000_000]);
const seed = wholeNumber(CAMPAIGN, '--seed', args.seed, [0, 1_000_000]);
if (args.replay === undefined) {
  const pageEvery = findChromium() === null ? null : PAGE_EVERY;
  if (pageEvery === null) console.error('no Chromium: no script through the page');
  else build(['contract', 'page']);
  const report = await runCampaign({ scripts, seed, processEvery: PROCESS_EVERY, pageEvery, onScript: progress });
  if (args.json) console.log(JSON.stringify(report));
  else say(report);
  process.exit(report.broken.length + report.unhandled.length === 0 ? 0 : 1);
} else {
  const tried = readCase(readText(args.replay));
  if (!tried.ok) refuse(CAMPAIGN, `${args.replay}: ${tried.fault}`);
  if (tried.value.kind === 'page') build(['contract', 'page']);
  const report = await replay(tried.value);
  console.log(args.json ? JSON.stringify(report) : [...report.outcomes, ...report.broken].join('\n'));
  process.exit(report.broken.length === 0 ? 0 : 1);
}
