import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import { DASHBOARD_DIRECTORY } from '../../scripts/checkout.ts';
import { stripBidiControls } from '../../src/domain/bidi.ts';
import { renewSignIn } from '../../src/fleet/roster/apply.ts';
import { healthy } from '../harness/fleet-kiosk.ts';
import { OfficersHub, PASSWORD } from '../harness/officers-hub.ts';
import { complaintsOf, signIn, typeSignIn } from './dashboard-harness.ts';
import { startStory, STORY_MS } from './dashboard-story.ts';

/** Officers at a real hub, in a real browser. The hub's clock stands where the story left it. */
let own: OfficersHub;

/** Every test ends without a complaint in the console and without anything that the policy refused. */
const test = base.extend<{ readonly complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints = complaintsOf(page);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});
test.use({ viewport: { width: 1440, height: 900 } });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  own = await startStory(DASHBOARD_DIRECTORY);
});
test.afterAll(() => own[Symbol.asyncDispose]());

const PHONE = { width: 390, height: 844 } as const;
const card = (page: Page, kiosk: string) => page.locator('.attention', { hasText: kiosk });
/** What an eye sees: without the isolates that keep numbers in order. */
const sees = (where: Locator, words: string): Promise<void> => expect.poll(async () => stripBidiControls(await where.innerText())).toContain(words);
const tile = (page: Page, kiosk: string) => page.locator('.tile', { hasText: kiosk });

/** A part of a kiosk changes, as its own message to the hub would say. */
async function tell(kiosk: string, component: string, reason: string | null): Promise<void> {
  const since = new Date(own.nowMs).toISOString();
  const part = { ...healthy().find((one) => one.component === component), state: reason === null ? 'ok' : 'down', reason, since, asOf: since };
  const delta = { v: 1, type: 'delta', n: 1_000, clock: { atMs: own.nowMs, monotonicMs: 1 }, components: [part], admin: { maintenance: false, closed: false }, screen: 'A1' };
  await own.hub.fleet.delta(kiosk, delta as never);
}

test('signing in: every wrong try is refused alike, and the right one opens the board', async ({ page }) => {
  await page.goto(own.hub.url);
  await typeSignIn(page, own, 'k.otaibi', 'not the pass phrase');
  const refusal = page.locator('[role=alert]');
  await sees(refusal, 'تعذّر الدخول');
  const said = await refusal.textContent();
  await typeSignIn(page, own, 'nobody');
  await expect(page.locator('button[type=submit]')).toBeEnabled();
  await expect(refusal).toHaveText(said ?? '');
  await typeSignIn(page, own, 'k.otaibi');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('حالة الأجهزة');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kiosks now');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('too many tries: the page says how long to wait, and nothing can be sent meanwhile', async ({ page, complaints }) => {
  await own.officer('n.zahrani');
  await page.goto(own.hub.url);
  await page.locator('input[name=account]').fill('n.zahrani');
  await page.locator('input[name=password]').fill('wrong');
  // No time passes for whoever guesses; after five tries the hub doesn't look any more.
  for (let status = 0, tries = 0; status !== 429 && tries < 10; tries += 1) {
    await page.locator('input[name=code]').fill('000000');
    const [answer] = await Promise.all([page.waitForResponse('**/api/sign-in'), page.locator('button[type=submit]').click()]);
    status = answer.status();
  }
  await sees(page.locator('[role=alert]'), 'محاولات كثيرة');
  await expect(page.locator('[role=alert]')).toContainText(/حاول بعد .*ثاني?ة|ثوانٍ/);
  await expect(page.locator('button[type=submit]')).toBeDisabled();
  own.nowMs += 60_000;
  expect(complaints.splice(0).every((one) => one.includes('429'))).toBe(true);
});

test('a session that ends brings the sign-in, and signing in brings back the same place', async ({ page }) => {
  await signIn(page, own, 'k.otaibi', '/#/incidents');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('البلاغات');
  const sessions = own.hub.store;
  await sessions.write(async (transaction) => {
    await transaction.deleteFrom('officer_sessions').execute();
  });
  await page.getByRole('button', { name: 'المنتهية' }).click();
  await expect(page.getByText('انتهت جلستك')).toBeVisible();
  await typeSignIn(page, own, 'k.otaibi');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('البلاغات');
  expect(page.url()).toContain('#/incidents');
});

