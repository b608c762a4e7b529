import type { Actor, ComponentHealth, ComponentId } from '../domain/health.ts';
import type { EventType } from '../domain/events.ts';
import type { StatusDecision } from '../domain/health-status.ts';
import { READINESS_TESTS } from '../domain/readiness.ts';
import type { PrintOutcome } from '../domain/receipt.ts';
import type { OutOfServiceReason, QrPicture } from './view.ts';

/**
 * What the page draws for staff, instead of the citizen's screen. Like every View it holds the values to show and no
 * wording (that is in assets/locales/<language>/staff.json and health.json), and nothing of any visitor. What staff do
 * comes back as a StaffAct (staff-act.ts). Times are RFC 3339, seconds are rounded up.
 */
export interface StaffView {
  /** Language and size of letters of the staff room; the citizen's own are untouched. */
  readonly language: string;
  readonly largeText: boolean;
  /** Null until somebody has signed in. */
  readonly session: StaffSession | null;
  /** True while an exercise runs: every device and answer is invented, and the page says so all over. */
  readonly training: boolean;
  readonly screen: StaffScreen;
}

export interface StaffSession {
  /** As registered for the account; the only name in the house. */
  readonly name: string;
  readonly role: StaffRole;
  /** What this role may do here; the page greys out the rest, the kiosk process refuses it. */
  readonly may: readonly StaffRight[];
  /** Until the room closes by itself; sent anew every second while it is below 60. */
  readonly idleSecondsLeft: number;
  readonly maintenance: MaintenanceWindow | null;
}

