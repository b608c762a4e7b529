import { SYSTEM_CLOCK, type HostClock } from '../../src/main/guarded-page.ts';
import type { KioskParts } from '../../src/main/kiosk.ts';
import type { GatewayTiming } from '../../src/main/gateway/config.ts';
import type { PrintLimits } from '../../src/devices/printer/index.ts';
import { SUPERVISOR_TIMING, type SupervisorTiming } from '../../src/devices/supervisor.ts';
import { VISIT_TIMING, type VisitTiming } from '../../src/main/visit/timing.ts';

/** A campaign's kiosk lives this much faster than a real one: a second of a visit takes 7 ms. */
export const HURRY = 150;
/** With a real page, which needs some time to be drawn and touched. */
export const PAGE_HURRY = 15;

/** The visit's own delays are those of a real kiosk, on a clock that hurries. */
export const hurriedClock = (hurry: number): NonNullable<KioskParts['clock']> => ({
  setTimeout: (run, ms) => setTimeout(run, ms / hurry),
  clearTimeout: (id) => clearTimeout(id),
});

/** What looks after the kiosk hurries less, or it would do little else; and its stop-watch is right, like the wall's clock. */
const HEALTH_HURRY = 50;
export const hurriedHealthClock: HostClock = {
  nowMs: () => SYSTEM_CLOCK.nowMs(),
  after: (ms, run) => SYSTEM_CLOCK.after(ms / HEALTH_HURRY, run),
};

/** Longer than what the printer room allows itself below, which isn't on this clock. */
const PRINT_LIMIT_MS = 4_000;
/** The gateway's limit isn't on the visit's clock either. */
export const hurriedVisit = (hurry: number): VisitTiming => ({
  ...VISIT_TIMING,
  gatewayLimitMs: 1_200,
  printLimitMs: PRINT_LIMIT_MS * hurry,
});
export const HURRIED_GATEWAY: GatewayTiming = {
  connectTimeoutMs: 300,
  totalTimeoutMs: 800,
  retryAfterMs: [5, 20],
  circuit: { failures: 5, withinMs: 2_000, openMs: 150 },
};
export const HURRIED_PRINTER: PrintLimits = { jobTimeoutMs: 1_500, clearTimeoutMs: 300 };
export const HURRIED_SUPERVISOR: SupervisorTiming = { ...SUPERVISOR_TIMING, restartLeastMs: 20, restartMostMs: 100 };

/** The longest a visitor may be left without a way on: session, inquiry, receipt or printing, on a busy machine. */
export const WAY_ON_WITHIN_MS = 10_000;
/** What the visit's own limits come to, doubled by the access option, plus what a busy machine adds. */
export const backWithinMs = (moreTimeTaps: number, hurry: number): number => {
  const { countdownSeconds, goodbyeMs, inputIdleMs, moreTimeFactor, moreTimeMs } = VISIT_TIMING;
  const visitMs = inputIdleMs * moreTimeFactor + moreTimeMs * moreTimeTaps + countdownSeconds * 1000 + goodbyeMs;
  return visitMs / hurry + WAY_ON_WITHIN_MS;
};
