import { readFileSync } from 'node:fs';
import { DEMO_STAFF } from '../../scripts/demo-staff.ts';
import { Visitor } from '../../scripts/visitor.ts';
import type { HealthReason } from '../../src/domain/health.ts';
import type { KioskStatus } from '../../src/domain/health-status.ts';
import type { HostClock } from '../../src/main/guarded-page.ts';
import { CITIZEN, expect, test, type Guest, type LiveKiosk } from '../harness/live-kiosk.ts';
import { Technician } from '../harness/technician.ts';

/**
 * The named ways in which a kiosk serves less (docs/health.md), each brought about for real in a live kiosk: what the
 * visitor can still do, and what the kiosk says about itself.
 */
const HURRY = 10;
/** Looks ten times as often, by the same clock. */
const HURRIED: HostClock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs / HURRY);
    return () => clearTimeout(timer);
  },
};

test.use({ language: 'en', host: { healthClock: HURRIED } });
test.setTimeout(120_000);

async function tells(live: LiveKiosk, status: KioskStatus, reason: HealthReason | null): Promise<void> {
  const decision = (): unknown => {
    const { decidedBy, status: now } = live.running.health.current();
    return [now, decidedBy?.reason ?? null];
  };
  await expect.poll(decision, { timeout: 40_000 }).toEqual([status, reason]);
}

/** A kiosk in front of which somebody stands, and of which everything has been seen to be well. */
async function well(guest: Guest, live: LiveKiosk): Promise<void> {
  await guest.page.goto(live.server.url);
  await guest.sees('attract');
  await tells(live, 'in_service', null);
}

const targets = (live: LiveKiosk) => {
  const found = live.running.faultTargets;
  if (found === null) throw new Error('this kiosk is no demo');
  return found;
};

/** The whole way to a receipt in the visitor's hand, or on the screen. */
async function getsReceipt(guest: Guest, how: 'paper' | 'screen'): Promise<void> {
  await guest.openStatus();
  await guest.touch(how === 'paper' ? 'status.print' : 'status.paperless');
  await guest.sees('receipt');
  await expect(guest.page.getByText(guest.text(how === 'paper' ? 'receipt.printedTitle' : 'receipt.notPrintedTitle'))).toBeVisible({
    timeout: 20_000,
  });
  if (how === 'screen') await expect(guest.page.getByRole('img', { name: guest.text('receipt.qr') })).toBeVisible();
}

test('no printer: the receipt is on the screen', async ({ guest, live }) => {
  await well(guest, live);
  live.running.virtual.printer?.inject('offline');
  await tells(live, 'limited', 'printer.offline');
  await getsReceipt(guest, 'screen');
  live.running.virtual.printer?.restore('offline');
  await tells(live, 'in_service', null);
});

test('paper out: the receipt is on the screen', async ({ guest, live }) => {
  await well(guest, live);
  live.running.virtual.printer?.inject('paper_end');
  await tells(live, 'limited', 'paper.out');
  await getsReceipt(guest, 'screen');
  live.running.virtual.printer?.restore('paper_end');
  await tells(live, 'in_service', null);
  await guest.touch('footer.finish');
  await getsReceipt(guest, 'paper');
});

test('no reader: the number is typed', async ({ guest, live, page }) => {
  await well(guest, live);
  live.running.virtual.reader?.unplug();
  await expect.poll(() => live.running.health.current().components.reader.state, { timeout: 20_000 }).toBe('down');
  expect(live.running.health.current().capabilities.inquiry.state, 'there is still a way to say who asks').toBe('available');
  await guest.openIdentity();
  await expect(page.getByText(guest.text('identity.unavailable'))).toBeVisible();
  await guest.keyIn(CITIZEN);
  await guest.touch('identity.submit');
  await guest.sees('transaction');
  live.running.virtual.reader?.plugIn();
  await tells(live, 'in_service', null);
});

test.describe('where only the card counts', () => {
  test.use({ demo: { config: { typedIdentity: false } } });

  test('no reader: no inquiry, and the home screen says why', async ({ guest, live, page }) => {
    await well(guest, live);
    await guest.openHome();
    live.running.virtual.reader?.unplug();
    await expect(page.getByText(guest.text('home.closedReason.no_identity_input'))).toBeVisible();
    await expect(page.getByRole('button', { name: guest.text('home.inquiry') })).toBeDisabled();
    const inquiry = () => live.running.health.current().capabilities.inquiry.state;
    await expect.poll(inquiry, { timeout: 20_000 }).toBe('unavailable');
    live.running.virtual.reader?.plugIn();
    await expect(page.getByRole('button', { name: guest.text('home.inquiry') })).toBeEnabled();
  });

  test('a reader that is lost while the card is asked for leads home; an unreadable card may be tried for ever', async ({ guest, live, page }) => {
    await guest.openIdentity();
    await expect(page.getByRole('button', { name: guest.text('identity.useKeypad') })).toHaveCount(0);
    for (let card = 0; card < 4; card += 1) {
      live.running.virtual.reader?.presentUnreadable();
      await expect(page.getByText(guest.text('faults.read.unreadable'))).toBeVisible();
    }
    live.running.virtual.reader?.unplug();
    await guest.sees('home');
  });
});

test('gateway down: no inquiry, but help and rating; back by itself', async ({ guest, live, page }) => {
  await well(guest, live);
  await guest.openHome();
  targets(live).gateway?.setAway(true);
  await tells(live, 'limited', 'gateway.unreachable');
  await expect(page.getByText(guest.text('home.closedReason.gateway_down'))).toBeVisible();
  await expect(page.getByRole('button', { name: guest.text('home.inquiry') })).toBeDisabled();
  await page.getByRole('button', { name: guest.text('footer.help'), exact: true }).click();
  await guest.sees('help');
  await guest.touch('footer.back');
  await guest.sees('home');
  targets(live).gateway?.setAway(false);
  await expect(page.getByRole('button', { name: guest.text('home.inquiry') }), 'nobody had to touch anything').toBeEnabled({ timeout: 40_000 });
  await tells(live, 'in_service', null);
});

