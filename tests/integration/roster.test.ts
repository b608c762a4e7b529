import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { URI, type TOTP } from 'otpauth';
import { beforeEach, describe, expect, test } from 'vitest';
import { HUB_FILES } from '../../scripts/checkout.ts';
import { Officers } from '../../src/fleet/access/officers.ts';
import { isSignInCode, useSignInCode } from '../../src/fleet/access/sign-in-codes.ts';
import { hoursOn, isOpen, type SiteCalendar } from '../../src/fleet/alerts/calendar.ts';
import { AlertStore } from '../../src/fleet/alerts/store.ts';
import { readHubConfig } from '../../src/fleet/config.ts';
import { hashOfCode } from '../../src/fleet/identity/codes.ts';
import { applyRoster, checkAgainst, renewSignIn, type Applied } from '../../src/fleet/roster/apply.ts';
import { linesOf, notesOf } from '../../src/fleet/roster/lines.ts';
import { checkRoster, readRoster } from '../../src/fleet/roster/read.ts';
import type { Roster } from '../../src/fleet/roster/schema.ts';
import { startHub } from '../../src/fleet/start.ts';
import { openStore, type Store } from '../../src/fleet/store/store.ts';
import { newTotpSecret } from '../../src/sign-in/one-time-code.ts';
import { hashSecret } from '../../src/sign-in/secret-hash.ts';
import { useDatabases } from '../harness/databases.ts';

const FILE = 'config/roster.example.json';
const read = readRoster(FILE);
if (!read.ok) throw new Error(read.fault.join('\n'));
const EXAMPLE: Roster = read.value;
const NOW_MS = Date.parse('2026-11-22T09:00:00Z');
const BY = { user: 'hub', nowMs: NOW_MS };

const databases = useDatabases();

type Change = (roster: Roster) => void;
/** The example, changed. */
function roster(...changes: Change[]): Roster {
  const copy = structuredClone(EXAMPLE);
  for (const change of changes) change(copy);
  return copy;
}
const kiosk = (of: Roster, id: string) => of.kiosks.find((one) => one.id === id)!;
const officer = (of: Roster, account: string) => of.officers.find((one) => one.account === account)!;

