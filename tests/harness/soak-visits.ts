import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type CDPSession } from '@playwright/test';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import { Visitor } from '../../scripts/visitor.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { findChromium, QUIET_FLAGS, rootFlags } from '../../src/main/standalone/chromium.ts';
import type { FromKiosk, KioskMeasures, ToKiosk } from './soaked-kiosk.ts';
import { measureProcess, onlyChildOf } from './process-measures.ts';
import { median, quarterGrowthPercent, trendOf, type Trend } from './trend.ts';

export interface SoakSample extends Omit<KioskMeasures, 'cpuMs'> {
  readonly visit: number;
  /** The median of the visits since the sample before. */
  readonly visitMs: number;
  /** The quickest of them, which other programs on the machine have delayed least. */
  readonly quickestVisitMs: number;
  /** What one visit since then cost the kiosk process and the page: unlike its duration, hardly a matter of other programs. */
  readonly kioskCpuMs: number;
  readonly pageCpuMs: number;
  readonly pageHeapBytes: number;
  readonly domNodes: number;
  readonly domListeners: number;
  /** Of the process that draws the page. */
  readonly pageRssBytes: number;
  readonly pageOpenFiles: number;
  readonly devicesRssBytes: number;
  readonly devicesOpenFiles: number;
}
export type Measure = Exclude<keyof SoakSample, 'visit'>;

export interface SoakReport {
  readonly visits: number;
  readonly printed: number;
  readonly samples: readonly SoakSample[];
  readonly trends: Readonly<Record<Measure, Trend>>;
  /** From the end of the warm-up to the end, in percent. */
  readonly growthPercent: Readonly<Record<Measure, number>>;
}

const MEASURES: readonly Measure[] = [
  'visitMs',
  'quickestVisitMs',
  'kioskCpuMs',
  'pageCpuMs',
  'heapBytes',
  'rssBytes',
  'openFiles',
  'resources',
  'pageHeapBytes',
  'domNodes',
  'domListeners',
  'pageRssBytes',
  'pageOpenFiles',
  'devicesRssBytes',
  'devicesOpenFiles',
];
const smallest = (values: readonly number[]): number => Math.min(...values);
/** What jumps, and what of a quarter counts: the time of a visit with what else the machine does, memory with when it is given back. */
const BY_QUARTERS: Readonly<Partial<Record<Measure, (quarter: readonly number[]) => number>>> = {
  visitMs: median,
  quickestVisitMs: smallest,
  pageRssBytes: median,
  devicesRssBytes: median,
};
const MANY = 1_000_000_000;
const NO_LIMITS = { inquiriesPerMinute: MANY, failuresPerSession: MANY, pauseSeconds: 1, failuresPerIdentity: MANY };
const CITIZEN = '1012345672';
/** So much of the soak is warm-up: caches fill, code is compiled. */
const WARM_UP_SHARE = 0.2;

/** So many visits, one after the other, through the real page in Chromium, against a kiosk process of its own. */
export async function soakVisits(
  visits: number,
  sampleEvery: number,
  onSample: (sample: SoakSample) => void = () => undefined,
): Promise<SoakReport> {
  const demo = await startDemo({ limits: NO_LIMITS });
  const kiosk = fork(join(import.meta.dirname, 'soaked-kiosk.ts'), [demo.configFile], {
    cwd: CHECKOUT_ROOT,
    execArgv: ['--expose-gc'],
  });
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: [...QUIET_FLAGS, ...rootFlags()] });
  try {
    const { url } = await answered(kiosk, 'ready');
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' });
    const session = await page.context().newCDPSession(page);
    const ofBrowser = await browser.newBrowserCDPSession();
    await page.goto(url);
    const visitor = new Visitor(page, 'ar', 60_000);
    const samples: SoakSample[] = [];
    let sinceSampleMs: number[] = [];
    let spent = await costs(kiosk, ofBrowser);
    for (let visit = 1; visit <= visits; visit += 1) {
      const startedMs = performance.now();
      await oneVisit(kiosk, visitor);
      sinceSampleMs.push(performance.now() - startedMs);
      if (visit % sampleEvery !== 0) continue;
      const { cpuMs, ...measures } = await measured(kiosk);
      const pageCost = await renderersCpuMs(ofBrowser);
      const sample = {
        visit,
        visitMs: median(sinceSampleMs),
        quickestVisitMs: Math.min(...sinceSampleMs),
        kioskCpuMs: (cpuMs - spent.cpuMs) / sinceSampleMs.length,
        pageCpuMs: (pageCost - spent.pageCpuMs) / sinceSampleMs.length,
        ...measures,
        ...(await measuredPage(session, ofBrowser)),
        ...measuredDevices(kiosk),
      };
      sinceSampleMs = [];
      // Without what the measuring itself has cost.
      spent = await costs(kiosk, ofBrowser);
      samples.push(sample);
      onSample(sample);
    }
    const settled = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
    const trends = Object.fromEntries(
      MEASURES.map((name) => [name, trendOf(settled.map((sample) => [sample.visit, sample[name]]))]),
    ) as Record<Measure, Trend>;
    const growthOf = (name: Measure): number => {
      const summary = BY_QUARTERS[name];
      return summary === undefined ? trends[name].growthPercent : quarterGrowthPercent(settled.map((sample) => sample[name]), summary);
    };
    const growthPercent = Object.fromEntries(MEASURES.map((name) => [name, growthOf(name)])) as Record<Measure, number>;
    const results = Object.values(demo.sandbox.control.printResults());
    return { visits, printed: results.filter(({ result }) => result === 'printed').length, samples, trends, growthPercent };
  } finally {
    await browser.close();
    kiosk.disconnect();
    await once(kiosk, 'exit');
    await demo.close();
  }
}

