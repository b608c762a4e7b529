import { type HealthReason } from './health.ts';

/** A limit with two ends, so that a value that hovers around it doesn't flicker. `exit` is below `enter`. */
export interface Level<Reason extends HealthReason> {
  readonly reason: Reason;
  /** From this value on the reason holds … */
  readonly enter: number;
  /** … until the value is down to this one. */
  readonly exit: number;
}

/**
 * Which of a part's limits a value breaks, mildest limit first in `levels`; null for none.
 * @param before what held so far: a limit that held goes on holding until its exit
 */
export function reasonAt<Reason extends HealthReason>(
  before: HealthReason | null,
  value: number,
  levels: readonly Level<Reason>[],
): Reason | null {
  const held = levels.findIndex(({ reason }) => reason === before);
  const holds = levels.filter(({ enter, exit }, index) => (index <= held ? value > exit : value >= enter));
  return holds.at(-1)?.reason ?? null;
}

/** The last results of something that sometimes fails, oldest first. */
export interface OutcomeWindow {
  readonly size: number;
  readonly outcomes: readonly boolean[];
}

export const emptyWindow = (size: number): OutcomeWindow => ({ size, outcomes: [] });

export const noted = ({ outcomes, size }: OutcomeWindow, succeeded: boolean): OutcomeWindow => ({
  size,
  outcomes: [...outcomes, succeeded].slice(-size),
});

/** Share of failures in percent; null until the window is full: two of three say little. */
export function errorPercent({ outcomes, size }: OutcomeWindow): number | null {
  if (outcomes.length < size) return null;
  return (100 * outcomes.filter((succeeded) => !succeeded).length) / size;
}

/** The value that `percent` of the values don't exceed (nearest rank); null without values. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}

/** Limits of the parts that are measured; docs/health.md says where the numbers come from. */
export const LEVELS = {
  /** Percent of failures in the last `READ_WINDOW` cards. */
  readerErrors: [{ reason: 'reader.error_rate', enter: 20, exit: 10 }],
  /** Percent of failures in the last `GATEWAY_WINDOW` calls. */
  gatewayErrors: [{ reason: 'gateway.error_rate', enter: 5, exit: 2 }],
  /** Milliseconds, 95th percentile of the last calls. */
  gatewayLatency: [{ reason: 'gateway.slow', enter: 3_000, exit: 2_000 }],
  /** Milliseconds to make a connection, 95th percentile of the last `NETWORK_WINDOW`. */
  networkLatency: [{ reason: 'network.slow', enter: 800, exit: 500 }],
  /** Milliseconds for one receipt. */
  printTime: [{ reason: 'printer.slow', enter: 20_000, exit: 10_000 }],
  /** Percent of the file system in use. */
  diskUse: [
    { reason: 'disk.low', enter: 85, exit: 80 },
    { reason: 'disk.full', enter: 95, exit: 92 },
  ],
  /** Milliseconds between this clock and the gateway's, either way. */
  clockOffset: [
    { reason: 'clock.offset', enter: 2_000, exit: 1_000 },
    { reason: 'clock.wrong', enter: 30_000, exit: 20_000 },
  ],
  /** Degrees Celsius of the hottest zone. */
  temperature: [
    { reason: 'temperature.high', enter: 70, exit: 65 },
    { reason: 'temperature.critical', enter: 85, exit: 78 },
  ],
} as const satisfies Readonly<Record<string, readonly Level<HealthReason>[]>>;

export const READ_WINDOW = 20;
export const GATEWAY_WINDOW = 50;
export const NETWORK_WINDOW = 20;