let rosters = 0;
describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
  let store: Store;
  beforeEach(async ({ skip, onTestFinished }) => {
    skip(kind === 'postgres' && databases.postgres === null, 'no PostgreSQL on this machine');
    rosters += 1;
    const name = `roster${String(rosters)}`;
    const address = databases.address(kind, name);
    store = await openStore(address);
    onTestFinished(() => store.close());
  });

  async function apply(wanted: Roster): Promise<Applied> {
    const applied = await applyRoster(store, wanted, BY);
    if (!applied.ok) throw new Error(applied.fault);
    return applied.value;
  }
  const lines = async (wanted: Roster): Promise<string[]> => linesOf((await apply(wanted)).plan);

  test('an empty hub gets all that the file says, with a code for each kiosk and person', async () => {
    const { enrolment, plan, signIn } = await apply(EXAMPLE);
    expect(linesOf(plan).at(-1)).toBe('37 added, 0 changed, 0 taken out of service');
    expect(enrolment.map((one) => one.for)).toEqual(EXAMPLE.kiosks.map(({ id }) => id));
    expect(signIn.map((one) => one.for)).toEqual(EXAMPLE.officers.map(({ account }) => account));
    expect((await store.kiosks.all()).map(({ id, name_ar, site }) => [id, site, name_ar])).toEqual(EXAMPLE.kiosks.map(({ id, name, site }) => [id, site, name.ar]));
    expect(await new Officers(store).find('h.thaqafi')).toMatchObject({ role: 'liaison', sites: ['taif', 'khulais', 'rabigh'], mail: 'h.thaqafi@emirate.example', local: null });
    const enrolled = { kiosk: 'MK-007', codeHash: hashOfCode(enrolment.find((one) => one.for === 'MK-007')!.code), publicKey: 'key', nowMs: NOW_MS };
    expect(await store.kiosks.enrol(enrolled)).toBe(true);
    expect(await store.kiosks.enrol(enrolled)).toBe(false);
  });

  test('a second time nothing changes, nothing is written and no code is made', async () => {
    await apply(EXAMPLE);
    const before = await store.audit.search({ limit: 1 });
    const again = await apply(EXAMPLE);
    expect(linesOf(again.plan)).toEqual(['nothing changes']);
    expect([again.enrolment, again.signIn]).toEqual([[], []]);
    expect(await store.audit.search({ limit: 1 })).toEqual(before);
  });

  test('what is different is changed and named, what is personal is not said, and keys and passwords stay', async () => {
    await apply(EXAMPLE);
    await store.write((transaction) => transaction.updateTable('kiosks').set({ public_key: 'key', enrolled_ms: 1 }).where('id', '=', 'MK-003').execute());
    const password = JSON.stringify(await hashSecret('synthetic pass phrase', { n: 1024, r: 8, p: 1 }));
    await store.write((transaction) => transaction.updateTable('officers').set({ password, totp_secret: 'A', last_step: 7 }).where('account', '=', 'r.malki').execute());
    const changed = roster(
      (of) => Object.assign(kiosk(of, 'MK-003'), { site: 'taif', name: { ar: 'المدخل', en: 'Main entrance' } }),
      (of) => Object.assign(officer(of, 'r.malki'), { phone: '+966511111111', sites: null }),
      (of) => Object.assign(of.sites[1]!, { calendar: 'always-open' }),
    );
    expect(await lines(changed)).toEqual([
      'changed: site diwan (hours)',
      'changed: kiosk MK-003 (site, Arabic name, English name)',
      'changed: officer r.malki (sites, phone number)',
      '0 added, 3 changed, 0 taken out of service',
    ]);
    expect((await store.kiosks.all()).find(({ id }) => id === 'MK-003')).toMatchObject({ site: 'taif', public_key: 'key', enrolled_ms: 1 });
    expect(await new Officers(store).find('r.malki')).toMatchObject({ phone: '+966511111111', sites: null, local: { totpSecret: 'A', lastStep: 7 } });
    const audit = await store.audit.search({ limit: 3 });
    expect(audit.map(({ action, outcome, reason, target, who }) => [who, reason, action, target, outcome])).toEqual([
      ['console', 'as hub', 'officer.roster', 'r.malki', 'changed: sites, phone number'],
      ['console', 'as hub', 'kiosk.roster', 'MK-003', 'changed: site, Arabic name, English name'],
      ['console', 'as hub', 'site.roster', 'diwan', 'changed: hours'],
    ]);
    expect(await store.audit.firstBroken()).toBeNull();
  });

  test('what the file leaves out stays as it is and is named', async () => {
    await apply(EXAMPLE);
    const less = roster((of) => {
      of.kiosks = of.kiosks.filter(({ id }) => id !== 'MK-014');
      of.officers = of.officers.filter(({ account }) => account !== 'k.otaibi');
    });
    expect(await lines(less)).toEqual(['not in the file, stays as it is: kiosk MK-014', 'not in the file, stays as it is: officer k.otaibi', 'nothing changes']);
    expect(await store.kiosks.all()).toHaveLength(14);
    expect(await new Officers(store).find('k.otaibi')).toMatchObject({ isDisabled: false });
  });

  test('what the file disables is shut out, and a kiosk that was shut out is not let in by the file', async () => {
    const { enrolment } = await apply(EXAMPLE);
    await store.write((transaction) =>
      transaction.insertInto('officer_sessions').values({ token_hash: 't', account: 'm.ghamdi', csrf_token: 'c', begun_ms: 1, seen_ms: 1 }).execute(),
    );
    const shut = roster((of) => Object.assign(kiosk(of, 'MK-008'), { disabled: true }), (of) => Object.assign(officer(of, 'm.ghamdi'), { disabled: true }));
    expect(await lines(shut)).toEqual(['taken out of service: kiosk MK-008', 'taken out of service: officer m.ghamdi', '0 added, 0 changed, 2 taken out of service']);
    expect(await lines(shut)).toEqual(['nothing changes']);
    expect(await store.read.selectFrom('officer_sessions').selectAll().execute()).toEqual([]);
    const code = enrolment.find((one) => one.for === 'MK-008')!.code;
    expect(await store.kiosks.enrol({ kiosk: 'MK-008', codeHash: hashOfCode(code), publicKey: 'key', nowMs: NOW_MS })).toBe(false);
    expect(await lines(EXAMPLE)).toEqual([
      'changed: officer m.ghamdi (may sign in again)',
      'shut out at the hub, let in by a new enrolment only: kiosk MK-008',
      '0 added, 1 changed, 0 taken out of service',
    ]);
    expect((await store.kiosks.all()).find(({ id }) => id === 'MK-008')?.revoked_ms).toBe(NOW_MS);
  });

  test("two officers may swap the organisation's sign-in, and nobody takes that of somebody the file doesn't name", async () => {
    const subjects = (first: string | null, second: string | null): Change => (of) => {
      Object.assign(officer(of, 's.harbi'), { oidcSubject: first });
      Object.assign(officer(of, 'n.zahrani'), { oidcSubject: second });
    };
    const { signIn } = await apply(roster(subjects('sub-1', 'sub-2')));
    expect(signIn.map((one) => one.for)).not.toContain('s.harbi');
    await apply(roster(subjects('sub-2', 'sub-1')));
    expect(await new Officers(store).findBySubject('sub-1')).toMatchObject({ account: 'n.zahrani' });
    const without = roster(subjects('sub-1', null), (of) => {
      of.officers = of.officers.filter(({ account }) => account !== 'n.zahrani');
    });
    expect(await applyRoster(store, without, BY)).toEqual({ ok: false, fault: "officers.s.harbi.oidcSubject: is also that of n.zahrani, whom the hub knows and the file doesn't name" });
  });

  test('a look at what would change changes nothing', async () => {
    const plan = await checkAgainst(store, EXAMPLE);
    expect(plan.ok && linesOf(plan.value).at(-1)).toBe('37 added, 0 changed, 0 taken out of service');
    expect([await store.kiosks.all(), await store.audit.search({ limit: 1 })]).toEqual([[], []]);
  });

  test('a sign-in code works once and for a week, a newer one voids it, and who is out gets none', async () => {
    const { signIn } = await apply(EXAMPLE);
    const first = signIn.find((one) => one.for === 'k.otaibi')!.code;
    const newer = (await renewSignIn(store, 'k.otaibi', BY))!;
    const is = (account: string, code: string, nowMs = NOW_MS): Promise<boolean> => isSignInCode(store, account, code, nowMs);
    expect([await is('k.otaibi', first), await is('k.otaibi', newer.toLowerCase()), await is('s.harbi', newer)]).toEqual([false, true, false]);
    expect(await is('k.otaibi', newer, NOW_MS + 7 * 86_400_000)).toBe(false);
    const local = { password: await hashSecret('synthetic pass phrase', { n: 1024, r: 8, p: 1 }), totpSecret: newTotpSecret(), lastStep: 0 };
    expect([await useSignInCode(store, 'k.otaibi', newer, local, NOW_MS), await useSignInCode(store, 'k.otaibi', newer, local, NOW_MS)]).toEqual([true, false]);
    expect((await new Officers(store).find('k.otaibi'))?.local).toEqual(local);
    await apply(roster((of) => Object.assign(officer(of, 'k.otaibi'), { disabled: true })));
    expect([await renewSignIn(store, 'k.otaibi', BY), await renewSignIn(store, 'nobody', BY)]).toEqual([null, null]);
  });

  test('sites keep the hours of the file: shorter in Ramadan, closed on days off and holidays', async () => {
    await apply(EXAMPLE);
    const calendar: SiteCalendar = await new AlertStore(store).calendarOf('diwan');
    const at = (day: string) => hoursOn(calendar, Date.parse(`${day}T12:00:00+03:00`));
    expect(at('2027-02-07')).toEqual({ opensMinute: 480, closesMinute: 960 });
    expect([at('2027-02-08'), at('2027-02-11'), at('2027-02-14')]).toEqual(Array.from({ length: 3 }, () => ({ opensMinute: 600, closesMinute: 900 })));
    expect([at('2027-02-12'), at('2027-02-13'), at('2027-03-07'), at('2027-09-23')]).toEqual([null, null, null, null]);
    expect(isOpen(await new AlertStore(store).calendarOf('airport'), Date.parse('2027-02-12T23:59:00+03:00'))).toBe(true);
  });
});

