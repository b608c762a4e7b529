import { chromium } from '@playwright/test';
import { join } from 'node:path';
import { CHECKOUT } from '../scripts/checkout.ts';
import { DEMO_CONFIG } from '../scripts/demo.ts';
import { encode, layOut, loadTypesetter } from '../src/devices/printer/index.ts';
import { isolateLtr } from '../src/domain/bidi.ts';
import { loadCatalog } from '../src/main/catalog.ts';
import { composeStatusReceipt } from '../src/main/printing/status-receipt.ts';
import type { KioskEvent } from '../src/main/kiosk.ts';
import { findChromium, QUIET_FLAGS, rootFlags } from '../src/main/standalone/chromium.ts';
import { Guest, startLiveKiosk } from '../tests/harness/live-kiosk.ts';
import type { Measurement } from './result.ts';
import { median, quantile } from './statistics.ts';

const VISITS = 30;

const RECEIPT = composeStatusReceipt(
  {
    answer: {
      transactionRef: 'bench',
      asOf: '2026-11-21T07:42:00Z',
      stale: false,
      transaction: {
        number: '770123',
        hijriYear: 1448,
        direction: 'incoming',
        registeredOn: { gregorian: '2026-08-25', hijri: '1448-03-12' },
        status: 'under_procedure',
        statusSince: { gregorian: '2026-10-18', hijri: '1448-05-07' },
        currentUnit: { ar: 'إدارة الأراضي والممتلكات' },
        referrals: [],
      },
    },
    identity: { kind: 'national_id', masked: isolateLtr('•••••••672') },
    receipt: {
      receiptNumber: 'MK-1448-0007-000123',
      verificationCode: 'K7QX-29FM',
      issuedAt: '2026-11-21T07:42:00Z',
      qrPayload: 'https://verify.emirate.example/r/MK-1448-0007-000123',
    },
    language: 'ar',
  },
  DEMO_CONFIG,
  loadCatalog(join(CHECKOUT.assets, 'locales')),
);

interface VisitTimes {
  readonly recognisedMs: number;
  readonly answerToPaintedMs: number;
  readonly ownMs: number;
}

/** Whole visits through the page; what the gateway, the paper and the visitor's fingers take is left out. */
export async function visit(): Promise<Measurement[]> {
  // As many inquiries as the bench likes: it measures the kiosk, not the sandbox's patience.
  const live = await startLiveKiosk({}, { limits: { inquiriesPerMinute: 100_000 } });
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: [...QUIET_FLAGS, ...rootFlags()] });
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const pageBusyMs = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics
      .filter(({ name }) => ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'].includes(name))
      .reduce((sum, { value }) => sum + value * 1000, 0);
  };
  const guest = new Guest(page, live, 'ar');
  const events: KioskEvent[] = [];
  live.running.kiosk.observe((event) => events.push(event));
  const times: VisitTimes[] = [];
  for (let count = 0; count < VISITS; count += 1) {
    events.length = 0;
    await page.goto(live.server.url);
    await guest.sees('attract');
    const busyBefore = await pageBusyMs();
    await guest.openStatus(String(1001 + (count % 10)));
    await guest.touch('status.print');
    await guest.touch('receipt.continue');
    await guest.sees('rating');
    await guest.touch('footer.finish');
    await guest.sees('attract');
    times.push(timesOf(events, (await pageBusyMs()) - busyBefore));
  }
  await browser.close();
  const receiptMs = await layOutMs();
  await live.close();
  const note = `${String(VISITS)} visits in Chromium`;
  const of = (key: keyof VisitTimes): number[] => times.map((time) => time[key]);
  return [
    { name: 'card to recognised, p95', value: quantile(of('recognisedMs'), 0.95), unit: 'ms', goal: 20, note },
    { name: 'answer to painted, p95', value: quantile(of('answerToPaintedMs'), 0.95), unit: 'ms', goal: 50, note },
    { name: 'own time per visit, median', value: median(of('ownMs')) + receiptMs, unit: 'ms', goal: 150, note: `${note}; script, style and layout of the page, deciding, laying out the receipt` },
  ];
}

/** What laying out and encoding one receipt takes, warm. */
async function layOutMs(): Promise<number> {
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  const rounds = Array.from({ length: 20 }, () => {
    const startedMs = performance.now();
    const page = layOut(RECEIPT, typesetter, 576);
    if (!page.ok || !encode(page.value, 'P1', [0x52, 0x41, 0x48, 0x41]).ok) throw new Error('the receipt has no layout');
    return performance.now() - startedMs;
  });
  return median(rounds);
}

function timesOf(events: readonly KioskEvent[], pageBusyMs: number): VisitTimes {
  const recognised = events.find((event) => event.type === 'recognised')?.recognitionMs ?? Number.NaN;
  const painted = events.find((event) => event.type === 'painted' && event.code === 'B3');
  const decided = events.reduce((sum, event) => sum + (event.type === 'decided' ? event.ms : 0), 0);
  return {
    recognisedMs: recognised,
    answerToPaintedMs: painted?.type === 'painted' ? painted.sinceShownMs : Number.NaN,
    ownMs: recognised + decided + pageBusyMs,
  };
}
