import { MILLISECONDS_MOST } from '../../domain/event-fields.ts';
import type { CatalogEvent, Step } from '../../domain/events.ts';
import type { VisitEvent } from './kit.ts';
import type { VisitSnapshot } from './screens.ts';

/** What of a snapshot tells it from the next one. Nothing of the visitor's: it is kept between them. */
interface Position {
  readonly place: Step | 'attract' | 'goodbye' | 'outOfService';
  readonly overlay: string;
  readonly isAsked: boolean;
  readonly method: 'card' | 'keypad';
  readonly hasIdentity: boolean;
  readonly access: VisitSnapshot['context']['access'];
  readonly refusals: number;
  /** Grows with every card that gave no identity and may be shown again. */
  readonly arming: number;
  readonly jobId: string | null;
  readonly hasOutcome: boolean;
}

/** One visitor's journey, as far as it has come. */
interface Journey {
  readonly journey: number;
  readonly startedMs: number;
  readonly entered: Set<Step>;
  step: Step;
  lookupSentMs: number;
  receiptAskedMs: number;
  isServed: boolean;
}

const ACCESS_OPTIONS = ['largeText', 'highContrast', 'lowReach', 'moreTime'] as const;

/**
 * Tells the events of journeys from the visit's snapshots, one after the other. Times are those of a clock that never
 * jumps; the age of a result is that of the wall clock, like the source's.
 */
export class JourneyWatch {
  readonly #now: () => Date;
  readonly #monotonicMs: () => number;
  #count = 0;
  #journey: Journey | null = null;
  #before: Position | null = null;

  constructor(now: () => Date, monotonicMs: () => number) {
    this.#now = now;
    this.#monotonicMs = monotonicMs;
  }

