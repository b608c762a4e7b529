import { createHash } from 'node:crypto';
import { Refusal } from './problem.ts';

const KEPT_MS = 24 * 3_600_000;
const MAX_KEYS = 50_000;

interface Kept<Answer> {
  readonly fingerprint: string;
  readonly sinceMs: number;
  answer: Answer | null;
}

/** Does work once per key: a repeat gets the first answer, a different request under the same key is refused. */
export interface IdempotencyStore<Answer> {
  once(key: string, request: unknown, work: () => Promise<Answer>): Promise<Answer>;
}

export function createIdempotencyStore<Answer>(now: () => number): IdempotencyStore<Answer> {
  const kept = new Map<string, Kept<Answer>>();

  /** Insertion order is age, so the old ones stand first. */
  function forgetOld(): void {
    for (const [key, { sinceMs }] of kept) {
      if (now() - sinceMs < KEPT_MS && kept.size <= MAX_KEYS) return;
      kept.delete(key);
    }
  }

  return {
    async once(key, request, work) {
      forgetOld();
      const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64');
      const known = kept.get(key);
      if (known !== undefined) {
        if (known.fingerprint !== fingerprint) throw new Refusal('IDEMPOTENCY_KEY_REUSED');
        if (known.answer === null) throw new Refusal('IDEMPOTENCY_IN_PROGRESS');
        return known.answer;
      }
      const entry: Kept<Answer> = { fingerprint, sinceMs: now(), answer: null };
      kept.set(key, entry);
      try {
        entry.answer = await work();
        return entry.answer;
      } catch (error) {
        // Nothing was created, so the same key may try again.
        kept.delete(key);
        throw error;
      }
    },
  };
}