test('the example says that nobody in it is real, and leaves no site without somebody to call', () => {
  expect(EXAMPLE.about).toContain('All people are invented');
  expect(EXAMPLE.officers.every(({ mail }) => mail?.endsWith('.example') === true)).toBe(true);
  expect(notesOf(EXAMPLE)).toEqual([]);
  expect(notesOf(roster((of) => Object.assign(officer(of, 'n.zahrani'), { disabled: true })))).toEqual(['note: no officer has the duty "liaison" for site airport']);
});

test.each<[string, (of: Roster) => unknown, string[]]>([
  ['a kiosk twice', (of) => of.kiosks.push(of.kiosks[0]!), ['kiosks.MK-001: is there more than once']],
  ['an officer twice', (of) => of.officers.push(of.officers[0]!), ['officers.s.harbi: is there more than once']],
  ['a kiosk at no site', (of) => Object.assign(kiosk(of, 'MK-002'), { site: 'mars' }), ['kiosks.MK-002.site: there is no site "mars" in this file']],
  ['an officer of no site', (of) => officer(of, 'm.ghamdi').sites!.push('mars'), ['officers.m.ghamdi.sites: there is no site "mars" in this file']],
  ['a site of no region and no calendar', (of) => Object.assign(of.sites[0]!, { region: 'mars', calendar: 'never' }), ['sites.governor-office.region: there is no region "mars" in this file', 'sites.governor-office.calendar: there is no calendar "never" in this file']],
  ["one organisation's sign-in of two", (of) => of.officers.slice(0, 2).forEach((one) => Object.assign(one, { oidcSubject: 'same' })), ['officers.n.zahrani.oidcSubject: is also that of s.harbi']],
  ['an unknown role and duty', (of) => Object.assign(officer(of, 'm.ghamdi'), { role: 'king', duties: ['cook'] }), ['officers.m.ghamdi.role: expected one of "liaison"|"technician"|"manager"|"administrator"', 'officers.m.ghamdi.duties.0: expected one of "liaison"|"technical"|"technical_lead"|"manager"|"director"|"security_officer"']],
  ['a phone number of nowhere', (of) => Object.assign(officer(of, 'm.ghamdi'), { phone: '0501234567' }), ['officers.m.ghamdi.phone: expected an international number such as "+966500000000"']],
  ['a day that ends before it begins', (of) => Object.assign(of.calendars[0]!.week, { friday: { opens: '16:00', closes: '08:00' } }), ['calendars.offices.week.friday: expected hours that close after they open']],
  ['a time that is none', (of) => Object.assign(of.calendars[0]!.week.monday!, { opens: '8' }), ['calendars.offices.week.monday.opens: expected a time such as "08:00"']],
  ['a Ramadan of a year', (of) => Object.assign(of.calendars[0]!.ramadan[0]!, { to: '2028-02-08' }), ['calendars.offices.ramadan.0: expected to on or after from, and at most 62 days']],
  ['a day that is none', (of) => Object.assign(of.calendars[0]!.holidays[2]!, { from: '2027-02-30' }), ['calendars.offices.holidays.2.from: expected a day such as "2027-02-08"']],
  ['an id that is none', (of) => Object.assign(of.kiosks[3]!, { id: 'seven' }), ['kiosks.seven.id: expected a kiosk id such as "MK-007"']],
  ['an id that no terminal should show', (of) => Object.assign(of.kiosks[3]!, { id: '\u001b[2J' }), ['kiosks.entry 4.id: expected a kiosk id such as "MK-007"']],
  ['a name of two lines', (of) => Object.assign(of.kiosks[3]!.name, { ar: 'أ\nب' }), ['kiosks.MK-004.name.ar: expected one line of text']],
  ['a key that nobody knows', (of) => Object.assign(of.kiosks[3]!, { colour: 'red' }), ['kiosks.MK-004.colour: unknown key']],
  ['a key that is missing', (of) => delete (of.kiosks[3] as { disabled?: boolean }).disabled, ['kiosks.MK-004.disabled: missing']],
])('%s is refused with one sentence for each wrong value', (_, change, sentences) => {
  const copy = structuredClone(EXAMPLE);
  change(copy);
  expect(checkRoster(JSON.stringify(copy))).toEqual({ ok: false, fault: sentences });
});

