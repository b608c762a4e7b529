import { setTimeout as pause } from 'node:timers/promises';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import { SUPERVISOR_TIMING } from '../../src/devices/supervisor.ts';
import { startKioskProcess } from '../../src/main/start.ts';
import { VISIT_TIMING } from '../../src/main/visit/timing.ts';
import { Walker } from './walker.ts';

/** A visit without kills takes up to a second, paper included; a kill falls anywhere in it, or just after it. */
const KILL_WITHIN_MS = 1200;

export interface KillReport {
  readonly visits: number;
  readonly kills: number;
  readonly printed: number;
  readonly notPrinted: number;
  readonly unknown: number;
  /** What must be empty: a visit that hung, or a claim about paper that isn't true. */
  readonly broken: readonly string[];
}

/**
 * Whole visits through the kiosk process, the gateway sandbox and a real device process that is killed with SIGKILL at
 * a random moment of each. The page is left out: it only draws.
 */
export async function killDevices(visits: number, random: () => number): Promise<KillReport> {
  const demo = await startDemo({ limits: { inquiriesPerMinute: 1_000_000 } });
  const running = await startKioskProcess(demo.config, CHECKOUT, {
    timing: { ...VISIT_TIMING, goodbyeMs: 10 },
    supervision: { ...SUPERVISOR_TIMING, restartLeastMs: 20, restartMostMs: 100 },
  });
  const outcomes = { printed: 0, not_printed: 0, unknown: 0 };
  const broken: string[] = [];
  try {
    for (let visit = 0; visit < visits; visit += 1) {
      await readerReady(running);
      running.virtual.printer?.forget();
      const kill = pause(random() * KILL_WITHIN_MS).then(() => running.devices.kill());
      try {
        const outcome = await new Walker(running).visit();
        outcomes[outcome] += 1;
        const pages = running.virtual.printer?.pages.length ?? 0;
        if (outcome === 'printed' && pages === 0) broken.push(`visit ${String(visit)}: printed, but no paper came out`);
        if (outcome === 'not_printed' && pages > 0) broken.push(`visit ${String(visit)}: not printed, but paper came out`);
      } catch (error) {
        broken.push(`visit ${String(visit)}: ${error instanceof Error ? error.message : String(error)}`);
        new Walker(running).tap({ type: 'finish' });
      }
      await kill;
    }
    const { not_printed: notPrinted, printed, unknown } = outcomes;
    return { visits, kills: running.devices.restarts(), printed, notPrinted, unknown, broken };
  } finally {
    await running.close();
    await demo.close();
  }
}
