import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readAccounts, type StaffAccount } from '../../src/main/staff/accounts.ts';
import { DoorMemory } from '../../src/main/staff/door-memory.ts';
import { hashSecret } from '../../src/sign-in/secret-hash.ts';
import { StaffDoor, type RefusalCause } from '../../src/main/staff/sign-in.ts';

/** Cheap enough for hundreds of tries. */
const COST = { n: 1024, r: 8, p: 1 };
const PIN = '482915';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const START_MS = Date.parse('2026-11-22T05:00:00Z');
const STEP_MS = 30_000;

let sami: StaffAccount;
let noura: StaffAccount;
beforeAll(async () => {
  const secretOfNoura = 'KRSXG5BAKRSXG5BAKRSXG5BAKRSXG5BA';
  sami = { id: '1001', name: 'Sami', role: 'technician', pin: await hashSecret(PIN, COST), totpSecret: SECRET };
  noura = { id: '1002', name: 'Noura', role: 'liaison', pin: await hashSecret('770011', COST), totpSecret: secretOfNoura };
});

let directory: string;
let nowMs: number;
/** By so much the clock on the wall was set; time that can't be set knows nothing of it. */
let setByMs: number;
let isTimeProven: boolean;
let causes: RefusalCause[];
let troubles: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'raha-door-'));
  nowMs = START_MS;
  setByMs = 0;
  isTimeProven = true;
  causes = [];
  troubles = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The door after a restart of the kiosk. */
function openDoor(): StaffDoor {
  return new StaffDoor({
    memory: new DoorMemory({
      file: join(directory, 'door.json'),
      now: () => new Date(nowMs),
      onTrouble: (trouble) => troubles.push(trouble),
    }),
    accounts: () => [sami, noura],
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs - setByMs,
    isTimeProven: () => isTimeProven,
    onRefused: (cause) => causes.push(cause),
    onLockedOut: () => undefined,
  });
}

function setClock(byMs: number): void {
  nowMs += byMs;
  setByMs += byMs;
}

const codeAt = (atMs: number, secret = SECRET): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: atMs });
const right = (atMs = nowMs) => ({ accountId: '1001', pin: PIN, code: codeAt(atMs) });
const wrongPin = () => ({ ...right(), pin: '000000' });

test('id, PIN and code together open the door', async () => {
  const admitted = await openDoor().signIn(right());
  expect(admitted).toEqual({ ok: true, value: sami });
});

test('nobody is told which part was wrong', async () => {
  const door = openDoor();
  const refusals = [];
  for (const wrong of [
    { ...right(), accountId: '4004' },
    { ...right(), pin: '482916' },
    { ...right(), code: codeAt(nowMs, noura.totpSecret) },
    { ...right(), code: '' },
  ]) {
    refusals.push(await door.signIn(wrong));
    nowMs += 600_000;
  }
  expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  expect(refusals[0]).toEqual({ ok: false, fault: { code: 'refused', waitMs: 0 } });
  expect(causes).toEqual(['unknown_account', 'wrong_pin', 'wrong_code', 'wrong_code']);
});

test('a clock that is off by one step is forgiven, by two not', async () => {
  for (const steps of [-1, 1]) {
    expect(await openDoor().signIn(right(nowMs + steps * STEP_MS)), `${String(steps)} steps`).toMatchObject({ ok: true });
    nowMs += 10 * STEP_MS;
  }
  for (const steps of [-2, 2]) {
    expect(await openDoor().signIn(right(nowMs + steps * STEP_MS)), `${String(steps)} steps`).toMatchObject({ ok: false });
  }
});

test('a code that let somebody in does so once, also after a restart', async () => {
  const credentials = right();
  expect(await openDoor().signIn(credentials)).toMatchObject({ ok: true });
  expect(await openDoor().signIn(credentials)).toMatchObject({ ok: false });
  expect(causes).toEqual(['code_used_before']);
  nowMs += STEP_MS;
  // The forgiven neighbour of a used code is used as well.
  expect(await openDoor().signIn(credentials)).toMatchObject({ ok: false });
  expect(await openDoor().signIn(right())).toMatchObject({ ok: true });
});

test('one code tried twice at the same moment lets one in', async () => {
  const door = openDoor();
  const admitted = await Promise.all([door.signIn(right()), door.signIn(right())]);
  expect(admitted.filter(({ ok }) => ok)).toHaveLength(1);
  expect(causes).toEqual(['code_used_before']);
});

test('a clock that nothing was held against is named as the possible cause, whatever was typed; the right code is taken', async () => {
  isTimeProven = false;
  for (const typed of [right(nowMs + 3_600_000), { ...right(), accountId: '4004' }])
    expect(await openDoor().signIn(typed)).toMatchObject({ ok: false, fault: { code: 'clock_unproven' } });
  expect(causes).toEqual(['wrong_code', 'unknown_account']);
  expect(await openDoor().signIn(right())).toMatchObject({ ok: true });
});

