import {
  accountId,
  flag,
  integer,
  jobId,
  journeyId,
  languageCode,
  milliseconds,
  oneOf,
  someOf,
  versionNumber,
  type Field,
} from './event-fields.ts';
import { COMPONENT_IDS, COMPONENT_STATES, HEALTH_REASON_CODES } from './health.ts';
import { KIOSK_STATUSES } from './health-status.ts';
import { IDENTITY_KINDS } from './identity.ts';
import { READINESS_TESTS } from './readiness.ts';
import { fault, ok, type Result } from './result.ts';

/**
 * Every event of a kiosk, declared once: what is written to its journal, sent to the hub and counted there. The types,
 * the validator and docs/events.md come from here. An event has exactly the fields declared, each of a closed kind.
 */

/**
 * What an event is worth when room gets scarce: gauges go first, business events (what the figures are computed from)
 * once nothing else is left, audit events never; they are chained by hashes.
 */
export type EventClass = 'gauge' | 'business' | 'audit';

const event = <const Fields extends Readonly<Record<string, Field<unknown>>>>(
  eventClass: EventClass,
  meaning: string,
  fields: Fields,
) => ({ class: eventClass, meaning, fields });

/** Where in the flow a visitor was. */
export const STEPS = [
  'language',
  'home',
  'privacy',
  'identity',
  'transaction',
  'searching',
  'not_found',
  'fault',
  'status',
  'referrals',
  'receipt',
  'rating',
] as const;
export type Step = (typeof STEPS)[number];

const PRINT_OUTCOMES = ['printed', 'not_printed', 'unknown'] as const;

const PRINT_REASONS = [
  'none',
  'paper_out',
  'cover_open',
  'cutter',
  'overheated',
  'offline',
  'no_answer',
  'unprintable_text',
  'busy',
] as const;

const LOOKUP_OUTCOMES = [
  'found',
  'not_found',
  'restricted',
  'locked',
  'rate_limited',
  'invalid_input',
  'session_expired',
  'unauthorized',
  'unreachable',
  'timeout',
  'unavailable',
  'bad_answer',
  /** The visitor left before there was an answer. */
  'left',
] as const;

const EXERCISES = [
  'paper_out',
  'cover_open',
  'reader_unplugged',
  'gateway_down',
  'paper_low',
  'printer_unplugged',
  'network_down',
  'cutter_jammed',
] as const;

const MAINTENANCE_REASONS = ['repair', 'cleaning', 'parts', 'update', 'inspection', 'training', 'paper', 'site_event', 'other'] as const;

const JOBS = [
  'take_out_of_service',
  'return_to_service',
  'start_maintenance',
  'end_maintenance',
  'diagnose',
  'print_test_slip',
  'restart_app',
  'restart_device',
  'reload_configuration',
  'take_screenshot',
] as const;

const account = accountId;
const journey = journeyId;

