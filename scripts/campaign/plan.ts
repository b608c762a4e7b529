import * as fc from 'fast-check';
import type { FaultRule } from '../../contract/gateway-faults.ts';
import type { Action } from '../../src/bridge/intent.ts';
import { SCREEN_CODES } from '../../src/bridge/view.ts';
import { VIRTUAL_PRINTER_FAULTS } from '../../src/devices/virtual/printer/faults.ts';
import type { FaultAct, FaultScript, FaultStep, Trigger } from '../../src/devices/virtual/faults/script.ts';

/** What one visitor is like. Plain data, so that a broken case can be replayed and made smaller. */
export interface VisitPlan {
  readonly language: 'ar' | 'en';
  readonly errand: 'inquiry' | 'wrong_number' | 'rating';
  readonly method: 'card' | 'keypad';
  readonly wantsPaper: boolean;
  /** How often a fault or a miss is tried again. */
  readonly retries: number;
  readonly leavesSlowSearch: boolean;
  /** Walks away without a word after so many touches; null: stays to the end. */
  readonly walksAwayAfter: number | null;
  /** Touches that nobody expects, each after so many sensible ones. */
  readonly fidgets: readonly { readonly after: number; readonly action: Action }[];
}

export interface CampaignCase {
  readonly script: FaultScript;
  readonly visits: readonly VisitPlan[];
}

/** A kiosk with its devices in this process or in one of their own, or with a page too. */
export const KIOSK_KINDS = ['here', 'process', 'page'] as const;
export type KioskKind = (typeof KIOSK_KINDS)[number];

/** A case and the kiosk it is for, as a campaign prints it. */
export interface PlacedCase extends CampaignCase {
  readonly kind: KioskKind;
}

const FIDGETS: readonly Action[] = [
  { type: 'back' },
  { type: 'home' },
  { type: 'finish' },
  { type: 'start' },
  { type: 'continue' },
  { type: 'retry' },
  { type: 'edit' },
  { type: 'leave_search' },
  { type: 'print_receipt' },
  { type: 'show_referrals' },
  { type: 'open_help' },
  { type: 'open_access' },
  { type: 'open_languages' },
  { type: 'use_keypad' },
  { type: 'use_card' },
  { type: 'more_time' },
  { type: 'set_access', option: 'moreTime', on: true },
  { type: 'submit_identity', digits: '1234567890' },
  { type: 'submit_transaction', number: '0', hijriYear: 1448 },
];
/** The deepest way has about so many touches. */
const MAX_TOUCHES = 14;

const visitPlan: fc.Arbitrary<VisitPlan> = fc.record({
  language: fc.constantFrom('ar', 'en'),
  errand: fc.oneof(
    { weight: 8, arbitrary: fc.constant('inquiry' as const) },
    { weight: 1, arbitrary: fc.constantFrom('wrong_number' as const, 'rating' as const) },
  ),
  method: fc.constantFrom('card', 'card', 'keypad'),
  wantsPaper: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  retries: fc.integer({ min: 0, max: 2 }),
  leavesSlowSearch: fc.boolean(),
  walksAwayAfter: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: MAX_TOUCHES }) },
  ),
  fidgets: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({ after: fc.integer({ min: 0, max: MAX_TOUCHES }), action: fc.constantFrom(...FIDGETS) }),
        { maxLength: 4 },
      ),
    },
  ),
});

/** Times are those of a hurried kiosk, in which a visit takes half a second. */
const soonMs = fc.integer({ min: 0, max: 800 });
const trigger: fc.Arbitrary<Trigger> = fc.oneof(
  soonMs.map((atMs) => ({ atMs })),
  soonMs.map((afterMs) => ({ afterMs })),
  fc.record({ screen: fc.constantFrom(...Object.values(SCREEN_CODES)), time: fc.integer({ min: 1, max: 2 }) }),
  fc.integer({ min: 1, max: 900 }).map((row) => ({ row })),
  fc.integer({ min: 1, max: 20 }).map((line) => ({ line })),
  fc.record({ call: fc.integer({ min: 1, max: 8 }), operation: fc.constant('any' as const) }),
  fc.record({
    call: fc.integer({ min: 1, max: 2 }),
    operation: fc.constantFrom('startSession', 'inquire', 'issueReceipt', 'reportPrint'),
  }),
  fc.integer({ min: 1, max: 2 }).map((visit) => ({ visit })),
);

