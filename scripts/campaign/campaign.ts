import { performance } from 'node:perf_hooks';
import { personOf, type Person } from './people.ts';
import { caseOf, smallerCases, type CampaignCase, type KioskKind, type PlacedCase } from './plan.ts';
import { startCampaignKiosk, type CampaignKiosk } from './kiosk.ts';
import { PageHands } from './page-hands.ts';
import { leftInPage, startPageKiosk, type PageKiosk } from './page-kiosk.ts';
import { directHands, runCase, type CaseReport } from './run.ts';

export interface CampaignOptions {
  readonly scripts: number;
  readonly seed: number;
  /** Every n-th script meets devices in a process of their own, which can really be killed. */
  readonly processEvery: number;
  /** Every n-th script, its visitors touch a real page in Chromium; null: none. */
  readonly pageEvery: number | null;
  /** Told of each script, for whoever waits. */
  readonly onScript?: (index: number, report: CaseReport) => void;
}

export interface BrokenCase {
  readonly index: number;
  readonly kind: KioskKind;
  readonly broken: readonly string[];
  /** The smallest case found that still breaks a promise; null when only the whole campaign does. */
  readonly replay: PlacedCase | null;
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
export async function runCampaign({ onScript, pageEvery, processEvery, scripts, seed }: CampaignOptions): Promise<CampaignReport> {
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
  const kiosks = new Kiosks();
  const nextPerson = queueOfPeople();
  try {
    for (let index = 0; index < scripts; index += 1) {
      current = index;
      const kind = kindOf(index, processEvery, pageEvery);
      const tried = caseOf(seed, index);
      const report = await runOn(await kiosks.get(kind), tried, nextPerson);
      onScript?.(index, report);
      total.visits += report.outcomes.length;
      total.steps += report.steps;
      for (const outcome of report.outcomes) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (report.broken.length === 0) continue;
      // Whatever is wrong with it must not spoil the scripts that follow.
      await kiosks.drop(kind);
      broken.push({ index, kind, broken: report.broken, replay: await smallest({ kind, ...tried }) });
    }
  } finally {
    await kiosks.close();
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  return { scripts, seed, ...total, outcomes, broken, unhandled, seconds };
}

/** Runs one case on a kiosk of its own, of the kind it is for. */
export async function replay(tried: PlacedCase): Promise<CaseReport> {
  const kiosk = await start(tried.kind);
  try {
    return await runOn(kiosk, tried, queueOfPeople());
  } finally {
    await kiosk.close();
  }
}

async function smallest(tried: PlacedCase): Promise<PlacedCase | null> {
  if ((await replay(tried)).broken.length === 0) return null;
  let [found, left] = [tried, MAX_SHRINKS];
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const fewer of smallerCases(found)) {
      if (left <= 0) return found;
      left -= 1;
      const smaller = { kind: tried.kind, ...fewer };
      if ((await replay(smaller)).broken.length === 0) continue;
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

function kindOf(index: number, processEvery: number, pageEvery: number | null): KioskKind {
  if (pageEvery !== null && (index + 1) % pageEvery === 0) return 'page';
  return (index + 1) % processEvery === 0 ? 'process' : 'here';
}

type AnyKiosk = CampaignKiosk | PageKiosk;

const start = (kind: KioskKind): Promise<AnyKiosk> => (kind === 'page' ? startPageKiosk() : startCampaignKiosk(kind));

async function runOn(kiosk: AnyKiosk, tried: CampaignCase, nextPerson: () => Person): Promise<CaseReport> {
  if (!('page' in kiosk)) return runCase(kiosk, tried, nextPerson, directHands);
  const report = await runCase(kiosk, tried, nextPerson, () => new PageHands(kiosk));
  return { ...report, broken: [...report.broken, ...(await leftInPage(kiosk))] };
}

/** One kiosk of each kind, started when it is first needed. */
class Kiosks {
  readonly #kiosks = new Map<KioskKind, AnyKiosk>();

  async get(kind: KioskKind): Promise<AnyKiosk> {
    const known = this.#kiosks.get(kind) ?? (await start(kind));
    this.#kiosks.set(kind, known);
    return known;
  }

  async drop(kind: KioskKind): Promise<void> {
    await this.#kiosks.get(kind)?.close();
    this.#kiosks.delete(kind);
  }

  async close(): Promise<void> {
    for (const kiosk of this.#kiosks.values()) await kiosk.close();
    this.#kiosks.clear();
  }
}
