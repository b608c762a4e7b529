import { chromium, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
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

/** Starts the host as it is started in the field, and Chromium at the moment when and with the page which it wants. */
async function startKiosk(configFile: string): Promise<StartTimes> {
  const directory = mkdtempSync(join(tmpdir(), 'raha-bench-'));
  const wanted = join(directory, 'page');
  const startedAtMs = Date.now();
  const host = spawn(process.execPath, ['out/standalone/main.mjs', '--config', configFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CHROME_PATH: 'bench/chromium-stand-in.sh', DISPLAY: ':bench', RAHA_BENCH_PAGE: wanted },
  });
  try {
    while (!existsSync(wanted)) await pause(1);
    return await start(startedAtMs, targetOf(readFileSync(wanted, 'utf8').trim()));
  } finally {
    host.kill('SIGTERM');
    rmSync(directory, { recursive: true });
  }
}

/** The host hands Chromium a file that leads on to the page, to keep the token out of the command line. */
function targetOf(startFile: string): string {
  const [url] = /http:[^"]+/.exec(readFileSync(fileURLToPath(startFile), 'utf8')) ?? [];
  if (url === undefined) throw new Error('the start file leads nowhere');
  return url;
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
