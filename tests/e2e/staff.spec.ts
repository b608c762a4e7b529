import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { codeOf, DEMO_STAFF, TEST_CARD } from '../../scripts/demo-staff.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { DISPLAY_PICTURES, TOUCH_POINTS, type PowerAction } from '../../src/bridge/staff.ts';
import { proveReadiness } from '../../src/main/staff/readiness/proof.ts';
import { STAFF_TIMING } from '../../src/main/staff/timing.ts';
import { CITIZEN, expect, test as base, type LiveKiosk } from '../harness/live-kiosk.ts';
import { Technician, type Hands } from '../harness/technician.ts';

/** The staff room of a live kiosk, from the hidden gesture to the signed report, with nothing but what the screens say. */

const readQr = jsQR as unknown as typeof jsQR.default;

const test = base.extend<{ technician: Technician }>({
  technician: async ({ guest, language, live, page }, use) => {
    await page.goto(live.server.url);
    await guest.sees('attract');
    await use(new Technician(page, language));
  },
});

const { liaison, technician: person } = DEMO_STAFF;
const WRONG_CODE = (at: Date): string => (codeOf(person, at) === '000000' ? '000001' : '000000');

/** What hands, a telephone and a new roll can do, by the sentence that asks for it. */
function handsOf(technician: Technician, { running }: LiveKiosk): Hands {
  const { faultTargets, virtual } = running;
  const t = (key: string): string => technician.text(key);
  return {
    [t('paper.leads.open')]: () => virtual.printer?.inject('cover_open'),
    [t('paper.leads.change')]: () => virtual.printer?.restore('paper_end'),
    [t('paper.leads.close')]: () => virtual.printer?.restore('cover_open'),
    [t('findings.reader_not_there.fix')]: () => virtual.reader?.plugIn(),
    [t('reader.lead')]: () => virtual.reader?.present(syntheticCard(TEST_CARD)),
    [t('findings.gateway_refuses_kiosk.fix')]: () => faultTargets?.gateway?.clearFaults(),
    [t('findings.clock_off.fix')]: () => faultTargets?.clock?.setOff(0),
    [t('findings.disk_full.fix')]: () => faultTargets?.disk?.setFull(false),
  };
}

for (const language of ['ar', 'en'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('a technician who has never seen the kiosk finds and clears five faults', async ({ guest, live, technician }) => {
      test.setTimeout(240_000);
      // A visitor is served, so that the kiosk has heard the gateway's time; then everything breaks.
      await guest.openStatus();
      await guest.touch('footer.finish');
      await guest.sees('attract');
      const { faultTargets, virtual } = live.running;
      virtual.printer?.inject('paper_end');
      virtual.reader?.unplug();
      faultTargets?.clock?.setOff(95);
      faultTargets?.gateway?.addFault({ operation: 'startSession', kind: 'status', status: 401 });
      faultTargets?.disk?.setFull(true);
      const stateOf = (part: 'paper' | 'reader' | 'journal') => live.running.health.current().components[part].state;
      await expect
        .poll(() => (['reader', 'paper', 'journal'] as const).map(stateOf), { timeout: 30_000 })
        .toEqual(['down', 'down', 'down']);

      await technician.openDoor();
      await technician.signIn(person);
      const hands = handsOf(technician, live);
      for (let worst = await technician.worst(); worst !== null; worst = await technician.worst(worst))
        await technician.fix(worst, hands);

      expect(technician.diary).toEqual(
        expect.arrayContaining([
          technician.text('paper.leads.change'),
          technician.text('findings.reader_not_there.fix'),
          technician.text('findings.gateway_refuses_kiosk.fix'),
          technician.text('findings.clock_off.fix'),
          technician.text('findings.disk_full.fix'),
        ]),
      );
      await technician.button('header.signOut').click();
      await guest.sees('attract');
      await expect.poll(() => live.running.health.current().status, { timeout: 20_000 }).toBe('in_service');
    });
  });
}

test('the door opens to account, PIN and code together, and a code only once', async ({ guest, technician }) => {
  // A visitor is served, so that the kiosk has heard the gateway's time and blames no clock.
  await guest.openStatus();
  await guest.touch('footer.finish');
  await guest.sees('attract');
  await technician.openDoor();
  const at = new Date();
  await technician.type(person.id, person.pin, WRONG_CODE(at));
  await expect(technician.page.getByRole('alert')).toContainText(technician.text('sign_in.refusals.refused'));
  await technician.signIn(person, at);
  await technician.button('header.signOut').click();
  await guest.sees('attract');
  await technician.openDoor();
  await technician.type(person.id, person.pin, codeOf(person, at));
  await expect(technician.page.getByRole('alert')).toContainText(technician.text('sign_in.refusals.refused'));
});

test('whoever guesses has to wait, also with the right numbers', async ({ technician }) => {
  await technician.openDoor();
  const alert = technician.page.getByRole('alert');
  for (let tries = 0; tries < 4; tries += 1) {
    await technician.type(person.id, '111111', WRONG_CODE(new Date()));
    await expect(alert).toBeVisible();
  }
  await expect(alert).toContainText(technician.text('sign_in.wait'));
  await technician.page.keyboard.type(person.pin);
  await expect(technician.page.getByText('•')).toHaveCount(0);
  await expect(technician.button('sign_in.next')).toBeDisabled();
});

