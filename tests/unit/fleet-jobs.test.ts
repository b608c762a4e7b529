import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signText } from '../../contract/fleet/keys.ts';
import type { JobEnd, JobEnvelope, JobType } from '../../contract/fleet/messages.ts';
import { JobDesk, type JobActs } from '../../src/main/fleet-agent/job-desk.ts';
import { KeptJobs } from '../../src/main/fleet-agent/job-memory.ts';
import type { JobStep } from '../../src/main/fleet-agent/session.ts';
import { FakeClock } from '../harness/fake-clock.ts';

const HUB = generateKeyPairSync('ed25519');
const STRANGER = generateKeyPairSync('ed25519');
const DONE: JobEnd = { state: 'succeeded', result: { findings: {}, picture: null } };

let folder: string;
let clock: FakeClock;
let told: JobStep[];
let recorded: string[];
let warned: string[];
let begun: string[];
let isIdle: boolean;
let uptime: number;
let memory: KeptJobs;
let desk: JobDesk;
/** What the act in hand will come to. */
let act: (signal: AbortSignal) => Promise<JobEnd>;

function open(): void {
  memory = new KeptJobs({
    file: join(folder, 'jobs.json'),
    now: clock.now,
    onTrouble: () => undefined,
    uptimeSeconds: () => uptime,
  });
  const run = ({ job }: { readonly job: string }, signal: AbortSignal): Promise<JobEnd> => {
    begun.push(job);
    return act(signal);
  };
  const acts: JobActs = { print_test_slip: run, diagnose: run, restart_app: run, restart_device: run };
  desk = new JobDesk({
    kiosk: 'MK-007',
    hubKey: () => HUB.publicKey,
    nowMs: () => clock.now().getTime(),
    uptimeSeconds: () => uptime,
    acts,
    memory,
    journal: {
      record: (type, data) => {
        recorded.push(`${type} ${Object.values(data).slice(1).join(' ')}`.trim());
        return { ok: true, value: null };
      },
    },
    isIdle: () => isIdle,
    isMaintenance: () => false,
    after: clock.after,
    tell: (step) => told.push(step),
    warn: (line) => warned.push(line),
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raha-jobs-'));
  clock = new FakeClock();
  told = [];
  recorded = [];
  warned = [];
  begun = [];
  isIdle = true;
  uptime = 5_000;
  act = async () => DONE;
  open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function signed(type: JobType, changes: Partial<JobEnvelope> = {}, key = HUB.privateKey) {
  const nowMs = clock.now().getTime();
  const envelope: JobEnvelope = {
    v: 1,
    job: randomUUID(),
    kiosk: 'MK-007',
    type,
    args: type === 'diagnose' ? { depth: 'light' } : {},
    issuedBy: 'f.qahtani',
    approvedBy: type === 'restart_device' ? 'm.otaibi' : null,
    notBeforeMs: nowMs,
    expiresAtMs: nowMs + 600_000,
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
    ...changes,
  };
  const payload = JSON.stringify(envelope);
  return { v: 1, type: 'job', signed: { payload, signature: signText(key, payload) } } as const;
}
const nameOf = ({ signed: { payload } }: ReturnType<typeof signed>): string => (JSON.parse(payload) as JobEnvelope).job;
const states = (): string[] => told.map(({ update }) => ('reason' in update ? `${update.state} ${update.reason}` : update.state));

describe('a job', () => {
  test('that can’t be remembered is not begun: after a crash it would be done again', async () => {
    rmSync(folder, { recursive: true });
    desk.receive(signed('restart_app'));
    await clock.pass(1_000);
    expect(begun).toEqual([]);
    expect(states()).toEqual(['accepted', 'failed']);
    mkdirSync(folder);
    desk.receive(signed('print_test_slip'));
    await clock.pass(1_000);
    expect(begun).toHaveLength(1);
  });

  test('is accepted, begun and ended, and each step told and written down', async () => {
    desk.receive(signed('print_test_slip'));
    await clock.pass(0);
    expect(states()).toEqual(['accepted', 'running', 'succeeded']);
    expect(recorded).toEqual(['job.received print_test_slip', 'job.started', 'job.ended succeeded']);
  });

  test.each([
    ['of somebody else’s hand', () => signed('diagnose', {}, STRANGER.privateKey), 'bad_signature'],
    ['for another kiosk', () => signed('diagnose', { kiosk: 'MK-008' }), 'not_allowed'],
    ['whose time is over', () => signed('diagnose', { expiresAtMs: 1 }), 'expired'],
    ['that this kiosk can’t do', () => signed('take_screenshot'), 'unsupported'],
    ['with something added', () => signed('print_test_slip', { args: { command: 'ls' } }), 'not_allowed'],
    ['that needs a second person', () => signed('restart_device', { approvedBy: 'f.qahtani' }), 'not_allowed'],
  ])('%s is refused with its reason, and nothing is done', async (_what, make, reason) => {
    desk.receive(make());
    await clock.pass(60_000);
    expect(states()).toEqual([`rejected ${reason}`]);
    expect(begun).toEqual([]);
  });

  test('that is changed on the way is refused', async () => {
    const message = signed('diagnose');
    const payload = message.signed.payload.replace('light', 'full');
    desk.receive({ ...message, signed: { ...message.signed, payload } });
    expect(states()).toEqual(['rejected bad_signature']);
  });

  test('that comes twice is done once', async () => {
    isIdle = false;
    const message = signed('print_test_slip');
    desk.receive(message);
    desk.receive(message);
    isIdle = true;
    await clock.pass(1_000);
    desk.receive(message);
    expect(begun).toHaveLength(1);
    expect(states()).toEqual(['accepted', 'running', 'succeeded', 'succeeded']);
  });

  test('that comes again while it runs is left alone', async () => {
    act = () => new Promise(() => undefined);
    const message = signed('print_test_slip');
    desk.receive(message);
    await clock.pass(0);
    desk.receive(message);
    expect(states()).toEqual(['accepted', 'running']);
  });

  test('waits for the visitor to go, and for the job before it', async () => {
    isIdle = false;
    desk.receive(signed('diagnose'));
    desk.receive(signed('print_test_slip'));
    await clock.pass(30_000);
    expect(begun).toEqual([]);
    isIdle = true;
    await clock.pass(1_000);
    expect(begun).toHaveLength(2);
  });

  test('that waits longer than its time is refused', async () => {
    isIdle = false;
    desk.receive(signed('diagnose'));
    await clock.pass(601_000);
    expect(states()).toEqual(['accepted', 'rejected expired']);
  });

  test('waits for its time', async () => {
    desk.receive(signed('diagnose', { notBeforeMs: clock.now().getTime() + 20_000 }));
    await clock.pass(19_000);
    expect(begun).toEqual([]);
    await clock.pass(2_000);
    expect(begun).toHaveLength(1);
  });

  test('too often in an hour is refused', async () => {
    for (let count = 0; count < 4; count += 1) {
      desk.receive(signed('print_test_slip'));
      await clock.pass(1_000);
    }
    expect(states().at(-1)).toBe('rejected too_often');
  });

  test('whose act has a bug fails, and the next one is done', async () => {
    act = () => Promise.reject(new Error('a bug'));
    desk.receive(signed('diagnose'));
    await clock.pass(0);
    act = async () => DONE;
    desk.receive(signed('diagnose'));
    await clock.pass(0);
    expect(states()).toEqual(['accepted', 'running', 'failed', 'accepted', 'running', 'succeeded']);
    expect(warned).toHaveLength(1);
  });
});

describe('calling off', () => {
  test('while it waits: it is never begun', async () => {
    isIdle = false;
    const message = signed('diagnose');
    desk.receive(message);
    desk.receive({ v: 1, type: 'cancel_job', job: nameOf(message) });
    isIdle = true;
    await clock.pass(5_000);
    expect(begun).toEqual([]);
    expect(states()).toEqual(['accepted', 'cancelled']);
  });

  test('while it runs: what it has come to counts', async () => {
    act = (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(DONE)));
    const message = signed('diagnose');
    desk.receive(message);
    await clock.pass(0);
    desk.receive({ v: 1, type: 'cancel_job', job: nameOf(message) });
    await clock.pass(0);
    expect(states()).toEqual(['accepted', 'running', 'succeeded']);
  });

  test('one that doesn’t listen is over all the same', async () => {
    act = () => new Promise(() => undefined);
    const message = signed('diagnose');
    desk.receive(message);
    await clock.pass(0);
    desk.receive({ v: 1, type: 'cancel_job', job: nameOf(message) });
    await clock.pass(6_000);
    expect(states().at(-1)).toBe('cancelled');
  });

  test('one that takes for ever is timed out', async () => {
    act = () => new Promise(() => undefined);
    desk.receive(signed('diagnose'));
    await clock.pass(306_000);
    expect(states().at(-1)).toBe('timed_out');
  });
});

describe('a process that ends in the middle of it', () => {
  async function crashDuring(type: JobType) {
    act = () => new Promise(() => undefined);
    const message = signed(type);
    desk.receive(message);
    await clock.pass(0);
    desk.close();
    told = [];
    open();
    return message;
  }

  test('leaves it interrupted, and never begins it again', async () => {
    const message = await crashDuring('print_test_slip');
    desk.resume();
    expect(told).toMatchObject([{ job: nameOf(message), update: { state: 'interrupted' } }]);
    desk.receive(message);
    await clock.pass(5_000);
    expect(begun).toHaveLength(1);
    expect(states()).toEqual(['interrupted', 'interrupted']);
  });

  test('has done it, where it was to restart the program', async () => {
    await crashDuring('restart_app');
    desk.resume();
    expect(states()).toEqual(['succeeded']);
  });

  test.each([
    [10, 'succeeded'],
    [5_060, 'interrupted'],
  ])('has restarted the computer when that is up for %i s: %s', async (upNow, state) => {
    await crashDuring('restart_device');
    uptime = upNow;
    desk.resume();
    expect(states()).toEqual([state]);
  });

  test('tells an end that the hub never heard, once', async () => {
    const message = signed('diagnose');
    desk.receive(message);
    await clock.pass(0);
    told = [];
    open();
    desk.resume();
    expect(states()).toEqual(['succeeded']);
    memory.told(nameOf(message));
    told = [];
    open();
    desk.resume();
    expect(told).toEqual([]);
  });

  test('keeps no picture of a screen on the disk', async () => {
    act = async () => ({ state: 'succeeded', result: { findings: { masked: true }, picture: 'AAAA' } });
    desk.receive(signed('diagnose'));
    await clock.pass(0);
    expect(told.at(-1)).toMatchObject({ update: { result: { picture: 'AAAA' } } });
    expect(readFileSync(join(folder, 'jobs.json'), 'utf8')).not.toContain('AAAA');
  });

  test('whose memory was damaged forgets, and goes on', () => {
    writeFileSync(join(folder, 'jobs.json'), '{');
    open();
    desk.resume();
    expect(told).toEqual([]);
  });
});
