import { createHash } from 'node:crypto';
import { MAX_RECONNECT_MS } from '../../../contract/fleet/messages.ts';

const FIRST_MS = 1_000;

/**
 * How long to wait before the next try: at random up to a bound that doubles with each failure (full jitter), so that
 * kiosks which lost the hub together come back spread out.
 */
export class BackOff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @param atLeastMs what the hub asked for */
  failed(atLeastMs = 0): number {
    const boundMs = Math.min(MAX_RECONNECT_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 20);
    return Math.min(MAX_RECONNECT_MS, Math.max(atLeastMs, Math.round(this.#random() * boundMs)));
  }
}

const MINUTE_MS = 60_000;
/** Until a person has done something there is no point in asking the hub often. */
const RESTS_MS: Readonly<Record<string, number>> = {
  no_code: 5 * MINUTE_MS,
  wrong_code: 5 * MINUTE_MS,
  bad_signature: 5 * MINUTE_MS,
  revoked: 5 * MINUTE_MS,
  another_kiosk: 5 * MINUTE_MS,
  malformed: 5 * MINUTE_MS,
  // Somebody else speaks as this kiosk: the two mustn't throw each other out all day long.
  superseded: MINUTE_MS,
  too_many: MINUTE_MS,
};

/** How long to leave the hub alone after a refusal, ± a quarter; 0 where trying soon may help. */
export const restMs = (problem: string | null, random: () => number): number =>
  Math.round((RESTS_MS[problem ?? ''] ?? 0) * (0.75 + random() / 2));

/** A share of one that is always the same for a kiosk and different for its neighbour: spreads what all do at once. */
export const shareOf = (kiosk: string): number => createHash('sha256').update(kiosk).digest().readUInt32BE(0) / 2 ** 32;