test.for(['1001', '4004'])('pauses of account %s grow, whether it exists or not', async (accountId) => {
  const door = openDoor();
  const pauses = [];
  for (let tries = 0; tries < 12; tries += 1) {
    const refused = await door.signIn({ ...wrongPin(), accountId });
    pauses.push(refused.ok ? -1 : refused.fault.waitMs / 1000);
    nowMs += pauses.at(-1)! * 1000;
  }
  expect(pauses).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
});

test('during a pause even the right credentials are not looked at; after it they are', async () => {
  const door = openDoor();
  for (let tries = 0; tries < 4; tries += 1) await door.signIn(wrongPin());
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 30_000 } });
  nowMs += 29_999;
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 1 } });
  nowMs += 1;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
  // And success forgets the failures.
  nowMs += STEP_MS;
  expect(await door.signIn(wrongPin())).toMatchObject({ fault: { code: 'refused', waitMs: 0 } });
});

test('whoever goes on trying in a pause leaves one line in the audit, not thousands', async () => {
  const door = openDoor();
  for (let tries = 0; tries < 4; tries += 1) await door.signIn(wrongPin());
  for (let tries = 0; tries < 50; tries += 1) await door.signIn(wrongPin());
  expect(causes.filter((cause) => cause === 'locked_out')).toHaveLength(1);
  nowMs += 30_000;
  for (let tries = 0; tries < 50; tries += 1) await door.signIn(wrongPin());
  expect(causes.filter((cause) => cause === 'locked_out')).toHaveLength(2);
});

test('pulling the plug shortens no pause and gives no try back', async () => {
  for (let tries = 0; tries < 4; tries += 1) await openDoor().signIn(wrongPin());
  const door = openDoor();
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 30_000 } });
  nowMs += 30_000;
  await door.signIn(wrongPin());
  expect(await openDoor().signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 60_000 } });
});

test('a plug pulled while a try is judged has used it up', async () => {
  for (let tries = 0; tries < 4; tries += 1) void openDoor().signIn(wrongPin());
  expect(await openDoor().signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 30_000 } });
});

test('guessing through all ids slows the whole kiosk down, but never for longer than five minutes', async () => {
  const door = openDoor();
  let longestMs = 0;
  for (let id = 100; id < 130; id += 1) {
    await door.signIn({ accountId: String(id), pin: PIN, code: '123456' });
    longestMs = Math.max(longestMs, door.waitMs());
    nowMs += door.waitMs();
  }
  expect(longestMs).toBe(300_000);
  expect(await door.signIn(right())).toMatchObject({ ok: true });
});

test('hours of guessing come to few tries', async () => {
  const door = openDoor();
  const endMs = nowMs + 24 * 3_600_000;
  let tries = 0;
  while (nowMs < endMs) {
    const refused = await door.signIn({ accountId: '1001', pin: String(100_000 + tries), code: '123456' });
    tries += 1;
    nowMs += refused.ok ? 0 : Math.max(refused.fault.waitMs, 1000);
  }
  expect(tries).toBeLessThan(40);
});

test.for([-86_400_000, 86_400_000])('a clock that is set by %i ms neither stretches a pause nor ends it', async (byMs) => {
  const door = openDoor();
  for (let tries = 0; tries < 4; tries += 1) await door.signIn(wrongPin());
  setClock(byMs);
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 30_000 } });
  nowMs += 30_000;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
});

test('a computer that comes up last year and learns the time ends no pause by that', async () => {
  for (let tries = 0; tries < 4; tries += 1) await openDoor().signIn(wrongPin());
  setClock(-31_536_000_000);
  const door = openDoor();
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 30_000 } });
  nowMs += 10_000;
  setClock(31_536_000_000);
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 20_000 } });
  nowMs += 20_000;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
});

test.for([-7_200_000, 7_200_000])('a restart with a clock that is %i ms off begins a pause anew, and ends none', async (byMs) => {
  let door = openDoor();
  for (let tries = 0; tries < 9; tries += 1) {
    await door.signIn({ ...wrongPin(), code: '' });
    nowMs += tries < 3 ? 0 : 30_000 * 2 ** (tries - 3);
  }
  await door.signIn(wrongPin());
  nowMs += 100_000;
  setClock(byMs);
  door = openDoor();
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 1_920_000 } });
  setClock(byMs);
  nowMs += 1_919_999;
  expect(await door.signIn(right())).toEqual({ ok: false, fault: { code: 'wait', waitMs: 1 } });
  nowMs += 1;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
});

