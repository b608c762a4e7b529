import { test as base, expect, type Page } from '@playwright/test';
import { CHECKOUT, PAGE_DIRECTORY } from '../../scripts/checkout.ts';
import { startDemo, type Demo, type DemoOptions } from '../../scripts/demo.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import { Visitor } from '../../scripts/visitor.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { readPageFiles } from '../../src/page-files/page-files.ts';
import { startPageServer, type PageServer } from '../../src/main/standalone/server.ts';
import { startKioskProcess, type HostOptions, type RunningKiosk } from '../../src/main/start.ts';
import { VISIT_TIMING, type VisitTiming } from '../../src/main/visit/timing.ts';

export const CITIZEN = '1012345672';
export const YEAR = 1448;

/** A whole kiosk on this machine: sandbox gateway, virtual devices, page server. */
export interface LiveKiosk {
  readonly demo: Demo;
  readonly running: RunningKiosk;
  readonly server: PageServer;
  close(): Promise<void>;
}

export async function startLiveKiosk(
  timing: Partial<VisitTiming> = {},
  options: DemoOptions = {},
  host: HostOptions = {},
): Promise<LiveKiosk> {
  const demo = await startDemo(options);
  // The thank-you line needs no reading here.
  const running = await startKioskProcess(demo.config, CHECKOUT, {
    timing: { ...VISIT_TIMING, goodbyeMs: 300, ...timing },
    ...host,
  });
  await readerReady(running);
  const server = await startPageServer({ kiosk: running.kiosk, files: readPageFiles(PAGE_DIRECTORY) }, 0);
  return {
    demo,
    running,
    server,
    close: async () => {
      await server.close();
      await running.close();
      await demo.close();
    },
  };
}

/** A person in front of a live kiosk. */
export class Guest extends Visitor {
  readonly live: LiveKiosk;
  readonly language: string;

  constructor(page: Page, live: LiveKiosk, language: string) {
    super(page, language, 10_000);
    this.live = live;
    this.language = language;
  }

  presentCard(civilNumber = CITIZEN): void {
    this.live.running.virtual.reader?.present(syntheticCard(civilNumber));
  }

  async openHome(): Promise<void> {
    await this.page.goto(this.live.server.url);
    await this.sees('attract');
    await this.page.locator('[data-screen="attract"] button').first().click();
    await this.sees('language');
    await this.page.locator(`button[lang="${this.language}"]`).click();
    await this.sees('home');
  }

  async openIdentity(): Promise<void> {
    await this.openHome();
    await this.touch('home.inquiry');
    await this.sees('privacy');
    await this.touch('privacy.accept');
    await this.sees('identity');
  }

  async openTransaction(civilNumber = CITIZEN): Promise<void> {
    await this.openIdentity();
    this.presentCard(civilNumber);
    await this.sees('transaction');
  }

  async inquire(number: string, year = YEAR): Promise<void> {
    await this.keyIn(number);
    await this.page.getByRole('button', { name: String(year), exact: true }).click();
    await this.touch('transaction.submit');
  }

  async openStatus(number = '1003'): Promise<void> {
    await this.openTransaction();
    await this.inquire(number);
    await this.sees('status');
  }
}

export const test = base.extend<{ timing: Partial<VisitTiming>; demo: DemoOptions; host: HostOptions; live: LiveKiosk; guest: Guest; language: string }>({
  timing: [{}, { option: true }],
  demo: [{}, { option: true }],
  host: [{}, { option: true }],
  language: ['ar', { option: true }],
  live: async ({ demo, host, timing }, use) => {
    const live = await startLiveKiosk(timing, demo, host);
    await use(live);
    await live.close();
  },
  guest: async ({ page, live, language }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await use(new Guest(page, live, language));
    expect(errors, 'nothing was reported by the page').toEqual([]);
  },
});
export { expect };
