import { performance } from 'node:perf_hooks';
import { personOf, type Person } from './people.ts';
import { caseOf, smallerCases, type CampaignCase } from './plan.ts';
import { startCampaignKiosk, type CampaignKiosk } from './kiosk.ts';
import { directHands, runCase, type CaseReport } from './run.ts';

export interface CampaignOptions {
  readonly scripts: number;
  readonly seed: number;
  /** Every n-th script meets devices in a process of their own, which can really be killed. */
  readonly processEvery: number;
  /** Told of each script, for whoever waits. */
  readonly onScript?: (index: number, report: CaseReport) => void;
}

export interface BrokenCase {
  readonly index: number;
  readonly broken: readonly string[];
  /** The smallest case found that still breaks a promise; null when only the whole campaign does. */
  readonly replay: CampaignCase | null;
}

export interface CampaignReport {
  readonly scripts: number;
  readonly seed: number;
  readonly visits: number;
  readonly steps: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly broken: readonly BrokenCase[];
  readonly unhandled: readonly string[];
  readonly seconds: number;
}

const MAX_SHRINKS = 25;

/** Runs so many random fault scripts against a kiosk that lives through all of them. */
export async function runCampaign({ onScript, processEvery, scripts, seed }: CampaignOptions): Promise<CampaignReport> {
  const startedMs = performance.now();
  const unhandled: string[] = [];
  let current = 0;
  const note = (error: unknown): void =>
    void unhandled.push(`script ${String(current)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  const outcomes: Record<string, number> = {};
  const broken: BrokenCase[] = [];
  const total = { visits: 0, steps: 0 };
  const kiosks = new KioskPair();
  const nextPerson = queueOfPeople();
  try {
    for (let index = 0; index < scripts; index += 1) {
      current = index;
      const devices = (index + 1) % processEvery === 0 ? 'process' : 'here';
      const tried = caseOf(seed, index);
      const report = await runCase(await kiosks.get(devices), tried, nextPerson, directHands);
      onScript?.(index, report);
      total.visits += report.outcomes.length;
      total.steps += report.steps;
      for (const outcome of report.outcomes) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (report.broken.length === 0) continue;
      // Whatever is wrong with it must not spoil the scripts that follow.
      await kiosks.drop(devices);
      broken.push({ index, broken: report.broken, replay: await smallest(tried, devices) });
    }
  } finally {
    await kiosks.close();
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  return { scripts, seed, ...total, outcomes, broken, unhandled, seconds };
}

/** Runs one case on a kiosk of its own. */
export async function replay(tried: CampaignCase, devices: 'here' | 'process'): Promise<CaseReport> {
  const kiosk = await startCampaignKiosk(devices);
  try {
    return await runCase(kiosk, tried, queueOfPeople(), directHands);
  } finally {
    await kiosk.close();
  }
}

async function smallest(tried: CampaignCase, devices: 'here' | 'process'): Promise<CampaignCase | null> {
  if ((await replay(tried, devices)).broken.length === 0) return null;
  let [found, left] = [tried, MAX_SHRINKS];
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const smaller of smallerCases(found)) {
      if (left <= 0) return found;
      left -= 1;
      if ((await replay(smaller, devices)).broken.length === 0) continue;
      [found, isSmaller] = [smaller, true];
      break;
    }
  }
  return found;
}

function queueOfPeople(): () => Person {
  let index = 0;
  return () => personOf((index += 1));
}

/** One kiosk with its devices here and one with a device process, each started when it is first needed. */
class KioskPair {
  readonly #kiosks = new Map<string, CampaignKiosk>();

  async get(devices: 'here' | 'process'): Promise<CampaignKiosk> {
    const known = this.#kiosks.get(devices) ?? (await startCampaignKiosk(devices));
    this.#kiosks.set(devices, known);
    return known;
  }

  async drop(devices: 'here' | 'process'): Promise<void> {
    await this.#kiosks.get(devices)?.close();
    this.#kiosks.delete(devices);
  }

  async close(): Promise<void> {
    for (const kiosk of this.#kiosks.values()) await kiosk.close();
    this.#kiosks.clear();
  }
}