test('gateway slow: the search says so, may be left, and the answer still comes', async ({ guest, live, page }) => {
  await well(guest, live);
  await guest.openTransaction();
  live.demo.sandbox.control.setFaults([{ operation: 'any', kind: 'latency', latencyMs: 3_500 }]);
  await guest.inquire('1003');
  await expect(page.getByText(guest.text('searching.slowTitle'))).toBeVisible();
  await guest.sees('status');
  await tells(live, 'limited', 'gateway.slow');
});

test('network down: no inquiry, and the network is named, not the gateway', async ({ guest, live, page }) => {
  await well(guest, live);
  await guest.openHome();
  targets(live).network?.setAway(true);
  await tells(live, 'limited', 'network.unreachable');
  await expect(page.getByText(guest.text('home.closedReason.gateway_down'))).toBeVisible({ timeout: 30_000 });
  targets(live).network?.setAway(false);
  await tells(live, 'in_service', null);
  await expect(page.getByRole('button', { name: guest.text('home.inquiry') })).toBeEnabled();
});

test("clock wrong: the gateway's date is shown, and everything works", async ({ guest, live, page }) => {
  await well(guest, live);
  targets(live).clock?.setOff(40 * 24 * 3600);
  await expect.poll(() => live.running.health.current().components.clock.reason, { timeout: 20_000 }).toBe('clock.wrong');
  await guest.openHome();
  const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Asia/Riyadh' }).format(new Date());
  await expect(page.getByText(today)).toBeVisible();
  await guest.touch('footer.finish');
  await getsReceipt(guest, 'paper');
  targets(live).clock?.setOff(0);
  await tells(live, 'in_service', null);
});

test('disk low: visitors notice nothing, staff read it', async ({ guest, live, page }) => {
  await well(guest, live);
  targets(live).disk?.setLow(true);
  await tells(live, 'limited', 'disk.low');
  await getsReceipt(guest, 'paper');
  await guest.touch('footer.finish');
  await guest.sees('attract');
  await tells(live, 'limited', 'disk.low');
  const technician = new Technician(page, 'en');
  await technician.openDoor();
  await technician.signIn(DEMO_STAFF.technician);
  const { reasons } = JSON.parse(readFileSync('assets/locales/en/health.json', 'utf8')) as { reasons: { disk: { low: { what: string } } } };
  expect(await technician.worst()).toBe(reasons.disk.low.what);
  await technician.button('header.signOut').click();
  await guest.sees('attract');
  targets(live).disk?.setLow(false);
  await tells(live, 'in_service', null);
});

test('disk full: the visitor who is there may finish, then the kiosk rests until there is room', async ({ guest, live, page }) => {
  await well(guest, live);
  await guest.openHome();
  targets(live).disk?.setFull(true);
  await tells(live, 'out_of_service', 'disk.full');
  await guest.sees('home');
  await guest.touch('footer.finish');
  await guest.sees('out_of_service');
  // The journal may be the first to say that it can't be written.
  const anybody = new Visitor(page, 'ar');
  const reasons = ['disk', 'storage'].map((reason) => anybody.text(`out_of_service.reasons.${reason}`));
  await expect(page.getByText(new RegExp(reasons.join('|')))).toBeVisible();
  targets(live).disk?.setFull(false);
  await guest.sees('attract');
  await tells(live, 'in_service', null);
});

test('the page proves that it lives on every screen, in the staff room too', async ({ guest, live, page }) => {
  const { kiosk } = live.running;
  let beats = 0;
  kiosk.observe(({ type }) => {
    if (type === 'beat') beats += 1;
  });
  const isBeating = async (): Promise<void> => {
    const before = beats;
    await expect.poll(() => beats, { timeout: 10_000 }).toBeGreaterThan(before + 1);
  };
  await guest.openTransaction();
  await isBeating();
  await guest.touch('footer.help');
  await guest.sees('help');
  await isBeating();
  await guest.touch('footer.finish');
  await guest.sees('attract');
  await isBeating();
  kiosk.receive({ step: kiosk.view().step, action: { type: 'staff', act: { act: 'enter' } } });
  await expect(page.locator('.staff')).toBeVisible();
  await isBeating();
  await page.evaluate(() => document.getElementById('root')?.replaceChildren());
  const atDeath = beats;
  await page.waitForTimeout(5_000);
  expect(beats, 'nothing on the glass, no beat').toBe(atDeath);
});

test.describe('with little patience', () => {
  test.use({ timing: { inputIdleMs: 1_000 } });

  test('the page proves that it lives while it asks whether somebody is still there', async ({ guest, live, page }) => {
    let beats = 0;
    let blanks = 0;
    live.running.kiosk.observe(({ type }) => {
      if (type === 'beat') beats += 1;
      if (type === 'page_blank') blanks += 1;
    });
    await guest.openHome();
    await expect(page.getByText(guest.text('still_there.title'))).toBeVisible();
    const before = beats;
    await expect.poll(() => beats, { timeout: 10_000 }).toBeGreaterThan(before + 1);
    expect(blanks).toBe(0);
  });
});

test('a page that was started again: the same screen, and staff are told for an hour', async ({ guest, live, page }) => {
  await well(guest, live);
  await guest.openHome();
  live.running.kiosk.report({ type: 'page_restarted', cause: 'crashed' });
  await page.reload();
  await guest.sees('home');
  await tells(live, 'limited', 'page.restarted');
});
