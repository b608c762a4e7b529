import { readFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import type { CatalogEvent } from '../../src/domain/events.ts';
import type { KioskConfig } from '../../src/main/config.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import { startKioskProcess, type RunningKiosk } from '../../src/main/start.ts';
import { VISIT_TIMING } from '../../src/main/visit/timing.ts';
import { Walker } from './walker.ts';

/**
 * A whole kiosk process that is there to be killed: visitors come one after the other, staff do things at odd moments,
 * what is recorded goes to a hub. Every record that the journal took is said aloud at once.
 *
 *   node tests/harness/killed-kiosk.ts CONFIG HUB_URL
 */
export type Said =
  | { readonly type: 'attract'; readonly sinceStartMs: number; readonly isClean: boolean; readonly setAside: number }
  | { readonly type: 'recorded'; readonly boot: string; readonly event: CatalogEvent };

/** Written at once, so that it is out even when the next instruction is never reached. */
const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`);

const BETWEEN_STAFF_EVENTS_MS = 15;
const BETWEEN_DELIVERIES_MS = 100;

async function keepVisiting(running: RunningKiosk): Promise<never> {
  for (;;) {
    await readerReady(running);
    await new Walker(running).visit({ score: 4 });
  }
}

async function keepWriting(journal: Journal): Promise<never> {
  for (let count = 1; ; count += 1) {
    journal.record('staff.locked_out', { seconds: 1 + (count % 86_400) });
    await pause(BETWEEN_STAFF_EVENTS_MS);
  }
}

/** As the fleet's agent does it: the oldest first, acknowledged once the hub says that it has them. */
async function keepDelivering(journal: Journal, hub: string): Promise<never> {
  for (;;) {
    const events = journal.pending(50);
    const last = events.at(-1);
    if (last !== undefined) {
      const isTaken = await fetch(hub, { method: 'POST', body: JSON.stringify(events) }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isTaken) journal.acknowledge(last);
    }
    await pause(BETWEEN_DELIVERIES_MS);
  }
}

/** Whatever the journal takes is said the moment it has taken it. */
function sayWhatIsRecorded(journal: Journal): void {
  const recordAll = journal.recordAll.bind(journal);
  journal.recordAll = (events) => {
    const recorded = recordAll(events);
    if (recorded.ok) for (const event of events) say({ type: 'recorded', boot: journal.boot, event });
    return recorded;
  };
}

const [configFile = '', hub = ''] = process.argv.slice(2);
const config = JSON.parse(readFileSync(configFile, 'utf8')) as KioskConfig;
const running = await startKioskProcess(config, CHECKOUT, { timing: { ...VISIT_TIMING, goodbyeMs: 20 } });
const { frame, screen, stillThere } = running.kiosk.view();
say({
  type: 'attract',
  sinceStartMs: performance.now(),
  isClean: screen.id === 'attract' && frame.language === 'ar' && stillThere === null && Object.values(frame.access).every((on) => !on),
  setAside: running.journal.setAsideFiles().length,
});
sayWhatIsRecorded(running.journal);
await Promise.all([keepVisiting(running), keepWriting(running.journal), keepDelivering(running.journal, hub)]);
