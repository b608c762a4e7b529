import { afterEach, expect, test } from 'vitest';
import { codeOf, DEMO_STAFF } from '../../scripts/demo-staff.ts';
import { staffActSchema, type StaffAct } from '../../src/bridge/staff-act.ts';
import { STAFF_RIGHTS, STAFF_TESTS } from '../../src/bridge/staff.ts';
import { CITIZEN, CONFIG } from '../harness/fakes.ts';
import { StaffedKiosk } from '../harness/staff.ts';

const { liaison, technician } = DEMO_STAFF;
let staffed: StaffedKiosk;
const start = async (...config: Parameters<typeof StaffedKiosk.start>): Promise<StaffedKiosk> =>
  (staffed = await StaffedKiosk.start(...config));
afterEach(() => staffed.close());

test('the gesture opens the door on the attract screen, and the right numbers the room', async () => {
  const { kiosk } = await start();
  staffed.act({ act: 'enter' });
  expect(staffed.view).toMatchObject({ session: null, screen: { id: 'sign_in', checking: false, refusal: null } });
  await staffed.signIn();
  expect(staffed.view.session).toMatchObject({ name: technician.name, role: 'technician', may: STAFF_RIGHTS, maintenance: null });
  expect(staffed.screen('overview').decision.status).toBe('in_service');
  expect(kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'maintenance' });
  expect(staffed.recorded('staff.signed_in')).toEqual([{ account: '1001' }]);
  staffed.act({ act: 'leave' });
  expect(staffed.isOpen).toBe(false);
  expect(kiosk.screen.id).toBe('attract');
  expect(staffed.recorded('staff.signed_out')).toEqual([{ account: '1001', how: 'chosen' }]);
});

test('nobody enters in the middle of a visit', async () => {
  const { kiosk } = await start();
  kiosk.identify();
  staffed.act({ act: 'enter' });
  expect(staffed.isOpen).toBe(false);
  expect(kiosk.screen.id).toBe('transaction');
});

test('a kiosk that is out of service for another reason stays so when staff leave', async () => {
  const { kiosk } = await start();
  kiosk.kiosk.takeOutOfService('page_failed');
  await staffed.signIn();
  staffed.act({ act: 'leave' });
  expect(kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'page_failed' });
});

test('no visitor can begin while staff are in, and nothing they send counts', async () => {
  const { kiosk } = await start();
  staffed.act({ act: 'enter' });
  kiosk.tap({ type: 'start' });
  await staffed.signIn();
  kiosk.tap({ type: 'start' });
  kiosk.devices.presentCard(CITIZEN, 'none');
  expect(kiosk.screen.id).toBe('out_of_service');
  expect(JSON.stringify(kiosk.views)).not.toContain(CITIZEN);
});

test('a wrong number is refused without saying which; pauses are counted down on the screen', async () => {
  await start();
  staffed.act({ act: 'enter' });
  const attempt = async (pin: string): Promise<void> => {
    staffed.act({ act: 'sign_in', account: technician.id, pin, code: codeOf(technician, staffed.now) });
    await staffed.settle();
  };
  await attempt('000000');
  expect(staffed.screen('sign_in').refusal).toEqual({ code: 'refused', secondsLeft: 0 });
  for (let tries = 0; tries < 3; tries += 1) await attempt('000000');
  expect(staffed.screen('sign_in').refusal).toEqual({ code: 'refused', secondsLeft: 30 });
  await attempt(technician.pin);
  expect(staffed.screen('sign_in').refusal).toEqual({ code: 'locked', secondsLeft: 30 });
  staffed.pass(10);
  expect(staffed.screen('sign_in').refusal).toEqual({ code: 'locked', secondsLeft: 20 });
  staffed.pass(20);
  expect(staffed.screen('sign_in').refusal).toBeNull();
  await attempt(technician.pin);
  expect(staffed.view.session).not.toBeNull();
  expect(staffed.recorded('staff.sign_in_refused').map(({ reason }) => reason)).toEqual([
    ...Array.from({ length: 4 }, () => 'wrong_pin'),
    'locked_out',
  ]);
  expect(staffed.recorded('staff.locked_out')).toEqual([{ seconds: 30 }]);
});

