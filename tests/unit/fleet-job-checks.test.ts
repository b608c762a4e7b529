import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signText } from '../../contract/fleet/keys.ts';
import { checkJob, type JobChecks, type JobMemory, type SignedJob } from '../../contract/fleet/messages.ts';

const hub = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const NOW_MS = 1_795_324_200_000;

function emptyMemory(): JobMemory {
  const begun = new Map<string, { type: string; atMs: number }>();
  return {
    has: (job) => begun.has(job),
    begunSince: (type, sinceMs) => [...begun.values()].filter((one) => one.type === type && one.atMs >= sinceMs).length,
    begin: (job, type, atMs) => void begun.set(job, { type, atMs }),
  };
}

const envelope = {
  v: 1,
  job: '0b7c1c0a-1f0e-4c56-8a2a-5f8f3a3c1d11',
  kiosk: 'MK-007',
  type: 'print_test_slip',
  args: {},
  issuedBy: 'f.qahtani',
  approvedBy: null as string | null,
  notBeforeMs: NOW_MS,
  expiresAtMs: NOW_MS + 600_000,
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
};

function signed(changes: object = {}, key = hub.privateKey): SignedJob {
  const payload = JSON.stringify({ ...envelope, ...changes });
  return { payload, signature: signText(key, payload) };
}

function checks(changes: Partial<JobChecks> = {}): JobChecks {
  const supported = ['print_test_slip', 'restart_device', 'start_maintenance'] as const;
  return { kiosk: 'MK-007', hubKey: hub.publicKey, nowMs: NOW_MS, supported, memory: emptyMemory(), ...changes };
}

test('a job of the pinned hub for this kiosk is taken', () => {
  expect(checkJob(signed(), checks())).toEqual({ ok: true, value: envelope });
});

describe('a job is refused', () => {
  test.each([
    ['by another key', signed({}, stranger.privateKey), 'bad_signature'],
    ['with a changed text', { ...signed(), payload: signed().payload.replace('MK-007', 'MK-008') }, 'bad_signature'],
    ['for another kiosk', signed({ kiosk: 'MK-008' }), 'not_allowed'],
    ['of a type nobody listed', signed({ type: 'run_shell', args: { command: 'id' } }), 'unsupported'],
    ['of a type this kiosk lacks', signed({ type: 'take_screenshot' }), 'unsupported'],
    ['with arguments of another shape', signed({ args: { copies: 500 } }), 'not_allowed'],
    ['with a maintenance longer than two hours', signed({ type: 'start_maintenance', args: { reason: 'repair', minutes: 121 } }), 'not_allowed'],
    ['too early', signed({ notBeforeMs: NOW_MS + 60_000 }), 'not_allowed'],
    ['too late', signed({ expiresAtMs: NOW_MS }), 'expired'],
    ['when it needs a second person', signed({ type: 'restart_device' }), 'not_allowed'],
    ['when the second person is the first', signed({ type: 'restart_device', approvedBy: 'f.qahtani' }), 'not_allowed'],
  ])('%s', (_how, job, refusal) => {
    expect(checkJob(job, checks())).toEqual({ ok: false, fault: refusal });
  });

  test('the second time', () => {
    const memory = emptyMemory();
    memory.begin(envelope.job, 'print_test_slip', NOW_MS);
    expect(checkJob(signed(), checks({ memory }))).toEqual({ ok: false, fault: 'replayed' });
  });

  test('the fourth time in an hour', () => {
    const memory = emptyMemory();
    for (let slip = 0; slip < 3; slip += 1) memory.begin(randomUUID(), 'print_test_slip', NOW_MS - slip * 60_000);
    expect(checkJob(signed(), checks({ memory }))).toEqual({ ok: false, fault: 'too_often' });
    expect(checkJob(signed({ expiresAtMs: NOW_MS + 4_000_000 }), checks({ memory, nowMs: NOW_MS + 3_600_000 })).ok).toBe(true);
  });
});

test('two persons together may restart the computer', () => {
  expect(checkJob(signed({ type: 'restart_device', approvedBy: 'm.otaibi' }), checks()).ok).toBe(true);
});