const operation = fc.constantFrom('any', 'fetchToken', 'startSession', 'inquire', 'issueReceipt', 'rate', 'endSession');
const times = fc.integer({ min: 1, max: 3 });
const rule: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.record({ operation, times, kind: fc.constant('latency'), latencyMs: fc.integer({ min: 1, max: 1_500 }) }),
  fc.record({
    operation,
    times,
    kind: fc.constant('status'),
    status: fc.constantFrom(401, 403, 404, 423, 429, 500, 502, 503, 504),
    retryAfterSeconds: fc.integer({ min: 0, max: 40 }),
  }),
  fc.record({ operation, times, kind: fc.constant('malformed'), body: fc.constantFrom('broken_json', 'schema_break', 'oversize') }),
  fc.record({ operation, times, kind: fc.constant('cut') }),
);

const printerFault = fc.constantFrom(...VIRTUAL_PRINTER_FAULTS);
const afterReports = fc.integer({ min: 1, max: 3 });
const plainActs = [
  'card_unreadable',
  'reader_unplugged',
  'reader_plugged',
  'gateway_behaves',
  'gateway_down',
  'gateway_up',
  'network_down',
  'network_up',
  'devices_killed',
  'disk_low',
  'disk_full',
  'disk_freed',
  'clock_set',
] as const;

const act: fc.Arbitrary<FaultAct> = fc.oneof(
  { weight: 4, arbitrary: printerFault.map((fault): FaultAct => ({ act: 'printer_fails', fault })) },
  { weight: 2, arbitrary: printerFault.map((fault): FaultAct => ({ act: 'printer_mended', fault })) },
  { weight: 3, arbitrary: rule.map((misbehaviour): FaultAct => ({ act: 'gateway_misbehaves', rule: misbehaviour })) },
  { weight: 1, arbitrary: afterReports.map((count): FaultAct => ({ act: 'card_pulled', afterReports: count })) },
  { weight: 1, arbitrary: afterReports.map((count): FaultAct => ({ act: 'reader_unplugged', afterReports: count })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -200_000, max: 200_000 }).map((seconds): FaultAct => ({ act: 'clock_jumps', seconds })),
  },
  // Only scripts through the page can play these, which are few.
  { weight: 3, arbitrary: fc.constantFrom('page_hangs' as const, 'page_crashes' as const).map((name): FaultAct => ({ act: name })) },
  { weight: 6, arbitrary: fc.constantFrom(...plainActs).map((name): FaultAct => ({ act: name })) },
);

const step: fc.Arbitrary<FaultStep> = fc.record({ when: trigger, do: act });
const campaignCase: fc.Arbitrary<CampaignCase> = fc.record({
  script: fc
    .array(step, { minLength: 1, maxLength: 5 })
    .map((steps) => ({ title: { ar: 'أعطال عشوائية', en: 'Random faults' }, practice: false, steps })),
  visits: fc.array(visitPlan, { minLength: 1, maxLength: 3 }),
});

/** The case with this number in a campaign; the same for the same seed, whatever the campaign's length. */
export function caseOf(seed: number, index: number): CampaignCase {
  const [found] = fc.sample(campaignCase, { seed: Math.imul(seed, 1_000_003) + index, numRuns: 1 });
  if (found === undefined) throw new Error('no case');
  return found;
}

/** The same case with one step, visit or fidget less, each way that there is. */
export function smallerCases({ script, visits }: CampaignCase): CampaignCase[] {
  const without = <T>(list: readonly T[], index: number): T[] => list.toSpliced(index, 1);
  return [
    ...(visits.length > 1 ? visits.map((_, index) => ({ script, visits: without(visits, index) })) : []),
    ...(script.steps.length > 1
      ? script.steps.map((_, index) => ({ script: { ...script, steps: without(script.steps, index) }, visits }))
      : []),
    ...visits.flatMap((visit, index) =>
      visit.fidgets.map((_, at) => ({
        script,
        visits: visits.with(index, { ...visit, fidgets: without(visit.fidgets, at) }),
      })),
    ),
  ];
}