test('without accounts nobody gets in, and the screen says why', async () => {
  await start();
  staffed.setAccounts('{"accounts":[]}');
  staffed.act({ act: 'enter' });
  staffed.act({ act: 'sign_in', account: '1001', pin: '482915', code: '123456' });
  expect(staffed.screen('sign_in').refusal).toEqual({ code: 'no_accounts', secondsLeft: 0 });
});

test('no more digits are taken for an account than one has', () => {
  const typed = (account: string) => staffActSchema.safeParse({ act: 'sign_in', account, pin: technician.pin, code: '123456' }).success;
  expect(['12', '123', '1234', '12345'].map(typed)).toEqual([false, true, true, false]);
});

test('a refusal while nobody has told the time says so', async () => {
  await start();
  staffed.isTimeProven = false;
  staffed.act({ act: 'enter' });
  staffed.act({ act: 'sign_in', account: technician.id, pin: '000000', code: codeOf(technician, staffed.now) });
  await staffed.settle();
  expect(staffed.screen('sign_in').refusal).toEqual({ code: 'clock_unproven', secondsLeft: 0 });
});

test('a code used before the kiosk was restarted lets nobody in again', async () => {
  await start();
  const code = codeOf(technician, staffed.now);
  await staffed.signIn();
  staffed.restart();
  staffed.act({ act: 'enter' });
  staffed.act({ act: 'sign_in', account: technician.id, pin: technician.pin, code });
  await staffed.settle();
  expect(staffed.screen('sign_in').refusal?.code).toBe('refused');
});

test('the door closes after a minute, the room after three, told beforehand; a tap starts anew', async () => {
  await start();
  staffed.act({ act: 'enter' });
  staffed.pass(59);
  expect(staffed.isOpen).toBe(true);
  staffed.pass(1);
  expect(staffed.isOpen).toBe(false);
  await staffed.signIn();
  staffed.pass(150);
  expect(staffed.view.session?.idleSecondsLeft).toBe(30);
  staffed.act({ act: 'stay' });
  expect(staffed.view.session?.idleSecondsLeft).toBe(180);
  staffed.pass(179);
  expect(staffed.isOpen).toBe(true);
  staffed.pass(1);
  expect(staffed.isOpen).toBe(false);
  expect(staffed.kiosk.screen.id).toBe('attract');
  expect(staffed.recorded('staff.signed_out')).toEqual([{ account: '1001', how: 'idle' }]);
});

test('maintenance keeps visitors out after its technician has left, over a restart, until its time', async () => {
  await start();
  await staffed.signIn();
  staffed.act({ act: 'start_maintenance', minutes: 120, reason: 'repair' });
  expect(staffed.view.session?.maintenance).toMatchObject({ reason: 'repair', secondsLeft: 7200 });
  staffed.act({ act: 'leave' });
  expect(staffed.kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'maintenance' });
  staffed.pass(3600);
  staffed.restart();
  expect(staffed.kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'maintenance' });
  staffed.pass(3599);
  expect(staffed.kiosk.screen.id).toBe('out_of_service');
  staffed.pass(1);
  expect(staffed.kiosk.screen.id).toBe('attract');
  expect(staffed.recorded('staff.maintenance_started')).toEqual([{ account: '1001', minutes: 120, reason: 'repair' }]);
  // A forgotten maintenance is told as such.
  expect(staffed.recorded('staff.maintenance_ended')).toEqual([{ account: '1001', how: 'time_over' }]);
});

test('longer than its time takes a reason, which is told', async () => {
  await start();
  await staffed.signIn();
  staffed.act({ act: 'start_maintenance', minutes: 15, reason: 'cleaning' });
  staffed.pass(100);
  staffed.act({ act: 'extend_maintenance', minutes: 60, reason: 'parts' });
  expect(staffed.view.session?.maintenance).toMatchObject({ reason: 'parts', secondsLeft: 3600 });
  expect(staffed.recorded('staff.maintenance_extended')).toEqual([{ account: '1001', minutes: 60, reason: 'parts' }]);
  staffed.act({ act: 'end_maintenance' });
  expect(staffed.view.session?.maintenance).toBeNull();
  expect(staffed.recorded('staff.maintenance_ended')).toEqual([{ account: '1001', how: 'chosen' }]);
  expect(staffActSchema.safeParse({ act: 'extend_maintenance', minutes: 60 }).success).toBe(false);
});

