import { createHmac, randomBytes } from 'node:crypto';
import type { IdentityClaim } from '../../contract/validate.ts';
import { Refusal } from './problem.ts';
import type { OpenSession } from './sessions.ts';

/** The limits of the contract; a bench that must inquire faster raises them. */
export interface Limits {
  readonly inquiriesPerMinute: number;
  readonly failuresPerSession: number;
  readonly pauseSeconds: number;
  readonly failuresPerIdentity: number;
}

export const CONTRACT_LIMITS: Limits = {
  inquiriesPerMinute: 10,
  failuresPerSession: 5,
  pauseSeconds: 60,
  failuresPerIdentity: 10,
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Counts events per key within a sliding time. */
function createWindow(spanMs: number, now: () => number) {
  const times = new Map<string, number[]>();
  const recent = (key: string): number[] => {
    const kept = (times.get(key) ?? []).filter((time) => now() - time < spanMs);
    if (kept.length === 0) times.delete(key);
    else times.set(key, kept);
    return kept;
  };
  return {
    count: (key: string): number => recent(key).length,
    add: (key: string): void => void times.set(key, [...recent(key), now()]),
    /** Seconds until the oldest event falls out. */
    secondsLeft: (key: string): number => Math.ceil(((recent(key)[0] ?? now()) + spanMs - now()) / 1000),
  };
}

export interface InquiryLimits {
  /** Throws a Refusal where one of the limits is reached; counts the inquiry otherwise. */
  admit(session: OpenSession, identity: IdentityClaim): void;
  failed(session: OpenSession, identity: IdentityClaim): void;
}

export function createInquiryLimits(limits: Limits, now: () => number): InquiryLimits {
  const inquiries = createWindow(MINUTE_MS, now);
  const identityFailures = createWindow(DAY_MS, now);
  // Failed identities are remembered for a day, so only under a key that dies with the process.
  const secret = randomBytes(32);
  const pseudonym = ({ kind, value }: IdentityClaim): string =>
    createHmac('sha256', secret).update(`${kind}:${value}`).digest('base64');

  return {
    admit(session, identity) {
      const { kioskId } = session;
      if (inquiries.count(kioskId) >= limits.inquiriesPerMinute) {
        throw new Refusal('RATE_LIMITED', { retryAfterSeconds: inquiries.secondsLeft(kioskId) });
      }
      inquiries.add(kioskId);
      const pausedMs = session.pausedUntilMs - now();
      if (pausedMs > 0) throw new Refusal('RATE_LIMITED', { retryAfterSeconds: Math.ceil(pausedMs / 1000) });
      if (identityFailures.count(pseudonym(identity)) >= limits.failuresPerIdentity) {
        throw new Refusal('IDENTITY_LOCKED');
      }
    },
    failed(session, identity) {
      identityFailures.add(pseudonym(identity));
      session.failures += 1;
      if (session.failures % limits.failuresPerSession === 0) {
        session.pausedUntilMs = now() + limits.pauseSeconds * 1000;
      }
    },
  };
}
