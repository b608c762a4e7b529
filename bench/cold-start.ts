import { chromium, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startDemo } from '../scripts/demo.ts';
import { findChromium, QUIET_FLAGS, rootFlags } from '../src/main/standalone/chromium.ts';
import type { Measurement } from './result.ts';
import { median } from './statistics.ts';

const ROUNDS = 7;
const EMPTY_PAGE = 'data:text/html,<!doctype html><title>empty</title><p>.';

interface StartTimes {
  readonly firstPaintMs: number;
  /** Until the whole attract screen can be touched; null for a page that has none. */
  readonly wholeMs: number | null;
}

/** From a start to the first paint with content, in ms of the wall clock. */
async function start(startedAtMs: number, url: string): Promise<StartTimes> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: [...QUIET_FLAGS, ...rootFlags()],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(url);
    const firstPaintMs = (await paintedAtMs(page)) - startedAtMs;
    if (url === EMPTY_PAGE) return { firstPaintMs, wholeMs: null };
    await page.locator('[data-screen="attract"]').waitFor();
    return { firstPaintMs, wholeMs: Date.now() - startedAtMs };
  } finally {
    await browser.close();
  }
}

/** Unix time of the first contentful paint. */
const paintedAtMs = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry !== undefined) resolve(performance.timeOrigin + entry.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );

/** Starts the kiosk as it is started in the field, then Chromium as soon as it says where the page is. */
async function startKiosk(configFile: string): Promise<StartTimes> {
  const startedAtMs = Date.now();
  const host = spawn(process.execPath, ['out/standalone/main.mjs', '--config', configFile, '--no-window'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    return await start(startedAtMs, await pageUrl(host.stdout));
  } finally {
    host.kill('SIGTERM');
  }
}

async function pageUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('the host printed no URL');
}

/** Cold start to the first attract paint, beside the same Chromium painting an empty page; rounds interleaved. */
export async function coldStart(): Promise<Measurement[]> {
  const demo = await startDemo();
  const bare: StartTimes[] = [];
  const kiosk: StartTimes[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await start(Date.now(), EMPTY_PAGE));
    kiosk.push(await startKiosk(demo.configFile));
  }
  await demo.close();
  const note = `median of ${String(ROUNDS)}, interleaved`;
  const bareMs = median(bare.map(({ firstPaintMs }) => firstPaintMs));
  const kioskMs = median(kiosk.map(({ firstPaintMs }) => firstPaintMs));
  const wholeMs = median(kiosk.flatMap((times) => times.wholeMs ?? []));
  return [
    { name: 'bare Chromium to first paint', value: bareMs, unit: 'ms', goal: null, note },
    { name: 'kiosk to first paint of attract', value: kioskMs, unit: 'ms', goal: null, note: `${note}; its ground and slogan` },
    { name: 'cold start, ratio to bare Chromium', value: kioskMs / bareMs, unit: 'x', goal: 1.5, note },
    { name: 'kiosk to the whole attract screen', value: wholeMs, unit: 'ms', goal: null, note },
  ];
}