export const STAFF_ROLES = ['technician', 'liaison'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const STAFF_RIGHTS = [
  'test',
  /** The one test that is also the liaison officer's. */
  'change_paper',
  /** Calibration and filling the printer's memory. */
  'set_up_printer',
  'maintain',
  'read_events',
  'power',
  'report',
  'train',
] as const;
export type StaffRight = (typeof STAFF_RIGHTS)[number];

/** The kiosk is out of service for visitors until this ends, by hand or by its time. */
export interface MaintenanceWindow {
  readonly reason: WindowReason;
  readonly since: string;
  readonly endsAt: string;
  readonly secondsLeft: number;
}

export const MAINTENANCE_REASONS = ['repair', 'cleaning', 'parts', 'update', 'inspection', 'training'] as const;
export type MaintenanceReason = (typeof MAINTENANCE_REASONS)[number];
/** An officer who opens a window from afar has reasons of the fleet's own list as well. */
export const WINDOW_REASONS = [...MAINTENANCE_REASONS, 'paper', 'site_event', 'other'] as const;
export type WindowReason = (typeof WINDOW_REASONS)[number];
/** A window is at most two hours long; longer means extending it, with a reason. */
export const MAINTENANCE_MINUTES = [15, 30, 60, 120] as const;

/** What holds a kiosk out of service apart from staff at work. */
export type HeldFor = Exclude<OutOfServiceReason, 'maintenance'>;

export type StaffScreen =
  | {
      readonly id: 'sign_in';
      /** The one-way functions behind a PIN take their time. */
      readonly checking: boolean;
      readonly refusal: SignInRefusal | null;
    }
  | {
      readonly id: 'overview';
      /** Of the kiosk without the maintenance that is under way: what visitors would find now. */
      readonly decision: StatusDecision;
      /** Why visitors see the out-of-service screen, apart from staff at work; null where they don't. */
      readonly heldFor: HeldFor | null;
      /** All of them, in the order of causes; the page puts the worst first. */
      readonly components: readonly ComponentHealth[];
    }
  | { readonly id: 'tests'; readonly tests: readonly TestSummary[] }
  | { readonly id: 'test'; readonly run: TestRun }
  | { readonly id: 'maintenance' }
  | { readonly id: 'versions'; readonly versions: readonly { readonly part: VersionPart; readonly value: string }[] }
  | {
      readonly id: 'events';
      /** From 0, the newest events first. */
      readonly page: number;
      readonly pages: number;
      readonly events: readonly StaffEvent[];
    }
  | {
      readonly id: 'power';
      /** To be confirmed; nothing is done before. */
      readonly asked: PowerAction | null;
      /** On its way; the page can only say so. */
      readonly doing: PowerAction | null;
      /** Was confirmed, but the computer didn't allow it. */
      readonly failed: PowerAction | null;
    }
  | {
      readonly id: 'report';
      readonly results: readonly TestSummary[];
      readonly making: boolean;
      readonly report: ReadinessReport | null;
      /** The key that signs it couldn't be kept: the disk takes nothing. */
      readonly failed: boolean;
    }
  | {
      readonly id: 'training';
      /** Empty where no device is virtual. */
      readonly exercises: readonly ExerciseSummary[];
      readonly running: RunningExercise | null;
    };

export type StaffScreenId = StaffScreen['id'];
export type StaffScreenOf<Id extends StaffScreenId> = Extract<StaffScreen, { id: Id }>;

/** Why nobody is let in, and for how long no try is taken; 0 when one may be made at once. */
export interface SignInRefusal {
  readonly code:
    /** Account, PIN or code are wrong; never which of them. */
    | 'refused'
    /** Too early after refused tries, or after a start that couldn't know of them: not even looked at. */
    | 'locked'
    /** As refused, or no code fits: whether the kiosk's clock is right can't be known. */
    | 'clock_unproven'
    /** No account has been set up on this kiosk. */
    | 'no_accounts';
  readonly secondsLeft: number;
}

/** Everything that can be tested on the spot, in the order of the list. */
export const STAFF_TESTS = READINESS_TESTS;
export type StaffTest = (typeof STAFF_TESTS)[number];
/** These run together, as one list. */
export const STAFF_CHECKS = [
  'network',
  'hub',
  'gateway',
  'certificate',
  'clock',
  'disk',
  'temperature',
] as const satisfies readonly StaffTest[];
export type StaffCheck = (typeof STAFF_CHECKS)[number];

export interface TestSummary {
  readonly test: StaffTest;
  /** False when there is nothing to test: not fitted, or not in this printer's profile. */
  readonly possible: boolean;
  readonly last: TestResult | null;
}

export interface TestResult {
  readonly verdict: Verdict;
  readonly at: string;
  /** The account that made it, and its name as it was then. */
  readonly account: string;
  readonly by: string;
  readonly finding: Finding | null;
}

export type Verdict = 'passed' | 'failed' | 'skipped';

/** What a test found: each has texts for what is wrong and what to do, and somebody who acts. */
export const FINDINGS = {
  touch_missed: 'technician',
  touch_dead_zone: 'technician',
  display_marks: 'technician',
  reader_not_there: 'technician',
  reader_no_card: 'technician',
  reader_unreadable: 'technician',
  /** A card was read well, but it isn't the test card: nothing more is said about it. */
  reader_other_card: 'technician',
  paper_out: 'technician',
  cover_open: 'technician',
  printer_cutter: 'technician',
  printer_hot: 'technician',
  printer_not_there: 'technician',
  printer_no_answer: 'technician',
  slip_not_out: 'technician',
  slip_unreadable: 'technician',
  calibration_profile: 'technician',
  provisioning_not_ready: 'technician',
  provisioning_no_serial: 'technician',
  provisioning_no_list: 'technician',
  provisioning_not_stored: 'technician',
  network_no_link: 'technician',
  network_no_names: 'emirate_it',
  network_unreachable: 'emirate_it',
  hub_unreachable: 'emirate_it',
  gateway_unreachable: 'emirate_it',
  gateway_refuses_kiosk: 'emirate_it',
  gateway_slow: 'emirate_it',
  gateway_unavailable: 'emirate_it',
  gateway_bad_answer: 'emirate_it',
  certificate_expires: 'emirate_it',
  certificate_expired: 'emirate_it',
  certificate_not_trusted: 'emirate_it',
  clock_off: 'technician',
  clock_not_synchronised: 'emirate_it',
  disk_low: 'technician',
  disk_full: 'technician',
  disk_read_only: 'technician',
  temperature_high: 'technician',
  /** The part gave no answer in time. */
  no_evidence: 'technician',
} as const satisfies Readonly<Record<string, Actor>>;
export type FindingCode = keyof typeof FINDINGS;

export interface Finding {
  readonly code: FindingCode;
  /** A number that belongs to the text: seconds a clock is off, days until an expiry, percent of a disk, °C. */
  readonly value: number | null;
}

/** One test on the screen. `verdict` is null until it is over; then `finding` says what is wrong, if anything. */
export type TestRun = TestRunBase & TestStage;

interface TestRunBase {
  readonly test: StaffTest;
  readonly verdict: Verdict | null;
  readonly finding: Finding | null;
  /** For whatever takes longer than a second; null while a person is waited for. */
  readonly progress: Progress | null;
}

/** `share` is 0…1, or null where nobody can say how far it is. */
export interface Progress {
  readonly share: number | null;
  readonly secondsSpent: number;
  /** After so many the test is given up. */
  readonly limitSeconds: number;
}

export type TestStage =
  | {
      readonly kind: 'touch';
      readonly stage: 'points' | 'grid' | 'done';
      /** The four corners and the middle, in this order: see TOUCH_POINTS. The first one that waits is shown. */
      readonly points: readonly ('waiting' | 'hit' | 'missed')[];
      readonly grid: { readonly columns: number; readonly rows: number };
      /** Cells that were never touched, row by row from the upper left; only when done. */
      readonly deadCells: readonly number[];
    }
  | {
      readonly kind: 'display';
      /** `ask`: were all pictures clean? */
      readonly stage: 'pictures' | 'ask' | 'done';
      /** Index into DISPLAY_PICTURES. */
      readonly picture: number;
    }
  | {
      readonly kind: 'reader';
      readonly stage: 'present' | 'done';
      /** Of the test card that was read; of other cards the kiosk says nothing. */
      readonly read: { readonly via: 'mrz' | 'bar_code' | 'magnetic_stripe'; readonly recognitionMs: number } | null;
    }
  | {
      readonly kind: 'printer';
      /** `ask`: is the slip out, and can it be read? */
      readonly stage: 'intro' | 'printing' | 'ask' | 'done';
      readonly outcome: PrintOutcome | null;
    }
  | {
      readonly kind: 'calibration';
      readonly stage: 'intro' | 'printing' | 'ask' | 'done';
      /** The four questions that are printed on the sheet; null is not answered yet. */
      readonly answers: readonly (boolean | null)[];
      /** The best profile the answers allow, and the one that is configured. */
      readonly profile: { readonly best: string | null; readonly configured: string };
    }
  | {
      readonly kind: 'provisioning';
      /** The printer's memory stands some ten fillings a day: never without a tap on the intro. */
      readonly stage: 'intro' | 'writing' | 'done';
    }
  | {
      readonly kind: 'paper';
      /** `test`: a slip is being printed; `ask`: is it out, and can it be read? */
      readonly stage: 'open' | 'change' | 'close' | 'test' | 'ask' | 'done';
      /** What the printer says right now. */
      readonly cover: 'open' | 'closed' | 'unknown';
      readonly paper: 'in' | 'low' | 'out' | 'unknown';
    }
  | {
      readonly kind: 'checks';
      /** The check somebody came for. */
      readonly focus: StaffCheck;
      readonly checks: readonly CheckRow[];
    };
export type TestKind = TestStage['kind'];
export type TestRunOf<Kind extends TestKind> = TestRunBase & Extract<TestStage, { kind: Kind }>;

/** The right that opens a test; the page offers no other. */
export function rightFor(test: StaffTest): StaffRight {
  if (test === 'paper') return 'change_paper';
  return test === 'calibration' || test === 'provisioning' ? 'set_up_printer' : 'test';
}

/** Which screen shows a test. */
export const kindOf = (test: StaffTest): TestKind => (isCheck(test) ? 'checks' : test);
export const isCheck = (test: StaffTest): test is StaffCheck => (STAFF_CHECKS as readonly StaffTest[]).includes(test);

export interface CheckRow {
  readonly check: StaffCheck;
  readonly state: 'waiting' | 'running' | 'passed' | 'failed' | 'not_fitted';
  readonly finding: Finding | null;
  /** What was measured, in the unit of its text: milliseconds to the gateway, days, seconds off, percent used. */
  readonly value: number | null;
}

/** Where the five points are, in percent of the screen's width and height from its upper left corner. */
export const TOUCH_POINTS = [
  { x: 6, y: 5 },
  { x: 94, y: 5 },
  { x: 50, y: 50 },
  { x: 6, y: 95 },
  { x: 94, y: 95 },
] as const;
/** Further off than this a touch has missed its point. */
export const TOUCH_REACH_MM = 8;

export const DISPLAY_PICTURES = ['white', 'black', 'red', 'green', 'blue', 'greys', 'lines'] as const;
export type DisplayPicture = (typeof DISPLAY_PICTURES)[number];

export const VERSION_PARTS = [
  'raha',
  'node',
  'host',
  'system',
  'configuration',
  'reader',
  'printer',
  'printer_profile',
  'readiness_key',
  'audit_head',
] as const;
export type VersionPart = (typeof VERSION_PARTS)[number];

export interface StaffEvent {
  readonly at: string;
  /** Its name in the catalog of events; there is a text for each. */
  readonly event: EventType;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

export const POWER_ACTIONS = ['reload_page', 'restart_app', 'shut_down'] as const;
export type PowerAction = (typeof POWER_ACTIONS)[number];

export interface ReadinessReport {
  readonly at: string;
  readonly by: string;
  /** True when every test that is possible was passed today. */
  readonly ready: boolean;
  /** Signed by the kiosk's key. */
  readonly qr: QrPicture;
  /** Null while nobody has asked for it on paper. */
  readonly printed: PrintOutcome | 'printing' | null;
  /** The file's name, or null when it couldn't be written. */
  readonly pdf: string | null;
}

/** Staff practise on the kiosk's virtual devices. */
export const EXERCISES = [
  'paper_out',
  'reader_unplugged',
  'gateway_down',
  'cover_open',
  'paper_low',
  'printer_unplugged',
  'network_down',
  'cutter_jammed',
] as const;
export type ExerciseId = (typeof EXERCISES)[number];

/** What somebody can do at the machine and around it, and the page can only play. */
export const HANDS = [
  'new_roll',
  'close_cover',
  'free_cutter',
  'connect_printer',
  'plug_reader',
  'mend_network',
  'call_emirate',
] as const;
export type HandId = (typeof HANDS)[number];

export interface ExerciseSummary {
  readonly exercise: ExerciseId;
  /** How it went when whoever has signed in cleared it last. */
  readonly solved: ExerciseScore | null;
}

export interface ExerciseScore {
  readonly seconds: number;
  /** What hands did that mended nothing. */
  readonly vainHands: number;
}

export interface RunningExercise {
  readonly exercise: ExerciseId;
  readonly hands: readonly HandId[];
  readonly vainHands: number;
  /** Nothing is broken any more. */
  readonly solved: ExerciseScore | null;
  /** One that hasn't been solved yet. */
  readonly next: ExerciseId | null;
}

/** Where each part is looked into; null where there is nothing on the screen to do about it. */
const FIXES: Readonly<Record<ComponentId, StaffTest | 'power' | null>> = {
  power: null,
  temperature: 'temperature',
  disk: 'disk',
  journal: 'disk',
  clock: 'clock',
  page: 'power',
  touch: 'touch',
  devices: 'power',
  reader: 'reader',
  keypad: null,
  printer: 'printer',
  paper: 'paper',
  network: 'network',
  security: 'certificate',
  gateway: 'gateway',
};

/** The test or wizard that finds out more about a part that isn't well, or mends it. */
export function fixFor({ component, reason }: Pick<ComponentHealth, 'component' | 'reason'>): StaffTest | 'power' | null {
  if (reason === 'printer.cover_open') return 'paper';
  if (reason === 'network.hub_unreachable' || reason === 'network.hub_refuses_kiosk') return 'hub';
  return FIXES[component];
}