export const EVENTS = {
  'journey.first_touch': event('business', 'Somebody touched the attract screen; a journey begins.', { journey }),
  'journey.language_chosen': event('business', 'The visitor chose a language.', { journey, language: languageCode }),
  'journey.service_chosen': event('business', 'The visitor chose what to do.', {
    journey,
    service: oneOf(['inquiry', 'rating']),
    language: languageCode,
  }),
  'journey.identity_given': event('business', 'The visitor said who asks.', {
    journey,
    via: oneOf(['card', 'keypad']),
    kind: oneOf(IDENTITY_KINDS),
  }),
  'journey.entry_refused': event('business', 'A card gave no identity, or what was typed could not be right.', {
    journey,
    field: oneOf(['card', 'identity', 'number', 'hijriYear']),
    reason: oneOf([
      'empty',
      'not_digits',
      'length',
      'class',
      'checksum',
      'year_range',
      'unreadable',
      'unsupported_document',
      'ambiguous',
    ]),
  }),
  'journey.lookup_sent': event('business', 'The gateway was asked about a transaction.', { journey }),
  'journey.lookup_done': event('business', 'The gateway answered, or could not, or the visitor did not wait for it.', {
    journey,
    outcome: oneOf(LOOKUP_OUTCOMES),
    ms: milliseconds,
  }),
  'journey.result_shown': event('business', 'The status of a transaction came on the screen.', {
    journey,
    ageSeconds: integer('seconds since the source was read', 0, 10_000_000),
    stale: flag,
  }),
  'journey.receipt_requested': event('business', 'The visitor asked for a receipt.', {
    journey,
    delivery: oneOf(['print', 'qr']),
  }),
  'journey.receipt_done': event('business', 'What became of the receipt, as the visitor was told.', {
    journey,
    outcome: oneOf(PRINT_OUTCOMES),
    reason: oneOf(PRINT_REASONS),
    ms: milliseconds,
  }),
  'journey.rated': event('business', 'The visitor rated the visit, 1 (worst) to 5 (best).', {
    journey,
    score: integer('score', 1, 5),
  }),
  'journey.help_opened': event('business', 'The visitor asked for help.', { journey, step: oneOf(STEPS) }),
  'journey.access_used': event('business', 'The visitor switched an access option on.', {
    journey,
    option: oneOf(['largeText', 'highContrast', 'lowReach', 'moreTime']),
  }),
  'journey.presence_asked': event('business', 'The screen asked "are you still there?".', { journey, step: oneOf(STEPS) }),
  'journey.ended': event(
    'business',
    'The journey is over and nothing of it is left: the visitor finished, left before anything was done, gave no sign any more, or the kiosk failed.',
    {
      journey,
      how: oneOf(['finished', 'abandoned', 'timed_out', 'faulted']),
      step: oneOf(STEPS),
      /** With it, abandonment by step is a share of those who came that far. */
      entered: someOf(STEPS),
      ms: milliseconds,
    },
  ),

  'print.outcome': event('business', 'A print job ended; `unknown` when nobody can say whether paper came out.', {
    outcome: oneOf(PRINT_OUTCOMES),
    reason: oneOf(PRINT_REASONS),
    bytes: integer('bytes sent to the printer'),
    paperMm: integer('millimetres of paper'),
  }),
  'health.changed': event('business', 'A component changed its state, or the reason for it.', {
    component: oneOf(COMPONENT_IDS),
    state: oneOf(COMPONENT_STATES),
    reason: oneOf(['none', ...HEALTH_REASON_CODES]),
  }),
  'status.changed': event('business', 'What the kiosk as a whole can do for people changed, and the deciding component.', {
    status: oneOf(KIOSK_STATUSES),
    cause: oneOf(['none', ...COMPONENT_IDS]),
  }),
  'device.restarted': event('business', 'The process that holds the devices ended and was started again.', {
    restarts: integer('restarts since the kiosk started', 1),
  }),
  'page.restarted': event('business', 'The page did not prove that it lives and was started again.', {
    cause: oneOf(['hung', 'white', 'crashed', 'out_of_memory']),
  }),

  'kiosk.started': event('audit', 'The kiosk process started.', {
    /** How the one before ended: there was none, as asked, without a word, or nobody can say. */
    before: oneOf(['none', 'stopped', 'crashed', 'unknown']),
    version: versionNumber,
    mode: oneOf(['production', 'demo']),
  }),
  'kiosk.stopping': event('audit', 'The kiosk process was asked to end.', {}),
  'journal.set_aside': event('audit', 'The journal, found at the start or in use, could not be used any more; it was renamed and kept.', {
    reason: oneOf(['not_a_journal', 'corrupt', 'newer_version', 'chain_broken', 'no_access']),
  }),
  'journal.dropped': event('audit', 'Records were dropped for want of room.', {
    gauges: integer('records'),
    delivered: integer('records'),
    undelivered: integer('records'),
  }),
  'journal.trouble': event('audit', 'The journal could not be written for a while; no new visit began meanwhile.', {
    reason: oneOf(['disk_full', 'io_error', 'in_use', 'size_limit']),
    ms: milliseconds,
    /** Records that didn't fit into memory either while they waited, or that still waited when the process ended. */
    lost: integer('records'),
  }),
  'paper.changed': event('audit', 'Somebody put in a new roll and said so.', { account }),

  'staff.signed_in': event('audit', 'A member of staff signed in at the kiosk with both factors.', { account }),
  'staff.sign_in_refused': event('audit', 'A sign-in was refused.', {
    reason: oneOf(['unknown_account', 'wrong_pin', 'wrong_code', 'code_used_before', 'locked_out']),
  }),
  'staff.locked_out': event('audit', 'Too many refused sign-ins: nobody may try for a while.', {
    seconds: integer('seconds', 1, 86_400),
  }),
  'staff.file_trouble': event(
    'audit',
    'A file of the staff room was damaged and set aside, or could not be written; pauses and used codes may be forgotten.',
    {
      file: oneOf(['door', 'results', 'maintenance', 'key', 'report']),
      trouble: oneOf(['set_aside', 'not_written']),
    },
  ),
  'staff.signed_out': event('audit', 'The staff screens closed.', { account, how: oneOf(['chosen', 'idle', 'time_over']) }),
  'staff.maintenance_started': event('audit', 'Maintenance began; visitors are sent elsewhere. Account `000`: by a remote job.', {
    account,
    minutes: integer('minutes at most', 1, 480),
    reason: oneOf(MAINTENANCE_REASONS),
  }),
  'staff.maintenance_extended': event('audit', 'Maintenance takes longer; the time counts from now.', {
    account,
    minutes: integer('minutes at most', 1, 480),
    reason: oneOf(MAINTENANCE_REASONS),
  }),
  'staff.maintenance_ended': event('audit', 'Maintenance ended.', { account, how: oneOf(['chosen', 'time_over', 'signed_out']) }),
  'staff.test_done': event('audit', 'A test of a component was made.', {
    account,
    test: oneOf(READINESS_TESTS),
    result: oneOf(['passed', 'failed', 'skipped']),
  }),
  'staff.exercise_started': event('audit', 'Staff practise on virtual devices; what they test meanwhile counts for nothing.', {
    account,
    exercise: oneOf(EXERCISES),
  }),
  'staff.exercise_ended': event('audit', 'Everything that was broken for the exercise is whole again.', { account }),
  'staff.report_made': event('audit', 'A readiness report was made.', { account, ready: flag }),
  'staff.printer_provisioned': event('audit', "The printer's memory was filled anew.", { account }),
  'staff.restart_asked': event('audit', 'Staff asked for a restart.', {
    account,
    what: oneOf(['page', 'devices', 'kiosk', 'computer', 'shutdown']),
  }),

  'job.received': event('audit', 'A remote job arrived.', { job: jobId, kind: oneOf(JOBS) }),
  'job.refused': event('audit', 'A remote job was not begun.', {
    job: jobId,
    reason: oneOf(['bad_signature', 'expired', 'replayed', 'not_allowed', 'not_idle', 'too_often', 'unsupported']),
  }),
  'job.started': event('audit', 'A remote job began; written before its first effect, so it never runs twice.', { job: jobId }),
  'job.ended': event('audit', 'A remote job ended.', {
    job: jobId,
    outcome: oneOf(['succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted']),
  }),

  'gauge.memory': event('gauge', 'Memory the kiosk uses.', { residentMb: integer('megabytes', 0, 1_000_000) }),
  'gauge.disk': event('gauge', 'Room on the disk that holds the data directory.', {
    freeMb: integer('megabytes'),
    usedPercent: integer('per cent', 0, 100),
  }),
  'gauge.temperature': event('gauge', "Temperature of the computer's hottest sensor.", { celsius: integer('°C', -60, 200) }),
  'gauge.outbox': event('gauge', 'What waits for the hub.', {
    events: integer('events'),
    oldestSeconds: integer('seconds'),
  }),
  'gauge.paper': event('gauge', 'What receipts took of the roll since it was changed.', { usedMm: integer('millimetres') }),
} as const;