/** Everything that needs a right, with what shows that it was done. */
const GUARDED: readonly { readonly act: StaffAct; readonly liaison: boolean }[] = [
  // Without a sensor there is nothing to test.
  ...STAFF_TESTS.filter((id) => id !== 'temperature').map((id) => ({ act: { act: 'open_test', test: id } as const, liaison: id === 'paper' })),
  { act: { act: 'open', screen: 'overview' }, liaison: true },
  { act: { act: 'open', screen: 'tests' }, liaison: true },
  { act: { act: 'open', screen: 'maintenance' }, liaison: true },
  { act: { act: 'open', screen: 'versions' }, liaison: true },
  { act: { act: 'open', screen: 'events' }, liaison: false },
  { act: { act: 'open_events', page: 0, perPage: 10 }, liaison: false },
  { act: { act: 'open', screen: 'power' }, liaison: false },
  { act: { act: 'open', screen: 'report' }, liaison: false },
  { act: { act: 'open', screen: 'training' }, liaison: false },
  { act: { act: 'start_maintenance', minutes: 15, reason: 'cleaning' }, liaison: true },
];

test.for([
  ['technician', technician],
  ['liaison', liaison],
] as const)('a %s may do what the role allows, and nothing else has any effect', async ([role, person]) => {
  await start({ printer: { ...CONFIG.printer, profile: 'P3', provisioningFile: '/nonexistent' } });
  await staffed.signIn(person);
  const refused = GUARDED.filter(({ act }) => {
    // From another place than the one it leads to.
    staffed.act({ act: 'open', screen: act.act === 'open' && act.screen === 'overview' ? 'maintenance' : 'overview' });
    const before = JSON.stringify([staffed.view, staffed.records]);
    staffed.act(act);
    return JSON.stringify([staffed.view, staffed.records]) === before;
  });
  expect(refused).toEqual(role === 'technician' ? [] : GUARDED.filter((one) => !one.liaison));
});

test('a liaison officer can neither restart nor report, however the page is tricked', async () => {
  await start();
  await staffed.signIn(liaison);
  staffed.act({ act: 'ask_power', power: 'shut_down' });
  staffed.act({ act: 'do_power', power: 'shut_down' });
  staffed.act({ act: 'make_report' });
  staffed.pass(10);
  await staffed.settle();
  expect(staffed.powered).toEqual([]);
  expect(staffed.recorded('staff.report_made')).toEqual([]);
});

test('acts from outside the room have no effect', async () => {
  await start();
  staffed.act({ act: 'open', screen: 'power' });
  staffed.act({ act: 'start_maintenance', minutes: 15, reason: 'repair' });
  staffed.act({ act: 'enter' });
  staffed.act({ act: 'start_maintenance', minutes: 15, reason: 'repair' });
  staffed.act({ act: 'open_test', test: 'printer' });
  expect(staffed.view.screen.id).toBe('sign_in');
  staffed.act({ act: 'leave' });
  expect(staffed.kiosk.screen.id).toBe('attract');
});

test('the overview gives each part its reason', async () => {
  await start();
  staffed.trouble = 'printer.cover_open';
  await staffed.signIn();
  const { components, decision } = staffed.screen('overview');
  expect(decision).toEqual({ status: 'limited', decidedBy: { component: 'printer', reason: 'printer.cover_open' } });
  expect(components.find(({ component }) => component === 'printer')).toMatchObject({ state: 'down', reason: 'printer.cover_open' });
});