test('the first account: printed code, authenticator app, then an ordinary sign-in', async ({ page }) => {
  await using fresh = await OfficersHub.start(STORY_MS, DASHBOARD_DIRECTORY);
  await page.goto(fresh.hub.url);
  await page.locator('input[name=first-code]').fill(fresh.room.firstCode);
  await page.locator('input[name=account]').fill('admin');
  await linkAndSignIn(page, fresh.nowMs);
  await expect(page.locator('.tile')).toHaveCount(14);
});

test('an officer of the roster: the code that was handed over, authenticator app, then an ordinary sign-in', async ({ page }) => {
  await using fresh = await startStory(DASHBOARD_DIRECTORY);
  const code = await renewSignIn(fresh.hub.store, 'm.ghamdi', { user: 'tester', nowMs: fresh.nowMs });
  await page.goto(`${fresh.hub.url}/#/sign-in/first`);
  await page.locator('input[name=first-code]').fill('WRONG-CODE');
  await page.locator('input[name=account]').fill('m.ghamdi');
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.locator('input[name=first-code]').fill(code ?? '');
  await linkAndSignIn(page, fresh.nowMs);
  await expect(page.locator('.tile')).toHaveCount(3);
});

/** The rest of a first sign-in: a password, the second factor, and then both. */
async function linkAndSignIn(page: Page, nowMs: number): Promise<void> {
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('img', { name: 'رمز ربط تطبيق المصادقة' })).toBeVisible();
  const secret = ((await page.locator('.sign-in__secret').textContent()) ?? '').replaceAll(' ', '');
  await page.getByRole('button').filter({ hasText: 'ربطته' }).click();
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('input[name=code]').fill(new TOTP({ secret }).generate({ timestamp: nowMs }));
  await page.locator('button[type=submit]').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('حالة الأجهزة');
}

test('the board says what is wrong, who acts and what visitors see, the worst first', async ({ page }) => {
  await signIn(page, own, 'k.otaibi');
  await expect(page.locator('.tile')).toHaveCount(14);
  const ids = await page.locator('.attention__id').allTextContents();
  expect(ids).toEqual(['MK-006', 'MK-013', 'MK-009', 'MK-010']);
  await sees(card(page, 'MK-009'), 'غطاء الطابعة مفتوح');
  await sees(card(page, 'MK-009'), 'ضابط الاتصال: أغلق الغطاء');
  await sees(card(page, 'MK-009'), 'الإيصال رمزًا بدل الورق');
  await sees(card(page, 'MK-013'), 'آخر اتصال 10:31');
  await page.getByRole('button', { name: 'تحت الصيانة 1' }).click();
  await expect(page.locator('.tile')).toHaveCount(1);
  await expect(tile(page, 'MK-003')).toBeVisible();
});

test('what changes at a kiosk changes on the board by itself, and so does its incident', async ({ page, context }) => {
  await signIn(page, own, 'k.otaibi');
  await expect(page.getByText('مباشر')).toBeVisible();
  await tell('MK-012', 'paper', 'paper.out');
  await sees(card(page, 'MK-012'), 'انتهى الورق');
  await own.pass(120_000);
  const second = await context.newPage();
  await second.goto(`${own.hub.url}/#/incidents`);
  const there = second.locator('.incident', { hasText: 'MK-012' });
  await there.getByRole('button', { name: 'استلمت البلاغ' }).click();
  await sees(there, 'البلاغ لديك حتى');
  await sees(card(page, 'MK-012'), 'استلمه خالد العتيبي');
  await expect(card(page, 'MK-012').getByRole('button', { name: 'استلمت البلاغ' })).toHaveCount(0);
  await tell('MK-012', 'paper', null);
  await expect(card(page, 'MK-012')).toHaveCount(0);
  await sees(tile(page, 'MK-012'), 'في الخدمة');
  await own.pass(300_000);
  await expect(there).toHaveCount(0);
  await second.getByRole('button', { name: 'المنتهية' }).click();
  await sees(second.locator('.incident', { hasText: 'MK-012' }), 'دام');
});