export type EventType = keyof typeof EVENTS;

/** What an event of this type holds. */
export type EventData<Type extends EventType> = {
  readonly [Name in keyof (typeof EVENTS)[Type]['fields']]: (typeof EVENTS)[Type]['fields'][Name] extends Field<infer Value>
    ? Value
    : never;
};

/** An event before it is written. */
export type CatalogEvent = { [Type in EventType]: { readonly type: Type; readonly data: EventData<Type> } }[EventType];

/** An event as it is written, sent and stored. Unique by kiosk, `boot` and `seq`. */
export type KioskEventRecord = { [Type in EventType]: KioskEventOf<Type> }[EventType];

export interface KioskEventOf<Type extends EventType> {
  /** UUID of one life of the kiosk process. */
  readonly boot: string;
  /** Grows with every record of a journal, across boots; gaps only where records were dropped for want of room. */
  readonly seq: number;
  readonly type: Type;
  /** Unix time of the kiosk's clock, which may be wrong or jump. */
  readonly atMs: number;
  /** Since the boot, by a clock that never jumps; durations come from this one. */
  readonly monotonicMs: number;
  readonly data: EventData<Type>;
}

/** An unknown type or field comes from outside and could say anything, so it is never repeated. */
export type EventFault =
  | { readonly code: 'unknown_type' | 'not_an_object' | 'unknown_field' }
  | { readonly code: 'missing_field' | 'bad_value'; readonly field: string };

export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);

/** Whether an event holds exactly what its declaration says. Kiosk and hub ask this at their doors. */
export function checkEvent(type: string, data: unknown): Result<null, EventFault> {
  if (!isEventType(type)) return fault({ code: 'unknown_type' });
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return fault({ code: 'not_an_object' });
  const fields: Readonly<Record<string, Field<unknown>>> = EVENTS[type].fields;
  const values = new Map(Object.entries(data));
  for (const [name, field] of Object.entries(fields)) {
    if (!values.has(name)) return fault({ code: 'missing_field', field: name });
    if (!field.accepts(values.get(name))) return fault({ code: 'bad_value', field: name });
  }
  if (values.size > Object.keys(fields).length) return fault({ code: 'unknown_field' });
  return ok(null);
}