test('the overview says why visitors are kept out, whoever does it', async () => {
  const { kiosk } = await start();
  await staffed.signIn();
  expect(staffed.screen('overview')).toMatchObject({ decision: { status: 'in_service' }, heldFor: null });
  kiosk.kiosk.takeOutOfService('page_failed');
  expect(staffed.screen('overview')).toMatchObject({ decision: { status: 'out_of_service' }, heldFor: 'page_failed' });
  kiosk.kiosk.takeOutOfService('office');
  expect(staffed.screen('overview')).toMatchObject({ decision: { status: 'closed' }, heldFor: 'office' });
  kiosk.kiosk.returnToService('office');
  kiosk.kiosk.returnToService('page_failed');
  expect(staffed.screen('overview')).toMatchObject({ decision: { status: 'in_service' }, heldFor: null });
});

test('the newest 200 events can be leafed through', async () => {
  await start();
  for (let count = 1; count <= 250; count += 1) staffed.records.push({ type: 'device.restarted', data: { restarts: count } });
  await staffed.signIn();
  staffed.act({ act: 'open_events', page: 0, perPage: 40 });
  const { events, pages } = staffed.screen('events');
  expect(pages).toBe(5);
  expect(events[0]).toMatchObject({ event: 'staff.signed_in', fields: { account: '1001' } });
  expect(events[1]?.fields).toEqual({ restarts: 250 });
  staffed.act({ act: 'open_events', page: 200, perPage: 40 });
  expect(staffed.screen('events')).toMatchObject({ page: 4, events: { length: 40 } });
});

test('nothing is restarted before it is confirmed, and the confirmation must name what was asked', async () => {
  await start();
  await staffed.signIn();
  staffed.act({ act: 'open', screen: 'power' });
  staffed.act({ act: 'do_power', power: 'restart_app' });
  staffed.act({ act: 'ask_power', power: 'shut_down' });
  staffed.act({ act: 'do_power', power: 'restart_app' });
  staffed.act({ act: 'cancel_power' });
  staffed.act({ act: 'do_power', power: 'shut_down' });
  staffed.pass(5);
  expect(staffed.powered).toEqual([]);
  staffed.act({ act: 'ask_power', power: 'restart_app' });
  staffed.act({ act: 'do_power', power: 'restart_app' });
  expect(staffed.screen('power')).toMatchObject({ asked: null, doing: 'restart_app' });
  expect(staffed.recorded('staff.restart_asked')).toEqual([{ account: '1001', what: 'kiosk' }]);
  expect(staffed.powered).toEqual([]);
  staffed.pass(2);
  expect(staffed.powered).toEqual(['restart_app']);
});

test('a shutdown that the computer forbids is said to have failed', async () => {
  await start();
  staffed.mayShutDown = false;
  await staffed.signIn();
  staffed.act({ act: 'open', screen: 'power' });
  staffed.act({ act: 'ask_power', power: 'shut_down' });
  staffed.act({ act: 'do_power', power: 'shut_down' });
  staffed.pass(2);
  await staffed.settle();
  expect(staffed.screen('power')).toEqual({ id: 'power', asked: null, doing: null, failed: 'shut_down' });
});

test('language and letters of the room are its own', async () => {
  const { kiosk } = await start();
  await staffed.signIn();
  staffed.act({ act: 'set_language', language: 'en' });
  staffed.act({ act: 'set_language', language: 'xx' });
  staffed.act({ act: 'set_large_text', on: true });
  expect(staffed.view).toMatchObject({ language: 'en', largeText: true });
  expect(kiosk.view.frame).toMatchObject({ language: 'ar', access: { largeText: false } });
  staffed.act({ act: 'leave' });
  staffed.pass(60);
  await staffed.signIn();
  expect(staffed.view).toMatchObject({ language: 'ar', largeText: false });
});

test('what staff see holds nothing of the visitor before', async () => {
  const { kiosk } = await start();
  kiosk.identify();
  await kiosk.inquire();
  kiosk.tap({ type: 'finish' });
  staffed.pass(60);
  await staffed.signIn();
  for (const screen of ['overview', 'tests', 'maintenance', 'versions', 'events', 'power', 'report', 'training'] as const) {
    staffed.act({ act: 'open', screen });
    const seen = JSON.stringify(kiosk.view);
    for (const personal of [CITIZEN, CITIZEN.slice(-3), '1003', 'الحقوق']) expect(seen, screen).not.toContain(personal);
  }
});
