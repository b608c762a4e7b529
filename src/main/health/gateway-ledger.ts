import type { GatewayFaultCode } from '../../domain/faults.ts';
import type { Evidence, HealthReason, TroubleEvidence } from '../../domain/health.ts';
import {
  emptyWindow,
  errorPercent,
  GATEWAY_WINDOW,
  LEVELS,
  noted,
  percentile,
  reasonAt,
} from '../../domain/health-thresholds.ts';

/** The answers that say something about the gateway; all others are about the visitor or the transaction. */
const FAILURES = ['unreachable', 'timeout', 'unavailable', 'unauthorized', 'bad_answer'] as const;
type Failure = (typeof FAILURES)[number];

export const failureOf = (code: GatewayFaultCode): Failure | null => FAILURES.find((failure) => failure === code) ?? null;

interface Sample {
  readonly atMs: number;
  readonly ms: number;
  readonly failure: Failure | null;
}

/** So many failures in a row, and it is down; a visitor would hardly be served by a fourth try. */
const DOWN_AFTER = 3;
/** The other end of that limit. */
const UP_AFTER = 2;
/** Half of so many calls failing is down too. */
const DOWN_WINDOW = 20;
const DOWN_PERCENT = 50;
/** Fewer calls say nothing about speed. */
const LEAST_FOR_SPEED = 5;
const SPEED_WINDOW = 20;
const KEEP_MS = 1_800_000;

/** What the last calls say about the gateway. */
export class GatewayLedger {
  readonly #monotonicMs: () => number;
  #samples: readonly Sample[] = [];
  #down: Failure | null = null;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  note(failure: Failure | null, ms: number): void {
    const atMs = this.#monotonicMs();
    this.#samples = [...this.#fresh(), { atMs, ms, failure }].slice(-GATEWAY_WINDOW);
    this.#down = this.#isDown() ? (this.#mostlyFailure() ?? this.#down) : null;
  }

  /** @param before what the gateway's state was so far */
  evidence(before: HealthReason | null): Evidence | TroubleEvidence {
    if (this.#down !== null) return { reason: `gateway.${this.#down}` };
    const samples = this.#fresh();
    if (samples.length === 0) return { state: 'unknown' };
    const errors = errorPercent(samples.reduce((window, { failure }) => noted(window, failure === null), emptyWindow(GATEWAY_WINDOW)));
    const failing = errors === null ? null : reasonAt(before, errors, LEVELS.gatewayErrors);
    if (failing !== null) return { reason: failing, value: { amount: Math.round(errors ?? 0), unit: 'percent' } };
    const answered = samples.filter(({ failure }) => failure === null).map(({ ms }) => ms).slice(-SPEED_WINDOW);
    const speedMs = answered.length < LEAST_FOR_SPEED ? null : percentile(answered, 95);
    const value = speedMs === null ? null : ({ amount: Math.round(speedMs), unit: 'ms' } as const);
    const slow = speedMs === null ? null : reasonAt(before, speedMs, LEVELS.gatewayLatency);
    return slow === null ? { state: 'ok', value } : { reason: slow, value };
  }

  /** It is down, or the last call failed: the next look at it should come soon. */
  get isSuspect(): boolean {
    return this.#down !== null || (this.#samples.at(-1)?.failure ?? null) !== null;
  }

  #fresh(): readonly Sample[] {
    const oldestMs = this.#monotonicMs() - KEEP_MS;
    return this.#samples.filter(({ atMs }) => atMs >= oldestMs);
  }

  #isDown(): boolean {
    const failures = this.#samples.map(({ failure }) => failure !== null);
    if (this.#down !== null) return failures.slice(-UP_AFTER).includes(true) || failures.length < UP_AFTER;
    const inARow = failures.length - 1 - failures.lastIndexOf(false);
    if (inARow >= DOWN_AFTER) return true;
    const last = failures.slice(-DOWN_WINDOW);
    return last.length === DOWN_WINDOW && (100 * last.filter(Boolean).length) / DOWN_WINDOW >= DOWN_PERCENT;
  }

  /**
   * What most of the last failures were, the newest where they are even: once the client's circuit opens in the middle of
   * a call, that call ends as `unavailable`, whatever began it.
   */
  #mostlyFailure(): Failure | null {
    const failures = this.#samples.flatMap(({ failure }) => failure ?? []).slice(-DOWN_AFTER);
    const count = (code: Failure): number => failures.filter((failure) => failure === code).length;
    return failures.toReversed().reduce<Failure | null>((most, code) => (most === null || count(code) > count(most) ? code : most), null);
  }
}