test('in the hand: one touch takes an alert over, and it says who was called by what', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await signIn(page, own, 'm.ghamdi', '/#/incidents');
  const alert = page.locator('.incident', { hasText: 'غطاء الطابعة مفتوح' });
  await alert.getByText(/أُرسل/).click();
  await sees(alert.locator('.called'), 'ماجد الغامدي');
  await sees(alert.locator('.called'), 'في هذه الصفحة');
  const take = alert.getByRole('button', { name: 'استلمت البلاغ' });
  expect((await take.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await take.click();
  await sees(alert, 'البلاغ لديك حتى');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test('a liaison officer is shown their own site and nothing else', async ({ page, complaints }) => {
  await signIn(page, own, 'm.ghamdi');
  await expect(page.locator('.tile')).toHaveCount(3);
  await expect(page.getByRole('link', { name: 'التدقيق' })).toHaveCount(0);
  await page.goto(`${own.hub.url}/#/kiosks/MK-008`);
  await expect(page.getByRole('heading', { name: 'المسؤولون' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'تسجيل الجهاز' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'إعادة تشغيل الجهاز' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'جدولة صيانة' })).toHaveCount(0);
  await page.goto(`${own.hub.url}/#/kiosks/MK-007`);
  await expect(page.getByRole('alert')).toHaveText('لا يوجد ما طلبت.');
  // The browser's own word about the refused call.
  expect(complaints.splice(0).every((one) => one.includes('404'))).toBe(true);
});

test('a dangerous job needs the name typed and a second person', async ({ page, browser }) => {
  await signIn(page, own, 'admin', '/#/kiosks/MK-011');
  await page.getByRole('button', { name: 'إعادة تشغيل الجهاز' }).click();
  const dialog = page.getByRole('dialog');
  const send = dialog.getByRole('button', { name: 'إرسال' });
  await expect(send).toBeDisabled();
  await dialog.getByRole('textbox').fill('MK-012');
  await expect(send).toBeDisabled();
  await dialog.getByRole('textbox').fill('mk-011');
  await send.click();
  const job = page.locator('.job', { hasText: 'إعادة تشغيل الجهاز' });
  await sees(job, 'ينتظر موافقة ثانية');
  await expect(job.getByRole('button', { name: 'موافقة' })).toHaveCount(0);
  const other = await browser.newPage();
  await signIn(other, own, 'f.qahtani', '/#/kiosks/MK-011');
  await other.locator('.job').getByRole('button', { name: 'موافقة' }).click();
  await sees(job, 'وافق فهد القحطاني');
  await sees(job, 'ينتظر الجهاز');
  await job.getByRole('button', { name: 'إلغاء' }).click();
  await sees(other.locator('.job'), 'أُلغي');
  await other.close();
});

test('the figures of the fixture day, with formula, n and exclusions, and as a table', async ({ page }) => {
  await signIn(page, own, 'k.otaibi', '/#/figures');
  await page.getByLabel('المدة').selectOption('day');
  await page.getByLabel('الموقع').selectOption('airport');
  const completion = page.locator('.figure', { has: page.getByRole('heading', { name: 'نسبة الإكمال', exact: true }) });
  await sees(completion, '88.5%');
  await sees(completion, 'العدد 26');
  await sees(completion, 'المستثنى 2: من لم يختر خدمة');
  await sees(completion, 'الزيارات المكتملة على الزيارات التي اختير فيها خدمة');
  await sees(page.locator('.figure', { hasText: 'زمن إنجاز الخدمة، الوسيط' }), '50 ث');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'جدول CSV' }).click()]);
  expect(file.suggestedFilename()).toBe('raha-figures-2026-11-22-2026-11-22.csv');
  await page.getByLabel('المدة').selectOption('week');
  await expect(page.locator('.chart', { hasText: 'الزيارات يومًا بيوم' }).locator('rect.bar--whole')).toHaveCount(7);
});