  /** @param cause what was sent to the visit and led to this snapshot; null when time or the gateway did. */
  follow(snapshot: VisitSnapshot, cause: VisitEvent | null): CatalogEvent[] {
    const before = this.#before;
    const after = positionOf(snapshot);
    this.#before = after;
    if (before === null) return [];
    const events: CatalogEvent[] = [];
    if (this.#journey === null) {
      if (!isStep(after.place)) return [];
      this.#journey = this.#begin(after.place);
      events.push({ type: 'journey.first_touch', data: { journey: this.#journey.journey } });
    }
    events.push(...this.#inside(this.#journey, before, after, snapshot, cause));
    if (isStep(after.place)) {
      this.#journey.step = after.place;
      this.#journey.entered.add(after.place);
    } else {
      events.push(this.#end(this.#journey, after.place));
      this.#journey = null;
    }
    return events;
  }

  #begin(step: Step): Journey {
    this.#count += 1;
    const startedMs = this.#monotonicMs();
    return { journey: this.#count, startedMs, entered: new Set(), step, lookupSentMs: startedMs, receiptAskedMs: startedMs, isServed: false };
  }

  #end({ entered, isServed, journey, startedMs, step }: Journey, place: 'attract' | 'goodbye' | 'outOfService'): CatalogEvent {
    const how = { attract: 'timed_out', goodbye: isServed ? 'finished' : 'abandoned', outOfService: 'faulted' } as const;
    return { type: 'journey.ended', data: { journey, how: how[place], step, entered: [...entered], ms: this.#since(startedMs) } };
  }

  #inside(own: Journey, before: Position, after: Position, snapshot: VisitSnapshot, cause: VisitEvent | null): CatalogEvent[] {
    return [
      ...choices(own, before, after, snapshot, cause),
      ...identification(own, before, after, snapshot, cause),
      ...this.#lookup(own, before, after, snapshot),
      ...this.#receipt(own, before, after, snapshot),
      ...attention(own, before, after),
    ];
  }

  #lookup(own: Journey, before: Position, after: Position, { context }: VisitSnapshot): CatalogEvent[] {
    const { journey } = own;
    if (after.place === before.place) return [];
    if (after.place === 'searching') {
      own.lookupSentMs = this.#monotonicMs();
      return [{ type: 'journey.lookup_sent', data: { journey } }];
    }
    if (before.place !== 'searching') return [];
    const done = (outcome: LookupOutcome): CatalogEvent => ({
      type: 'journey.lookup_done',
      data: { journey, outcome, ms: this.#since(own.lookupSentMs) },
    });
    if (after.place === 'not_found') return [done('not_found')];
    if (after.place === 'fault') return [done(context.gatewayFault?.code ?? 'bad_answer')];
    if (after.place !== 'status' || context.answer === null) return [done('left')];
    own.isServed = true;
    const { asOf, stale } = context.answer;
    const ageSeconds = ageOf(asOf, this.#now());
    return [done('found'), { type: 'journey.result_shown', data: { journey, ageSeconds, stale } }];
  }

  #receipt(own: Journey, before: Position, after: Position, { context }: VisitSnapshot): CatalogEvent[] {
    const { journey } = own;
    const events: CatalogEvent[] = [];
    if (context.job !== null && after.jobId !== before.jobId) {
      own.receiptAskedMs = this.#monotonicMs();
      events.push({ type: 'journey.receipt_requested', data: { journey, delivery: context.job.delivery } });
    }
    if (context.outcome !== null && !before.hasOutcome) {
      const { outcome, printFault } = context;
      const ms = this.#since(own.receiptAskedMs);
      events.push({ type: 'journey.receipt_done', data: { journey, outcome, reason: printFault ?? 'none', ms } });
    }
    return events;
  }

  #since(startedMs: number): number {
    return Math.min(MILLISECONDS_MOST, Math.round(this.#monotonicMs() - startedMs));
  }
}

type LookupOutcome = Extract<CatalogEvent, { type: 'journey.lookup_done' }>['data']['outcome'];
/** More than the catalog takes would be no age but a clock that is wrong. */
const MAX_AGE_SECONDS = 10_000_000;

const ageOf = (asOf: string, now: Date): number =>
  Math.min(MAX_AGE_SECONDS, Math.max(0, Math.round((now.getTime() - Date.parse(asOf)) / 1000)));

/** Language, service, rating. */
function choices(own: Journey, before: Position, after: Position, { context }: VisitSnapshot, cause: VisitEvent | null): CatalogEvent[] {
  const { journey } = own;
  const { language } = context;
  const hasLeftLanguages = before.place === 'language' || before.overlay === 'languages';
  if (cause?.type === 'choose_language' && hasLeftLanguages && after.place !== 'language' && after.overlay === 'none')
    return [{ type: 'journey.language_chosen', data: { journey, language } }];
  if (before.place === 'home' && after.place === 'privacy')
    return [{ type: 'journey.service_chosen', data: { journey, service: 'inquiry', language } }];
  if (before.place === 'home' && after.place === 'rating')
    return [{ type: 'journey.service_chosen', data: { journey, service: 'rating', language } }];
  if (cause?.type === 'rate' && before.place === 'rating' && after.place === 'goodbye') {
    own.isServed = true;
    return [{ type: 'journey.rated', data: { journey, score: cause.score } }];
  }
  return [];
}

/** Who asks and for what, and what of it was refused. */
function identification(
  { journey }: Journey,
  before: Position,
  after: Position,
  { context }: VisitSnapshot,
  cause: VisitEvent | null,
): CatalogEvent[] {
  const { cardFault, entryFault, identity, identityFault } = context;
  if (identity !== null && !before.hasIdentity)
    return [{ type: 'journey.identity_given', data: { journey, via: before.method, kind: identity.kind } }];
  const hasLeftArming = after.arming !== before.arming || after.method !== before.method;
  if (cause?.type === 'reader.fault' && cardFault !== null && hasLeftArming)
    return [{ type: 'journey.entry_refused', data: { journey, field: 'card', reason: cardFault } }];
  if (after.refusals === before.refusals) return [];
  if (identityFault !== null)
    return [{ type: 'journey.entry_refused', data: { journey, field: 'identity', reason: identityFault } }];
  if (entryFault !== null)
    return [{ type: 'journey.entry_refused', data: { journey, field: entryFault.field, reason: entryFault.code } }];
  return [];
}

/** Help, access options, "are you still there?". */
function attention({ journey, step }: Journey, before: Position, after: Position): CatalogEvent[] {
  const events: CatalogEvent[] = [];
  if (after.overlay === 'help' && before.overlay !== 'help') events.push({ type: 'journey.help_opened', data: { journey, step } });
  for (const option of ACCESS_OPTIONS)
    if (after.access[option] && !before.access[option]) events.push({ type: 'journey.access_used', data: { journey, option } });
  if (after.isAsked && !before.isAsked) events.push({ type: 'journey.presence_asked', data: { journey, step } });
  return events;
}

const isStep = (place: Position['place']): place is Step =>
  place !== 'attract' && place !== 'goodbye' && place !== 'outOfService';

function positionOf(snapshot: VisitSnapshot): Position {
  const { context, value } = snapshot;
  return {
    place: placeOf(value.flow),
    overlay: value.overlay,
    isAsked: snapshot.matches({ attention: 'asking' }),
    method: snapshot.matches({ flow: { visit: { identity: 'card' } } }) ? 'card' : 'keypad',
    hasIdentity: context.identity !== null,
    access: context.access,
    refusals: context.refusals,
    arming: context.arming,
    jobId: context.job?.id ?? null,
    hasOutcome: context.outcome !== null,
  };
}

/** Where the flow is, whatever lies over it. */
function placeOf(flow: VisitSnapshot['value']['flow']): Position['place'] {
  if (typeof flow === 'string') return flow;
  const { visit } = flow;
  if (typeof visit === 'string') return visit;
  if ('identity' in visit) return 'identity';
  if ('searching' in visit) return 'searching';
  if ('notFound' in visit) return 'not_found';
  return 'fault' in visit ? 'fault' : 'receipt';
}