test('a liaison officer changes paper and nothing that belongs to technicians', async ({ live, technician }) => {
  await technician.openDoor();
  await technician.signIn(liaison);
  for (const room of ['events', 'power', 'report', 'training'])
    await expect(technician.page.getByRole('button', { name: technician.text(`nav.${room}`) })).toBeDisabled();
  // A page that asks all the same is refused as well.
  const { kiosk } = live.running;
  kiosk.receive({ step: kiosk.view().step, action: { type: 'staff', act: { act: 'open', screen: 'power' } } });
  await expect(technician.page.locator('.staff[data-screen="overview"]')).toBeVisible();
  await technician.go('tests');
  await technician.page.getByRole('button', { name: technician.text('subjects.paper') }).click();
  await technician.sees('test');
  await expect(technician.page.getByText(technician.text('paper.leads.open'))).toBeVisible();
});

test.describe('with little patience', () => {
  test.use({ host: { staffTiming: { ...STAFF_TIMING, idleMs: 4_000, doorIdleMs: 3_000 } } });

  test('the door and the room close by themselves, and visitors are served again', async ({ guest, live, technician }) => {
    await technician.openDoor();
    await guest.sees('attract');
    await technician.openDoor();
    await technician.signIn(person);
    await expect(technician.button('banners.stay')).toBeVisible();
    await guest.sees('attract');
    expect(live.running.kiosk.view().staff).toBeNull();
  });
});

test('maintenance keeps visitors out until it is ended', async ({ guest, technician }) => {
  await technician.openDoor();
  await technician.signIn(person);
  await technician.go('maintenance');
  await technician.page.getByRole('button', { name: technician.text('maintenance.reasons.cleaning') }).click();
  await technician.button('maintenance.start').click();
  await expect(technician.page.locator('.banner[data-kind="maintenance"]')).toBeVisible();
  await technician.button('header.signOut').click();
  await guest.sees('out_of_service');
  await expect(technician.page.getByText(guest.text('out_of_service.reasons.maintenance'))).toBeVisible();
});

test.describe('restarts', () => {
  const done: PowerAction[] = [];
  test.use({
    host: {
      staffTiming: { ...STAFF_TIMING, powerDelayMs: 100 },
      host: {
        name: () => 'a test',
        reloadPage: () => done.push('reload_page'),
        restartApp: () => done.push('restart_app'),
        shutDown: async () => {
          done.push('shut_down');
          return false;
        },
      },
    },
  });

  test('happen after a second tap only; one that isn’t allowed is said', async ({ technician }) => {
    await technician.openDoor();
    await technician.signIn(person);
    await technician.go('power');
    await technician.button('power.actions.restart_app').click();
    await technician.button('power.no').click();
    await technician.button('power.actions.shut_down').click();
    await technician.button('power.yes.shut_down').click();
    await expect(technician.page.getByRole('alert')).toContainText(technician.text('power.failed.shut_down'));
    expect(done).toEqual(['shut_down']);
  });
});

test('a card that isn’t the test card is named as such, and nothing of it is shown or kept', async ({ guest, technician }) => {
  await technician.openDoor();
  await technician.signIn(person);
  await technician.openTest('reader');
  await technician.page.getByText(technician.text('reader.waiting')).waitFor();
  guest.presentCard(CITIZEN);
  await expect(technician.page.getByText(technician.text('findings.reader_other_card.what'))).toBeVisible();
  expect(await technician.page.content()).not.toContain(CITIZEN.slice(-4));
});

test('every test is passed at the machine, and the report says that it is ready', async ({ live, page, technician }) => {
  test.setTimeout(120_000);
  await technician.openDoor();
  await technician.signIn(person);
  const hands = handsOf(technician, live);

  await technician.openTest('touch');
  for (const [point, { x, y }] of TOUCH_POINTS.entries()) {
    await page.locator(`.glass__cross:nth-child(${String(point + 1)})[data-now]`).waitFor();
    await page.mouse.click((x / 100) * 1080, (y / 100) * 1920);
  }
  await page.locator('.glass__grid').waitFor();
  for (let y = 60; y < 1920; y += 120) {
    await page.mouse.move(2, y);
    await page.mouse.move(1078, y, { steps: 12 });
  }
  await technician.untilPassed(hands);

  await technician.openTest('display');
  for (const picture of DISPLAY_PICTURES) await page.locator(`.glass__picture[data-picture="${picture}"]`).click();
  await technician.untilPassed(hands);

  for (const name of ['reader', 'printer', 'calibration', 'paper'] as const) {
    await technician.openTest(name);
    await technician.untilPassed(hands);
  }
  await technician.go('tests');
  await technician.button('tests.runChecks').click();
  await technician.untilPassed(hands);

  await technician.go('report');
  await technician.button('report.make').click();
  await expect(page.getByText(technician.text('report.ready'))).toBeVisible({ timeout: 20_000 });
});

test('the report comes on paper, as a file and as a code that proves itself', async ({ live, page, technician }) => {
  await technician.openDoor();
  await technician.signIn(person);
  await technician.go('tests');
  await technician.button('tests.runChecks').click();
  await technician.button('test.toOverview').waitFor({ timeout: 30_000 });
  await technician.go('report');
  await technician.button('report.make').click();
  const picture = PNG.sync.read(await technician.photographCode());
  const code = readQr(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data ?? '';
  const proof = proveReadiness(code, null);
  expect(proof).toMatchObject({ ok: true });
  expect(proveReadiness(code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), null).ok).toBe(false);
  const pages = live.running.virtual.printer?.pages.length ?? 0;
  await technician.button('report.print').click();
  await expect(page.getByText(technician.text('report.printed.printed'))).toBeVisible({ timeout: 30_000 });
  expect(live.running.virtual.printer?.pages.length).toBe(pages + 1);
  const reports = readdirSync(join(live.demo.config.dataDirectory, 'staff/reports'));
  expect(reports.filter((name) => name.endsWith('.pdf'))).toHaveLength(1);
});
