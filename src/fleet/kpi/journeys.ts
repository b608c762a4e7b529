import type { EventData, KioskEventRecord, Step } from '../../domain/events.ts';

/** An event with the place it happened at. */
export type PlacedEvent = KioskEventRecord & { readonly kiosk: string; readonly site: string };

/** One visitor's way through the kiosk, put together from its events. Nothing in it says who it was. */
export interface Journey {
  readonly kiosk: string;
  readonly site: string;
  readonly startedMs: number;
  /** What the visitor spoke last; null when none was chosen. */
  readonly language: string | null;
  readonly service: 'inquiry' | 'rating' | null;
  readonly usedAccess: boolean;
  readonly calledHelp: boolean;
  readonly ended: EventData<'journey.ended'>;
  readonly lookups: readonly EventData<'journey.lookup_done'>[];
  /** Since the touch that began it; null when none was shown. */
  readonly resultAfterMs: number | null;
  readonly resultAgeSeconds: number | null;
  readonly receipt: { readonly delivery: 'print' | 'qr'; readonly outcome: string | null; readonly afterMs: number | null } | null;
  readonly refusals: readonly string[];
  readonly score: number | null;
}

type JourneyEvent = Extract<PlacedEvent, { type: `journey.${string}` }>;
const isJourneyEvent = (event: PlacedEvent): event is JourneyEvent => event.type.startsWith('journey.');

/** Events that the figures are computed from. */
export const isCounted = (type: string): boolean => type.startsWith('journey.') || type === 'staff.exercise_started' || type === 'staff.exercise_ended';

/**
 * The journeys that both began and ended among these events; one that lies across the edge of the period belongs to
 * neither side, and what staff did in an exercise to nobody. Durations come from the kiosk's monotonic clock only.
 */
export function journeysOf(events: readonly PlacedEvent[]): Journey[] {
  const byBoot = Map.groupBy(events, ({ boot, kiosk }) => `${kiosk}/${boot}`);
  return [...byBoot.values()].flatMap((own) => journeysOfBoot(own.toSorted((left, right) => left.seq - right.seq)));
}

function journeysOfBoot(events: readonly PlacedEvent[]): Journey[] {
  const byJourney = Map.groupBy(withoutExercises(events), ({ data }) => data.journey);
  return [...byJourney.values()].flatMap((own) => {
    const journey = journeyOf(own);
    return journey === null ? [] : [journey];
  });
}

function withoutExercises(events: readonly PlacedEvent[]): JourneyEvent[] {
  let isExercise = false;
  return events.filter((event): event is JourneyEvent => {
    if (event.type === 'staff.exercise_started') isExercise = true;
    if (event.type === 'staff.exercise_ended') isExercise = false;
    return !isExercise && isJourneyEvent(event);
  });
}

function journeyOf(events: readonly JourneyEvent[]): Journey | null {
  const all = <Type extends JourneyEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<JourneyEvent, { type: Type }> => event.type === type);
  const [touch] = all('journey.first_touch');
  const end = all('journey.ended').at(-1);
  if (touch === undefined || end === undefined) return null;
  const sinceTouch = (event: { readonly monotonicMs: number } | undefined): number | null =>
    event === undefined ? null : event.monotonicMs - touch.monotonicMs;
  const result = all('journey.result_shown').at(-1);
  const requested = all('journey.receipt_requested').at(-1);
  const done = all('journey.receipt_done').at(-1);
  const service = all('journey.service_chosen').at(0)?.data;
  return {
    kiosk: touch.kiosk,
    site: touch.site,
    startedMs: touch.atMs,
    language: all('journey.language_chosen').at(-1)?.data.language ?? service?.language ?? null,
    service: service?.service ?? null,
    usedAccess: all('journey.access_used').length > 0,
    calledHelp: all('journey.help_opened').length > 0,
    ended: end.data,
    lookups: all('journey.lookup_done').map(({ data }) => data),
    resultAfterMs: sinceTouch(result),
    resultAgeSeconds: result?.data.ageSeconds ?? null,
    receipt:
      requested === undefined
        ? null
        : { delivery: requested.data.delivery, outcome: done?.data.outcome ?? null, afterMs: sinceTouch(done) },
    refusals: all('journey.entry_refused').map(({ data }) => data.field),
    score: all('journey.rated').at(-1)?.data.score ?? null,
  };
}

const BOUNCE_MS = 10_000;

/** A touch that leaves within ten seconds without choosing a service is no visit. */
export const isBounce = ({ ended, service }: Journey): boolean => service === null && ended.ms <= BOUNCE_MS;

/** The visitor got what the service is for: the status on the screen, or the rating given. */
export const isCompleted = ({ resultAfterMs, score, service }: Journey): boolean =>
  service === 'inquiry' ? resultAfterMs !== null : service === 'rating' && score !== null;

/** From the first touch to the receipt, or to the result where none was asked for; null of what wasn't completed. */
export function handlingMs(journey: Journey): number | null {
  if (!isCompleted(journey) || journey.service !== 'inquiry') return null;
  return journey.receipt?.afterMs ?? journey.resultAfterMs;
}

/** Screens that show something personal. */
const PERSONAL_STEPS: readonly Step[] = ['status', 'referrals', 'receipt'];
export const isLeftWithData = ({ ended }: Journey): boolean => ended.how === 'timed_out' && PERSONAL_STEPS.includes(ended.step);
