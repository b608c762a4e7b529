import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DASHBOARD_DIRECTORY } from '../../scripts/checkout.ts';
import { startLiveKiosk } from '../harness/live-kiosk.ts';
import { OfficersHub } from '../harness/officers-hub.ts';
import { Walker } from '../harness/walker.ts';
import { complaintsOf, settled, signIn } from './dashboard-harness.ts';

/** A Sunday at ten in Riyadh: the office is open, and so people are called. */
const MORNING_MS = Date.parse('2026-11-22T07:00:00Z');
const KIOSK = 'MK-007';
const OFFICER = 'n.zahrani';

test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000);

test('an officer signs in, sees a fault of a real kiosk, takes it over, and it clears', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'raha-fleet-e2e-'));
  await using own = await OfficersHub.start(MORNING_MS, DASHBOARD_DIRECTORY);
  await own.officer(OFFICER, { name: { ar: 'نورة الزهراني', en: 'Noura Alzahrani' }, role: 'liaison', duties: ['liaison'], sites: ['airport'] });
  const code = await own.hub.identity.issueCode(KIOSK, { account: 'console', role: 'hub', address: null });
  const enrolmentCodeFile = join(folder, 'code');
  writeFileSync(enrolmentCodeFile, code.ok ? code.value.code : '');
  const live = await startLiveKiosk({}, { config: { fleet: { hubUrl: own.hub.url, enrolmentCodeFile, mutualTls: null, configVersion: null } } });
  try {
    // In front of the kiosk: its page, and a visitor whose receipt proves that all of it works.
    const glass = await (await browser.newContext()).newPage();
    await glass.goto(live.server.url);
    await expect(glass.locator('[data-screen="attract"]')).toBeVisible();
    await new Walker(live.running).visit({ score: 5 });
    const status = () => own.hub.fleet.record(KIOSK)?.status;
    await expect.poll(status, { timeout: 40_000 }).toBe('in_service');

    // In the office, far away.
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    const complaints = complaintsOf(page);
    await signIn(page, own, OFFICER);
    const tile = page.locator(`a.tile[href="#/kiosks/${KIOSK}"]`);
    await expect(tile).toHaveAttribute('data-calm', 'true');

    live.running.virtual.printer?.inject('paper_end');
    await expect.poll(() => own.hub.fleet.record(KIOSK)?.components.paper.reason, { timeout: 20_000 }).toBe('paper.out');
    await expect(tile).not.toHaveAttribute('data-calm', 'true');
    await own.pass(75_000);

    await page.goto(`${own.hub.url}/#/incidents`);
    const card = page.locator('.incident', { hasText: KIOSK });
    await expect(card).toHaveCount(1);
    await card.getByRole('button').first().click();
    await expect(card.locator('.incident__taken')).toBeVisible();

    live.running.virtual.printer?.restore('paper_end');
    await expect.poll(status, { timeout: 40_000 }).toBe('in_service');
    await own.pass(10 * 60_000);
    await expect(card).toHaveCount(0);
    await page.goto(`${own.hub.url}/#/`);
    await expect(tile).toHaveAttribute('data-calm', 'true');
    await settled(page);
    expect(complaints).toEqual([]);
  } finally {
    await live.server.close();
    await live.running.close();
    await live.demo.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