test('maintenance is planned, shown on its day, ended, and written down', async ({ page, browser }) => {
  await signIn(page, own, 'l.shehri', '/#/maintenance');
  await page.getByRole('button', { name: 'جدولة صيانة' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('الجهاز').selectOption('MK-005');
  await dialog.getByLabel('السبب').selectOption('cleaning');
  await dialog.getByLabel('اليوم').fill('2026-11-26');
  await dialog.getByLabel('من الساعة').fill('13:00');
  await dialog.getByRole('button', { name: 'حفظ' }).click();
  const slot = page.locator('.slot', { hasText: 'MK-005' });
  await sees(slot, 'من 13:00 إلى 14:00');
  await slot.getByRole('button', { name: 'إنهاء صيانة الجهاز' }).click();
  await expect(slot.getByRole('button')).toHaveCount(0);
  const reader = await browser.newPage();
  await signIn(reader, own, 'admin', '/#/audit');
  await reader.getByLabel('الفعل').fill('maintenance.plan');
  await reader.getByRole('button', { name: 'بحث' }).click();
  await expect(reader.locator('.audit tbody tr')).toHaveCount(1);
  await sees(reader.locator('.audit tbody tr'), 'l.shehri');
  await reader.close();
});

test('the channels are tested from the page', async ({ page }) => {
  await signIn(page, own, 'm.ghamdi', '/#/settings');
  await page.getByRole('button', { name: 'جرّب القنوات' }).click();
  await sees(page.locator('.settings__results'), 'غير معدّة');
});

test('without live updates the page asks every 15 seconds, and says so', async ({ page, complaints }) => {
  await page.clock.install({ time: new Date(own.nowMs) });
  await page.route('**/api/live', (route) => route.fulfill({ status: 502, body: '' }));
  await signIn(page, own, 'k.otaibi');
  await expect(page.getByText('تُحدَّث الصفحة كل 15 ثانية')).toBeVisible();
  await tell('MK-002', 'paper', 'paper.out');
  await page.clock.runFor(16_000);
  await sees(card(page, 'MK-002'), 'انتهى الورق');
  await tell('MK-002', 'paper', null);
  await page.unroute('**/api/live');
  await page.clock.runFor(16_000);
  await expect(page.locator('.live-sign')).toHaveText('مباشر');
  expect(complaints.splice(0).every((one) => one.includes('502'))).toBe(true);
});

test('when the hub goes away the page says from when it is, and comes back by itself', async ({ page, complaints }) => {
  await page.clock.install({ time: new Date(own.nowMs) });
  await using fresh = await startStory(DASHBOARD_DIRECTORY);
  await signIn(page, fresh, 'k.otaibi');
  const port = Number(new URL(fresh.hub.url).port);
  await expect(page.locator('.live-sign')).toHaveText('مباشر');
  await fresh.stop();
  await page.clock.runFor(16_000);
  await sees(page.getByRole('alert'), 'لا اتصال بمركز المتابعة');
  await sees(page.getByRole('alert'), '10:4');
  await expect(page.locator('.tile')).toHaveCount(14);
  await fresh.startAgain(DASHBOARD_DIRECTORY, port);
  await page.clock.runFor(32_000);
  await expect(page.locator('.live-sign')).toHaveText('مباشر');
  await expect(page.getByRole('alert')).toHaveCount(0);
  complaints.splice(0);
});

test('the first screen needs little: a phone on a mobile network has it soon', async ({ page }) => {
  const sizes: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) sizes.push(Number(response.headers()['content-length']));
  });
  await signIn(page, own, 'k.otaibi');
  await page.waitForLoadState('load');
  const scripts = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  expect(sizes.length).toBeGreaterThan(2);
  expect(scripts, `${scripts.toFixed(0)} kB of scripts`).toBeLessThan(130);
});

test('every answer with a file of the page carries the policy, and nothing else can be asked for', async ({ request }) => {
  const answer = await request.get(own.hub.url);
  expect(answer.headers()['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers()['x-content-type-options']).toBe('nosniff');
  for (const path of ['/../package.json', '/assets/', '/hub.sqlite', '/assets/..%2f..%2fhub.sqlite']) expect((await request.get(`${own.hub.url}${path}`)).status(), path).toBe(404);
});

test('a kiosk that a roster adds comes onto a page that is open, with its site', async ({ page }) => {
  await signIn(page, own, 'k.otaibi');
  await expect(tile(page, 'MK-012')).toBeVisible();
  const site = { id: 'new-hall', region: own.hub.directory.regions()[0]!.id, kind: 'diwan', name_ar: 'الصالة الجديدة', name_en: 'The new hall' };
  const kiosk = { id: 'MK-020', site: site.id, name_ar: 'المدخل', name_en: 'Entrance', public_key: null, enrolled_ms: null, revoked_ms: null };
  await own.hub.addKiosks({ regions: [], sites: [site], kiosks: [kiosk] });
  await expect(tile(page, 'MK-020')).toBeVisible();
  await expect(page.getByText('الصالة الجديدة').first()).toBeVisible();
});
