import { componentOf, type ComponentId, type HealthReason } from '../../domain/health.ts';

/** Who may be called. People are looked up by role and site when a message is made, not before. */
export type Role = 'liaison' | 'technical' | 'technical_lead' | 'manager' | 'director' | 'security_officer' | 'window_owner';

export type Severity = 'info' | 'minor' | 'major' | 'critical';

export const RULE_IDS = [
  'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10', 'A11', 'A12', 'A13', 'A14', 'A15',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** When the next people are called, counted from the first message. */
export interface EscalationStep {
  readonly afterMs: number;
  readonly to: readonly Role[];
  /** `unacknowledged`: not when somebody has taken it over; `unresolved`: even then. */
  readonly while: 'unacknowledged' | 'unresolved';
}

export interface Rule {
  readonly severity: Severity;
  /** How long the condition must hold before anybody hears of it. */
  readonly holdMs: number;
  /** Everyone else finds it in the inbox. */
  readonly calls: readonly Role[];
  readonly steps: readonly EscalationStep[];
  /** `office`: people are called from half an hour before opening until closing; `always`: at night too. */
  readonly hours: 'office' | 'always';
  /** Over only when a person says so. */
  readonly clearedByHand: boolean;
}

const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;

const step = (minutes: number, to: readonly Role[], during: EscalationStep['while'] = 'unacknowledged'): EscalationStep => ({
  afterMs: minutes * MINUTE_MS,
  to,
  while: during,
});

const rule = (severity: Severity, holdMs: number, calls: readonly Role[], steps: readonly EscalationStep[], more: Partial<Rule> = {}): Rule => ({
  severity,
  holdMs,
  calls,
  steps,
  hours: 'office',
  clearedByHand: false,
  ...more,
});

/** The whole policy. What each rule is about is in `conditions.ts`; its words are under `rules.<id>` in the dashboard's texts. */
export const RULES: Readonly<Record<RuleId, Rule>> = {
  /** Paper is getting low: the liaison officer's morning list. */
  A1: rule('info', 0, [], []),
  /** Something that a person on the spot puts right: paper, cover, jam. */
  A2: rule('major', 60 * SECOND_MS, ['liaison'], [step(15, ['technical']), step(30, ['technical'], 'unresolved')]),
  /** Printer or reader broken. */
  A3: rule('major', 90 * SECOND_MS, ['technical', 'liaison'], [step(30, ['technical_lead'])]),
  /** A kiosk is silent. The 45 s until it counts as offline come before. */
  A4: rule('major', 2 * MINUTE_MS, ['liaison'], [step(10, ['technical'])]),
  /** A kiosk serves nobody. */
  A5: rule('critical', 60 * SECOND_MS, ['liaison', 'technical'], [step(30, ['manager'])]),
  /** The page dies again and again. */
  A6: rule('critical', 0, ['technical'], [step(15, ['technical_lead'])]),
  /** The emirate's systems don't answer several kiosks. */
  A7: rule('critical', 60 * SECOND_MS, ['technical'], [step(15, ['manager'])]),
  /** A site or the fleet is away. Fleet outages call at night too: see `isNightCall`. */
  A8: rule('critical', 0, ['technical', 'manager'], [step(30, ['director'])]),
  /** Disk, clock or temperature not as they should be. */
  A9: rule('minor', 10 * MINUTE_MS, [], []),
  /** Somebody may be tampering. */
  A10: rule('critical', 0, ['technical', 'security_officer'], [step(10, ['director'])], { hours: 'always', clearedByHand: true }),
  /** Alive, and yet nobody uses it. */
  A11: rule('major', 0, ['liaison'], [step(30, ['technical'])]),
  /** Maintenance that somebody forgot to end. */
  A12: rule('minor', 0, ['window_owner'], [step(30, ['technical_lead'])]),
  /** Events wait at the kiosk although it is online. */
  A13: rule('major', 5 * MINUTE_MS, ['technical'], []),
  /** Certificate, configuration or version getting old. */
  A14: rule('minor', 0, [], []),
  /** The hub itself. */
  A15: rule('critical', 5 * MINUTE_MS, ['technical'], [], { hours: 'always' }),
};

/** Fleet outages call people at night, single sites wait for the morning. */
export const isNightCall = (id: RuleId, scope: 'kiosk' | 'site' | 'fleet' | 'hub'): boolean =>
  RULES[id].hours === 'always' || (id === 'A8' && scope === 'fleet');

/** A condition must be gone for so long before an incident is over: twice its hold, and never less than a minute. */
export const keepMs = (id: RuleId): number => Math.max(MINUTE_MS, 2 * RULES[id].holdMs);

const REASON_RULES: Readonly<Partial<Record<HealthReason, RuleId>>> = {
  'paper.low': 'A1',
  'paper.out': 'A2',
  'printer.cover_open': 'A2',
  'page.crash_loop': 'A6',
  'journal.backlog': 'A13',
};

const PART_RULES: Readonly<Record<ComponentId, RuleId | null>> = {
  printer: 'A3',
  reader: 'A3',
  devices: 'A3',
  disk: 'A9',
  clock: 'A9',
  temperature: 'A9',
  power: 'A9',
  journal: 'A9',
  security: 'A14',
  paper: 'A2',
  // Judged over several kiosks (A7, A8), or through what they do to the kiosk's status (A5).
  gateway: null,
  network: null,
  page: null,
  touch: null,
  keypad: null,
};

/** The rule for a reason of one kiosk's part; null for reasons that show on the board but call nobody by themselves. */
export const ruleOfReason = (reason: HealthReason): RuleId | null => REASON_RULES[reason] ?? PART_RULES[componentOf(reason)];