test('what is no JSON, or no file, is refused too', () => {
  expect(checkRoster('{')).toEqual({ ok: false, fault: ['expected JSON'] });
  expect(readRoster('/dev/zero')).toEqual({ ok: false, fault: ['is larger than 8 MB'] });
});

const PATIENCE_MS = 120_000;
describe('the command', { timeout: PATIENCE_MS }, () => {
  const HUB = { pageUrl: 'http://127.0.0.1:8800', host: '127.0.0.1', port: 0, dataFolder: 'data', store: { kind: 'sqlite' }, natsUrl: null, tls: null, mail: null, sms: null, oidc: null, desired: { version: null, configVersion: null } };
  const configIn = (name: string): string => {
    const own = join(databases.folder, name);
    mkdirSync(own);
    writeFileSync(join(own, 'hub.json'), JSON.stringify(HUB));
    return join(own, 'hub.json');
  };
  const call = (...args: string[]): string => execFileSync(process.execPath, ['scripts/hub-roster.ts', ...args], { encoding: 'utf8', timeout: PATIENCE_MS });

  test('says what it changes and prints each code once', () => {
    const config = configIn('command');
    expect(call('--config', config, FILE, '--check')).toMatch(/\n37 added, 0 changed, 0 taken out of service\nonly checked: nothing was written\n$/);
    const said = call('--config', config, FILE);
    expect(said).toContain('added: kiosk MK-007\n');
    expect(said).toMatch(/\nenrolment code for MK-007: (?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}, good for a day\n/);
    expect(said).toMatch(/\nsign-in code for t\.salem: (?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}, good for a week at http:\/\/127\.0\.0\.1:8800\/#\/sign-in\/first\n$/);
    expect(call('--config', config, FILE)).toBe('nothing changes\n');
    expect(call('--config', config, '--code', 't.salem')).toMatch(/^sign-in code for t\.salem: .+\n$/);
  });

  test('a hub that runs knows the new kiosks and officers, and shuts out who is disabled', async ({ onTestFinished }) => {
    const config = configIn('running');
    const settings = readHubConfig(config);
    if (!settings.ok) throw new Error(settings.fault);
    const running = await startHub(settings.value, { ...HUB_FILES, page: null });
    onTestFinished(() => running.close());
    const { hub, room } = running;
    const told: string[] = [];
    hub.events.on('kiosk', (event) => void told.push(event.kiosk));
    // While the hub writes as it does: neither may be in the way of the other.
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/hub-roster.ts', '--config', config, FILE], { timeout: PATIENCE_MS });
    await hub.readDirectory();
    expect(hub.directory.kiosks()).toHaveLength(14);
    expect(told).toEqual(EXAMPLE.kiosks.map(({ id }) => id));
    const codeOf = (name: string): string => new RegExp(`code for ${name}: ([^,]+),`).exec(stdout)?.[1] ?? '';

    const post = (path: string, body: unknown): Promise<Response> =>
      fetch(`${hub.url}/api${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    // Whoever started the hub makes an administrator of somebody who is in the file already; the next file takes that back.
    expect((await post('/first-sign-in', { firstCode: room.firstCode, account: 'k.otaibi', password: 'synthetic pass phrase' })).status).toBe(200);
    expect(await room.officers.find('k.otaibi')).toMatchObject({ role: 'administrator', name: { en: 'Khalid Alotaibi' }, mail: 'k.otaibi@emirate.example' });
    const first = { firstCode: codeOf('t.salem'), account: 't.salem', password: 'synthetic pass phrase' };
    expect((await post('/first-sign-in', { ...first, account: 'k.otaibi' })).status).toBe(401);
    const { otpauthUrl } = (await (await post('/first-sign-in', first)).json()) as { otpauthUrl: string };
    expect((await post('/first-sign-in', first)).status).toBe(401);
    expect((await post('/first-sign-in', { ...first, firstCode: room.firstCode })).status).toBe(401);
    const code = (URI.parse(otpauthUrl) as TOTP).generate();
    const signedIn = await post('/sign-in', { account: 't.salem', password: first.password, code });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const me = (): Promise<Response> => fetch(`${hub.url}/api/me`, { headers: { cookie } });
    expect(await (await me()).json()).toMatchObject({ role: 'administrator', name: { en: 'Turki Alsalem' } });

    told.length = 0;
    const file = join(databases.folder, 'running', 'roster.json');
    writeFileSync(file, JSON.stringify(roster((of) => Object.assign(kiosk(of, 'MK-008'), { disabled: true }), (of) => Object.assign(officer(of, 't.salem'), { disabled: true }))));
    await promisify(execFile)(process.execPath, ['scripts/hub-roster.ts', '--config', config, file], { timeout: PATIENCE_MS });
    await hub.readDirectory();
    expect((await room.officers.find('k.otaibi'))?.role).toBe('manager');
    expect([told, hub.directory.isRevoked('MK-008'), hub.directory.isRevoked('MK-009')]).toEqual([['MK-008'], true, false]);
    expect((await me()).status).toBe(401);
    expect(await hub.store.audit.firstBroken()).toBeNull();
  });

  test('names each wrong value on a line of its own, and changes nothing', () => {
    const config = configIn('wrong');
    const file = join(databases.folder, 'wrong', 'roster.json');
    writeFileSync(file, readFileSync(FILE, 'utf8').replace('"site": "taif"', '"site": "mars"').replace('"site": "lith"', '"site": "venus"'));
    const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/hub-roster.ts', '--config', config, file], { encoding: 'utf8', timeout: PATIENCE_MS });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toEqual([
      'kiosks.MK-006.site: there is no site "mars" in this file',
      'kiosks.MK-012.site: there is no site "venus" in this file',
      `hub:roster: ${file}: 2 things are wrong, so nothing was changed`,
      '',
    ]);
  });
});
