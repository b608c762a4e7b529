import { LEVELS, reasonAt } from '../../domain/health-thresholds.ts';
import { httpDate } from '../gateway/http-date.ts';
import type { HealthBoard, HealthClock } from './board.ts';

/** A wall clock that moves so much more or less than time itself has been set. */
const JUMP_MS = 2_000;

/** The gateway is asked once a minute by itself: after two it is away. */
const GATEWAY_COUNTS_MS = 120_000;

export interface ClockWatch {
  /** How far this clock is ahead of the gateway's; negative when it is behind. */
  noteOffset(offsetMs: number): void;
  /** The same of the fleet hub's; counts while the gateway says nothing. */
  noteSecondOpinion(offsetMs: number): void;
  /** Compares the wall clock with the one that never jumps; to be called every few seconds. */
  refresh(): void;
  /** The best time there is: the gateway's, running on, while this machine's clock can't be relied on. */
  time(): Date;
  /** Whether somebody has told the time lately enough to hold the best time for right. */
  isTimeProven(): boolean;
}

/**
 * Holds the machine's clock against the gateway's, and notices when somebody sets it. The kiosk can't set it: that is the
 * operating system's affair.
 */
export function watchClock(board: HealthBoard, clock: HealthClock): ClockWatch {
  const aheadOfMonotonicMs = (): number => clock.now().getTime() - clock.monotonicMs();
  let lastMs = aheadOfMonotonicMs();
  /** The gateway's time, or the hub's, less that of the clock which never jumps. */
  let gatewayAheadMs: number | null = null;
  let gatewaySpokeMs = Number.NEGATIVE_INFINITY;

  const note = (offsetMs: number): void => {
    lastMs = aheadOfMonotonicMs();
    gatewayAheadMs = lastMs - offsetMs;
    const value = { amount: Math.round(offsetMs), unit: 'ms' } as const;
    const reason = reasonAt(board.reasonOf('clock'), Math.abs(offsetMs), LEVELS.clockOffset);
    board.note('clock', reason === null ? { state: 'ok', value } : { reason, value });
  };

  const isOff = (): boolean => {
    const reason = board.reasonOf('clock');
    return reason === 'clock.wrong' || reason === 'clock.jumped';
  };

  return {
    noteOffset: (offsetMs) => {
      gatewaySpokeMs = clock.monotonicMs();
      note(offsetMs);
    },
    noteSecondOpinion: (offsetMs) => {
      if (clock.monotonicMs() - gatewaySpokeMs > GATEWAY_COUNTS_MS) note(offsetMs);
    },
    refresh: () => {
      const nowMs = aheadOfMonotonicMs();
      const jumpedMs = nowMs - lastMs;
      lastMs = nowMs;
      // Stays until the gateway's time has been seen again.
      if (Math.abs(jumpedMs) > JUMP_MS)
        board.note('clock', { reason: 'clock.jumped', value: { amount: Math.round(jumpedMs), unit: 'ms' } });
    },
    time: () => (isOff() && gatewayAheadMs !== null ? new Date(clock.monotonicMs() + gatewayAheadMs) : clock.now()),
    isTimeProven: () => {
      const { state } = board.health().components.clock;
      return isOff() ? gatewayAheadMs !== null : state !== 'unknown' && state !== 'starting';
    },
  };
}

/**
 * How far this clock is ahead of a server's, from one answer. The `Date` header has whole seconds and was written
 * somewhere between sending and receiving: the middle of both is the best guess.
 * @returns null without a date, or when the answer took too long to say anything
 */
export function offsetFrom(date: string | undefined, sentAtMs: number, receivedAtMs: number): number | null {
  const serverMs = httpDate(date ?? '');
  if (serverMs === null || receivedAtMs - sentAtMs > LONGEST_EXCHANGE_MS) return null;
  return (sentAtMs + receivedAtMs) / 2 - (serverMs + HALF_SECOND_MS);
}

const LONGEST_EXCHANGE_MS = 2_000;
const HALF_SECOND_MS = 500;
