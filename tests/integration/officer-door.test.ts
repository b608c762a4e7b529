import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OfficerDoor } from '../../src/fleet/access/door.ts';
import { Officers, type Officer } from '../../src/fleet/access/officers.ts';
import { may, RIGHTS, type SiteAsker } from '../../src/fleet/access/roles.ts';
import { OfficerSessions } from '../../src/fleet/access/sessions.ts';
import { openStore, type Store } from '../../src/fleet/store/store.ts';
import { newTotpSecret } from '../../src/sign-in/one-time-code.ts';
import { hashSecret } from '../../src/sign-in/secret-hash.ts';

const PASSWORD = 'synthetic pass phrase';
const SECRET = newTotpSecret();
const START_MS = Date.parse('2026-11-22T06:00:00Z');
const CHEAP = { n: 1024, r: 8, p: 1 };
const MINUTE_MS = 60_000;

let folder: string;
let store: Store;
let officers: Officers;
let nowMs: number;
let door: OfficerDoor;

const officer = async (change: Partial<Officer> = {}): Promise<Officer> => ({
  account: 'officer',
  name: { ar: 'ضابط تجريبي', en: 'Synthetic officer' },
  role: 'liaison',
  duties: ['liaison'],
  sites: ['airport'],
  language: 'ar',
  mail: null,
  phone: null,
  local: { password: await hashSecret(PASSWORD, CHEAP), totpSecret: SECRET, lastStep: 0 },
  oidcSubject: null,
  isDisabled: false,
  ...change,
});
const code = (atMs = nowMs): string => new TOTP({ secret: SECRET }).generate({ timestamp: atMs });
const signIn = (change: Partial<{ account: string; password: string; code: string }> = {}, address = '10.0.0.1') =>
  door.signIn({ account: 'officer', password: PASSWORD, code: code(), ...change }, address);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-door-'));
  store = await openStore({ kind: 'sqlite', file: join(folder, 'hub.sqlite') });
  officers = new Officers(store);
  nowMs = START_MS;
  door = new OfficerDoor(officers, () => nowMs, CHEAP);
  await officers.save(await officer());
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('account, password and code together let somebody in, and the account is kept whole', async () => {
  const answer = await signIn();
  expect(answer).toMatchObject({ ok: true, value: { account: 'officer', role: 'liaison', sites: ['airport'], duties: ['liaison'] } });
  expect(await officers.hasAny()).toBe(true);
});

test.each([
  ['a wrong password', { password: 'other' }],
  ['a wrong code', { code: '000000' }],
  ['an account that nobody has', { account: 'nobody' }],
  ['no code', { code: '' }],
])('%s is refused in the same words', async (_name, change) => {
  expect(await signIn(change)).toEqual({ ok: false, fault: { code: 'refused' } });
});

test('a code counts once', async () => {
  expect((await signIn()).ok).toBe(true);
  expect(await signIn()).toEqual({ ok: false, fault: { code: 'refused' } });
  nowMs += 30_000;
  expect((await signIn()).ok).toBe(true);
});

test('a clock half a minute off is forgiven, a minute and a half is not', async () => {
  expect((await signIn({ code: code(nowMs + 30_000) })).ok).toBe(true);
  nowMs += 10 * MINUTE_MS;
  expect((await signIn({ code: code(nowMs - 90_000) })).ok).toBe(false);
});

test('who is disabled, or has no local account, does not get in', async () => {
  await officers.save(await officer({ isDisabled: true }));
  expect((await signIn()).ok).toBe(false);
  await officers.save(await officer({ local: null, oidcSubject: 'subject-1' }));
  expect((await signIn()).ok).toBe(false);
  expect(await officers.findBySubject('subject-1')).toMatchObject({ account: 'officer' });
});

test('guessing gets slower, from whatever address, and survives a restart of the hub', async () => {
  for (let count = 0; count < 6; count += 1) await signIn({ password: 'guess' }, `10.0.0.${String(count)}`);
  const again = new OfficerDoor(new Officers(store), () => nowMs, CHEAP);
  const answer = await again.signIn({ account: 'officer', password: PASSWORD, code: code() }, '10.9.9.9');
  expect(answer).toEqual({ ok: false, fault: { code: 'wait', waitMs: 30_000 } });
  nowMs += 30_000;
  expect((await signIn()).ok).toBe(true);
  expect(await store.read.selectFrom('officers').select('failures').executeTakeFirst()).toEqual({ failures: 0 });
});

test('many guesses at once are many guesses', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => signIn({ password: 'guess' }, `10.0.1.${String(index)}`)));
  expect(answers.filter((answer) => !answer.ok && answer.fault.code === 'refused')).toHaveLength(6);
  const fromOne = await Promise.all(Array.from({ length: 40 }, (_, index) => signIn({ account: `account-${String(index)}` }, '10.0.2.1')));
  expect(fromOne.filter((answer) => !answer.ok && answer.fault.code === 'refused')).toHaveLength(21);
});

test('one address may not go through the accounts', async () => {
  for (let count = 0; count < 21; count += 1) await signIn({ account: `account-${String(count)}` });
  expect(await signIn()).toMatchObject({ ok: false, fault: { code: 'wait' } });
  expect((await signIn({}, '10.0.0.2')).ok).toBe(true);
});

test('a session ends by itself, on demand, and with the account; its token is not in the database', async () => {
  const sessions = new OfficerSessions(store, () => nowMs);
  const { csrfToken, token } = await sessions.begin('officer');
  expect(await sessions.find(token)).toEqual({ account: 'officer', csrfToken });
  expect(JSON.stringify(await store.read.selectFrom('officer_sessions').selectAll().execute())).not.toContain(token);
  nowMs += 61 * MINUTE_MS;
  expect(await sessions.find(token)).toBeNull();

  const used = await sessions.begin('officer');
  for (let minutes = 0; minutes < 9 * 60; minutes += 50) {
    nowMs += 50 * MINUTE_MS;
    expect(await sessions.find(used.token)).not.toBeNull();
  }
  nowMs += 60 * MINUTE_MS;
  expect(await sessions.find(used.token)).toBeNull();

  const one = await sessions.begin('officer');
  await sessions.end(one.token);
  expect(await sessions.find(one.token)).toBeNull();
  const other = await sessions.begin('officer');
  await sessions.endAll('officer');
  expect(await sessions.find(other.token)).toBeNull();
});

test('a liaison officer has rights at their own sites only, and none where there is no site', () => {
  const liaison: SiteAsker = { account: 'l', address: null, role: 'liaison', sites: ['airport'] };
  for (const right of Object.keys(RIGHTS) as (keyof typeof RIGHTS)[]) {
    expect(may(liaison, right, 'diwan')).toBe(false);
    expect(may(liaison, right, null)).toBe(false);
  }
  expect(may(liaison, 'board.read', 'airport')).toBe(true);
  expect(may(liaison, 'audit.read', 'airport')).toBe(false);
  expect(may({ account: 'a', address: null, role: 'administrator', sites: null }, 'audit.read', null)).toBe(true);
});
