import { randomBytes } from 'node:crypto';
import type { Session, SessionStart } from '../../contract/validate.ts';
import { Refusal } from './problem.ts';

const LIFETIME_MS = 15 * 60_000;

export interface OpenSession {
  readonly id: string;
  readonly kioskId: string;
  readonly expiresAtMs: number;
  /** The opaque references this session was given. */
  readonly found: Set<string>;
  /** Inquiries that matched nothing, and the end of the pause they brought. */
  failures: number;
  pausedUntilMs: number;
}

export interface SessionBook {
  open(start: SessionStart): Session;
  /** Throws SESSION_EXPIRED where there is no such session. */
  get(sessionId: unknown): OpenSession;
  end(sessionId: string): void;
  count(): number;
}

export const opaqueId = (): string => randomBytes(24).toString('base64url');

export function createSessionBook(now: () => number): SessionBook {
  const sessions = new Map<string, OpenSession>();
  const forgetExpired = (): void => {
    for (const [id, { expiresAtMs }] of sessions) if (expiresAtMs <= now()) sessions.delete(id);
  };
  return {
    open({ kioskId }) {
      forgetExpired();
      const session: OpenSession = {
        id: opaqueId(),
        kioskId,
        expiresAtMs: now() + LIFETIME_MS,
        found: new Set(),
        failures: 0,
        pausedUntilMs: 0,
      };
      sessions.set(session.id, session);
      return { sessionId: session.id, assurance: 'L0', expiresAt: new Date(session.expiresAtMs).toISOString() };
    },
    get(sessionId) {
      forgetExpired();
      const session = typeof sessionId === 'string' ? sessions.get(sessionId) : undefined;
      if (session === undefined) throw new Refusal('SESSION_EXPIRED');
      return session;
    },
    end: (sessionId) => void sessions.delete(sessionId),
    count() {
      forgetExpired();
      return sessions.size;
    },
  };
}
