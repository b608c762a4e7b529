import { z } from 'zod';
import { faultRuleSchema, OPERATIONS } from '../../../../contract/gateway-faults.ts';
import { VIRTUAL_PRINTER_FAULTS } from '../printer/faults.ts';

/**
 * A fault script: what goes wrong with a kiosk, and when. JSON; every key is described here and, from here, in
 * docs/faults.md. The same file is replayed by tests, the journey, the dock and in training.
 */
const MAX_STEPS = 100;
const MAX_MS = 3_600_000;
const MAX_REPORTS = 10;
const MAX_ROWS = 20_000;
const MAX_LINES = 500;
const MAX_COUNT = 10_000;
/** Ten years: an empty clock battery. */
const MAX_JUMP_SECONDS = 315_360_000;

const ms = z.int().min(0).max(MAX_MS);
const count = z.int().min(1).max(MAX_COUNT);

const screenCode = z.string().regex(/^[A-Z][0-9]{1,2}[a-z]?$/, 'expected the code of a screen such as "B5"');

export const triggerSchema = z.union([
  z.strictObject({ atMs: ms.describe('So long after the script began.') }),
  z.strictObject({ afterMs: ms.describe('So long after the step before happened.') }),
  z.strictObject({
    screen: screenCode.describe('When a screen comes up, by its code in the flow plan.'),
    time: count.default(1).describe('1 for the first time it does, 2 for the second.'),
  }),
  z.strictObject({ row: z.int().min(1).max(MAX_ROWS).describe('After so many dot rows of a receipt.') }),
  z.strictObject({ line: z.int().min(1).max(MAX_LINES).describe('In this line of print of a receipt.') }),
  z.strictObject({
    call: count.describe('With the n-th call at the gateway; the step counts for this call already.'),
    operation: z.enum(['any', ...OPERATIONS]).default('any').describe('Counts only calls of this operation.'),
  }),
  z.strictObject({ visit: count.describe('When the n-th visit begins.') }),
]);
export type Trigger = z.infer<typeof triggerSchema>;

const printerFault = z.enum(VIRTUAL_PRINTER_FAULTS);
const afterReports = z.int().min(1).max(MAX_REPORTS);

export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('card_unreadable') }).describe('The next card is scratched.'),
  z
    .strictObject({ act: z.literal('card_pulled'), afterReports })
    .describe('The next card is taken away after so many reports; an ID card has three, one a line.'),
  z
    .strictObject({ act: z.literal('reader_unplugged'), afterReports: afterReports.optional() })
    .describe("The card reader's cable is pulled; with `afterReports`: in the middle of the next card."),
  z.strictObject({ act: z.literal('reader_plugged') }).describe('It is plugged in again.'),
  z
    .strictObject({ act: z.literal('printer_fails'), fault: printerFault })
    .describe('Something happens to the printer.'),
  z
    .strictObject({ act: z.literal('printer_mended'), fault: printerFault })
    .describe('It is over: new paper, cover closed, cable back.'),
  z
    .strictObject({ act: z.literal('gateway_misbehaves'), rule: faultRuleSchema })
    .describe('One more rule for the gateway, behind those that wait.'),
  z.strictObject({ act: z.literal('gateway_behaves') }).describe('All of its rules are taken away.'),
  z.strictObject({ act: z.literal('gateway_down') }).describe("The gateway's machine is off."),
  z.strictObject({ act: z.literal('gateway_up') }).describe('It is on again.'),
  z.strictObject({ act: z.literal('network_down') }).describe('The network cable is pulled.'),
  z.strictObject({ act: z.literal('network_up') }).describe('It is back.'),
  z.strictObject({ act: z.literal('devices_killed') }).describe('The device process dies.'),
  z.strictObject({ act: z.literal('page_hangs') }).describe('The page draws nothing more and answers to nothing.'),
  z.strictObject({ act: z.literal('page_crashes') }).describe("The page's process dies."),
  z.strictObject({ act: z.literal('disk_low') }).describe('Nine tenths of the disk are used.'),
  z.strictObject({ act: z.literal('disk_full') }).describe('Nothing more can be written.'),
  z.strictObject({ act: z.literal('disk_freed') }).describe('There is room again.'),
  z
    .strictObject({ act: z.literal('clock_jumps'), seconds: z.int().min(-MAX_JUMP_SECONDS).max(MAX_JUMP_SECONDS) })
    .describe('The clock is suddenly wrong, forwards or, with a minus, backwards.'),
  z.strictObject({ act: z.literal('clock_set') }).describe('The clock is right again.'),
]);
export type FaultAct = z.infer<typeof actSchema>;
export type ActName = FaultAct['act'];

/** How a visit may end, in the words of `npm run journey`. */
export const OUTCOMES = ['printed', 'not_printed', 'unknown', 'not_found', 'locked', 'unavailable', 'abandoned'] as const;
export type VisitOutcome = (typeof OUTCOMES)[number];

const localizedTitle = z.strictObject({ ar: z.string().min(1).max(200), en: z.string().min(1).max(200) });

const stepSchema = z.strictObject({ when: triggerSchema, do: actSchema });
export type FaultStep = z.infer<typeof stepSchema>;

export const faultScriptSchema = z.strictObject({
  title: localizedTitle.describe('What it is called in lists.'),
  practice: z.boolean().default(false).describe('True: technicians are offered to practise on it.'),
  steps: z.array(stepSchema).min(1).max(MAX_STEPS).describe('Each waits for its own moment, whatever became of the others.'),
  expect: z
    .strictObject({
      outcomes: z
        .array(z.enum(OUTCOMES))
        .min(1)
        .describe('How the visit ends; more than one where chance may decide.'),
      screens: z.array(screenCode).default([]).describe('Come up in this order; others may lie between.'),
    })
    .optional()
    .describe('What is true of a visit with a card, one inquiry and a receipt; for tests.'),
});
export type FaultScript = z.infer<typeof faultScriptSchema>;
