import type { CircuitTiming } from './config.ts';

/** Leave to make one request; whoever got it says what became of it, exactly once. */
export interface Permit {
  succeeded(): void;
  failed(): void;
  /** Nobody knows: the visitor left before the answer. */
  released(): void;
}

/**
 * Spares visitors the wait for a gateway that is down, and a gateway that comes up the rush: after some failures
 * every call fails at once; then a single probe goes through and decides.
 */
export interface Circuit {
  /** Null while calls must fail at once. */
  enter(): Permit | null;
  /** How long calls will keep failing at once; at least 1. */
  secondsUntilProbe(): number;
  health(): 'up' | 'down' | 'unknown';
}

/** @param now milliseconds of a clock that never jumps: who sets the wall's clock must not close a gateway for days */
export function createCircuit(timing: CircuitTiming, now: () => number): Circuit {
  let failures: number[] = [];
  let opensAtMs: number | null = null;
  let probing = false;
  let lastAnswered = false;

  function close(): void {
    failures = [];
    opensAtMs = null;
    probing = false;
    lastAnswered = true;
  }

  function fail(isProbe: boolean): void {
    lastAnswered = false;
    failures = [...failures.filter((time) => now() - time < timing.withinMs), now()];
    if (isProbe) probing = false;
    // A request that began before the circuit opened says nothing new.
    const opens = isProbe || (opensAtMs === null && failures.length >= timing.failures);
    if (opens) opensAtMs = now() + timing.openMs;
  }

  const isOpen = (): boolean => opensAtMs !== null && (probing || now() < opensAtMs);

  return {
    enter() {
      if (isOpen()) return null;
      const isProbe = opensAtMs !== null;
      if (isProbe) probing = true;
      return {
        succeeded: close,
        failed: () => fail(isProbe),
        released() {
          if (isProbe) probing = false;
        },
      };
    },
    secondsUntilProbe: () => Math.max(1, Math.ceil(((opensAtMs ?? 0) - now()) / 1000)),
    health() {
      if (isOpen()) return 'down';
      return lastAnswered ? 'up' : 'unknown';
    },
  };
}