async function oneVisit(kiosk: ChildProcess, visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.sees('attract');
  await page.locator('[data-screen="attract"] button').first().click();
  await page.locator('button[lang="ar"]').click();
  await visitor.touch('home.inquiry');
  await visitor.touch('privacy.accept');
  await visitor.sees('identity');
  tell(kiosk, { type: 'card', payload: syntheticCard(CITIZEN) });
  await visitor.sees('transaction');
  await page.keyboard.type('1003');
  await page.keyboard.press('Enter');
  await visitor.sees('status');
  await page.locator('[data-screen="status"] .button[data-look="primary"]').first().click();
  await visitor.touch('receipt.continue');
  await visitor.touch('rating.scores.5');
  await visitor.sees('attract');
  tell(kiosk, { type: 'forget_paper' });
}

const tell = (kiosk: ChildProcess, message: ToKiosk): boolean => kiosk.send(message);

async function answered<Type extends FromKiosk['type']>(
  kiosk: ChildProcess,
  type: Type,
): Promise<Extract<FromKiosk, { type: Type }>> {
  for (;;) {
    const [message] = (await once(kiosk, 'message')) as [FromKiosk];
    if (message.type === type) return message as Extract<FromKiosk, { type: Type }>;
  }
}

async function measured(kiosk: ChildProcess): Promise<KioskMeasures> {
  const answer = answered(kiosk, 'measured');
  tell(kiosk, { type: 'measure' });
  return (await answer).measured;
}

async function costs(
  kiosk: ChildProcess,
  ofBrowser: CDPSession,
): Promise<{ readonly cpuMs: number; readonly pageCpuMs: number }> {
  const { cpuMs } = await measured(kiosk);
  return { cpuMs, pageCpuMs: await renderersCpuMs(ofBrowser) };
}

/** What the processes that draw pages have used since they began. */
async function renderersCpuMs(ofBrowser: CDPSession): Promise<number> {
  return (await renderers(ofBrowser)).reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

async function renderers(ofBrowser: CDPSession): Promise<readonly { readonly id: number; readonly cpuTime: number }[]> {
  const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer');
}

type PageMeasures = Pick<SoakSample, 'pageHeapBytes' | 'domNodes' | 'domListeners' | 'pageRssBytes' | 'pageOpenFiles'>;

async function measuredPage(session: CDPSession, ofBrowser: CDPSession): Promise<PageMeasures> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { jsEventListeners, nodes } = await session.send('Memory.getDOMCounters');
  // Chromium keeps a spare one ready, which has done nothing yet.
  const [drawing] = (await renderers(ofBrowser)).toSorted((left, right) => right.cpuTime - left.cpuTime);
  if (drawing === undefined) throw new Error('no process draws the page');
  const { openFiles, rssBytes } = measureProcess(drawing.id);
  return { pageHeapBytes: usedSize, domNodes: nodes, domListeners: jsEventListeners, pageRssBytes: rssBytes, pageOpenFiles: openFiles };
}

/** The kiosk process has no other child. */
function measuredDevices({ pid = 0 }: ChildProcess): Pick<SoakSample, 'devicesRssBytes' | 'devicesOpenFiles'> {
  const { openFiles, rssBytes } = measureProcess(onlyChildOf(pid));
  return { devicesRssBytes: rssBytes, devicesOpenFiles: openFiles };
}
