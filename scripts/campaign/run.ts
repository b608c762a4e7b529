import { setTimeout as pause } from 'node:timers/promises';
import { playFaults } from '../../src/devices/virtual/faults/player.ts';
import type { CampaignKiosk } from './kiosk.ts';
import { backWithinMs, WAY_ON_WITHIN_MS } from './hurry.ts';
import { wholeReceipts } from './paper.ts';
import type { Person } from './people.ts';
import type { CampaignCase, VisitPlan } from './plan.ts';
import { CampaignVisitor, StuckError, type Hands, type VisitReport } from './visitor.ts';

export interface CaseReport {
  /** How each visit ended. */
  readonly outcomes: readonly string[];
  /** Steps of the script that happened. */
  readonly steps: number;
  /** Promises that were broken, in words; empty where all is well. */
  readonly broken: readonly string[];
}

/** A visitor without faults, who wants the whole thing: after every script the kiosk must serve one like that. */
export const GOOD_VISIT: VisitPlan = {
  language: 'ar',
  errand: 'inquiry',
  method: 'card',
  wantsPaper: true,
  retries: 2,
  leavesSlowSearch: false,
  walksAwayAfter: null,
  fidgets: [],
};
/** Paper that a printer still holds comes out by then. */
const SETTLE_MS = 40;
/** A mended kiosk may still have bad moments, such as a printer that is found again only now; and the machine is busy. */
const SERVES_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3;

/** Plays a script while its visitors come and go, mends everything, and lets one more visitor prove it. */
export async function runCase(
  kiosk: CampaignKiosk,
  { script, visits }: CampaignCase,
  nextPerson: () => Person,
  handsOf: (kiosk: CampaignKiosk) => Hands = directHands,
): Promise<CaseReport> {
  const { board, watch } = kiosk;
  watch.broken.length = 0;
  watch.mayJam = script.steps.some(({ do: act }) => act.act === 'printer_fails' && act.fault === 'cutter');
  const outcomes: string[] = [];
  const play = playFaults(script, board);
  try {
    for (const plan of visits) outcomes.push((await oneVisit(kiosk, plan, nextPerson(), handsOf(kiosk))).outcome);
  } finally {
    play.stop();
    board.mendAll();
  }
  await proveMended(kiosk, nextPerson, handsOf);
  return { outcomes, steps: play.happened().length, broken: [...watch.broken] };
}

/** A person in front of the kiosk process itself: looks at Views, sends Intents. */
export function directHands({ board, running: { kiosk } }: CampaignKiosk): Hands {
  return {
    view: () => kiosk.view(),
    touch: async (action) => kiosk.receive({ step: kiosk.view().step, action }),
    presentCard: (payload) => board.targets.reader?.present(payload),
  };
}

async function oneVisit(kiosk: CampaignKiosk, plan: VisitPlan, person: Person, hands: Hands): Promise<VisitReport> {
  const { printer, watch } = kiosk;
  printer.forget();
  watch.visitor = person;
  const report = await visitOrStuck(kiosk, plan, person, hands);
  await backToAttract(kiosk, backWithinMs(report.moreTimeTaps, kiosk.hurry));
  await pause(SETTLE_MS);
  checkPaper(kiosk, report);
  if ([...report.said.values()].every((outcome) => outcome === 'not_printed')) watch.refused = [...watch.documents];
  watch.visitor = null;
  return report;
}

async function visitOrStuck({ watch }: CampaignKiosk, plan: VisitPlan, person: Person, hands: Hands): Promise<VisitReport> {
  try {
    return await new CampaignVisitor(hands, plan, person).visit();
  } catch (error) {
    if (!(error instanceof StuckError)) throw error;
    watch.note(error.message);
    return { outcome: 'abandoned', said: new Map(), moreTimeTaps: 0 };
  }
}

/** Nobody is there any more: the kiosk goes back by itself. A kiosk that is out of service stays so. */
async function backToAttract({ running, watch }: CampaignKiosk, withinMs: number): Promise<void> {
  const screen = (): string => running.kiosk.view().screen.id;
  const isBack = (): boolean => screen() === 'attract' || screen() === 'out_of_service';
  if (!(await until(isBack, withinMs))) return watch.note(`left alone, the kiosk stays on the screen ${screen()}`);
  await pause(LOOK_EVERY_MS);
  return watch.checkAttract();
}

/** "Printed" only where it lies there whole; "not printed" only where it doesn't. */
function checkPaper({ printer, watch }: CampaignKiosk, { said }: VisitReport): void {
  if (wholeReceipts(watch.refused, printer.pages) > 0)
    watch.note('the receipt of an earlier visitor, who was told that it was not printed, came out');
  watch.refused = [];
  for (const document of watch.documents) {
    const text = JSON.stringify(document);
    const [, outcome] = [...said].find(([number]) => number !== null && text.includes(number)) ?? [];
    const copies = wholeReceipts([document], printer.pages);
    if (outcome === 'printed' && copies === 0) watch.note('said "printed", and no whole receipt came out');
    if (outcome === 'not_printed' && copies > 0 && !watch.mayJam) watch.note('said "not printed", and a whole receipt came out');
    if (copies > 1) watch.note(`${String(copies)} whole receipts came out instead of one`);
  }
}

/** After all faults are over the next visitor leaves with paper. */
async function proveMended(kiosk: CampaignKiosk, nextPerson: () => Person, handsOf: (kiosk: CampaignKiosk) => Hands): Promise<void> {
  const { running, watch } = kiosk;
  if (!(await until(() => running.kiosk.view().screen.id === 'attract', WAY_ON_WITHIN_MS)))
    return watch.note(`mended, the kiosk stays on the screen ${running.kiosk.view().screen.id}`);
  const outcomes: string[] = [];
  const endsMs = performance.now() + SERVES_WITHIN_MS;
  while (performance.now() < endsMs) {
    // A device process that was killed comes back, a printer is found again.
    await until(() => running.devices.printerState() === 'ready', WAY_ON_WITHIN_MS);
    const { outcome } = await oneVisit(kiosk, GOOD_VISIT, nextPerson(), handsOf(kiosk));
    if (outcome === 'printed') return undefined;
    outcomes.push(outcome);
  }
  return watch.note(`mended, the kiosk gives no receipt: ${outcomes.join(', ')}`);
}

async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  const endsMs = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > endsMs) return false;
    await pause(LOOK_EVERY_MS);
  }
  return true;
}