test('a pause counts from the restart, not from the first try after it', async () => {
  for (let tries = 0; tries < 4; tries += 1) await openDoor().signIn(wrongPin());
  const door = openDoor();
  nowMs += 30_000;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
});

test('a memory that is not ours is set aside, not overwritten', async () => {
  writeFileSync(join(directory, 'door.json'), '{"version":2}');
  const door = openDoor();
  // What it knew of used codes and failures is lost.
  expect(door.waitMs()).toBe(300_000);
  nowMs += 300_000;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
  expect(troubles).toEqual(['set_aside']);
  expect(readdirSync(directory).sort()).toEqual(['door.json', 'door.json.2026-11-22T05-00-00-000Z']);
});

test('a memory that nobody can read is kept beside the new one', async () => {
  // A link to itself can't be read, but it could be replaced.
  symlinkSync('door.json', join(directory, 'door.json'));
  const door = openDoor();
  // What it knew of used codes and failures is lost.
  expect(door.waitMs()).toBe(300_000);
  nowMs += 300_000;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
  expect(troubles).toEqual(['set_aside']);
  expect(readdirSync(directory).sort()).toEqual(['door.json', 'door.json.2026-11-22T05-00-00-000Z']);
});

/** Nothing more fits: what lies there stays and can be read. */
function fillDisk(): void {
  // Whatever is written goes to this name first.
  mkdirSync(join(directory, 'door.json.next'));
}

test('where the disk takes nothing, a used code and a pause still hold for this run', async () => {
  const door = openDoor();
  fillDisk();
  const credentials = right();
  expect(await door.signIn(credentials)).toMatchObject({ ok: true });
  expect(await door.signIn(credentials)).toMatchObject({ ok: false });
  expect(troubles).toContain('not_written');
});

test('a code that was used while the disk took nothing lets nobody in after a restart either', async () => {
  const before = openDoor();
  fillDisk();
  const credentials = right();
  expect(await before.signIn(credentials)).toMatchObject({ ok: true });
  nowMs += 20_000;
  const after = openDoor();
  expect(await after.signIn(credentials)).toEqual({ ok: false, fault: { code: 'wait', waitMs: 300_000 } });
  nowMs += 300_000;
  expect(await after.signIn(credentials)).toMatchObject({ ok: false, fault: { code: 'refused' } });
});

test('the door opens on a full disk, five minutes after the start', async () => {
  fillDisk();
  const door = openDoor();
  expect(door.waitMs()).toBe(300_000);
  nowMs += 300_000;
  expect(await door.signIn(right())).toEqual({ ok: true, value: sami });
  // Whoever was let in once needn't wait again.
  nowMs += STEP_MS;
  expect(await door.signIn(right())).toMatchObject({ ok: true });
});

test('where the disk takes nothing, pulling the plug gains no tries over waiting', async () => {
  openDoor();
  fillDisk();
  for (let tries = 1; tries <= 20; tries += 1) {
    const door = openDoor();
    nowMs += door.waitMs();
    expect(await door.signIn(wrongPin())).toMatchObject({ fault: { code: 'refused' } });
    expect(nowMs - START_MS, `${String(tries)} tries`).toBe(tries * 300_000);
  }
});

test('PIN and secrets never reach the memory on the disk', async () => {
  await openDoor().signIn(right());
  await openDoor().signIn(wrongPin());
  const kept = readFileSync(join(directory, 'door.json'), 'utf8');
  for (const secret of [PIN, SECRET, sami.pin.hash, 'Sami', codeAt(nowMs)]) expect(kept).not.toContain(secret);
});

test('an accounts file that others may read is refused, and so is one that is no accounts file', () => {
  const file = join(directory, 'accounts.json');
  writeFileSync(file, JSON.stringify({ accounts: [sami, noura] }), { mode: 0o600 });
  expect(readAccounts(file)).toEqual({ ok: true, value: [sami, noura] });
  chmodSync(file, 0o640);
  expect(readAccounts(file)).toMatchObject({ ok: false, fault: expect.stringContaining('chmod 600') });
  chmodSync(file, 0o600);
  for (const [text, says] of [
    ['not json', 'expected JSON'],
    [JSON.stringify({ accounts: [sami, { ...noura, id: '1001' }] }), 'an id stands there twice'],
    [JSON.stringify({ accounts: [{ ...sami, role: 'owner' }] }), 'accounts.0.role'],
    [' '.repeat(70_000), 'too large'],
  ] as const) {
    writeFileSync(file, text);
    expect(readAccounts(file)).toMatchObject({ ok: false, fault: expect.stringContaining(says) });
  }
  expect(readAccounts(join(directory, 'none.json'))).toMatchObject({ fault: expect.stringContaining('ENOENT') });
});
