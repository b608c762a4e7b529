import type { NoticeKind } from './incident.ts';

/** `in_app` is the inbox of the page and always there; the others are set up by configuration. */
export const CHANNELS = ['in_app', 'mail', 'sms', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One thing one person is to be told over one channel. Kept until it arrived or was given up. */
export interface Delivery {
  readonly id: string;
  readonly account: string;
  readonly channel: Channel;
  /** Deliveries to the same person about the same place are put into one message. */
  readonly place: string;
  readonly incident: string;
  readonly kind: NoticeKind | 'test';
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly createdMs: number;
  readonly tries: number;
  readonly nextTryMs: number;
  readonly sentMs: number | null;
}

/** Deliveries that go out together. `digest`: there were too many, so it says only how many. */
export interface Message {
  readonly account: string;
  readonly channel: Channel;
  readonly deliveries: readonly Delivery[];
  readonly isDigest: boolean;
}

/** When a message of a person went out over a channel, lately. */
export interface SentMessage {
  readonly account: string;
  readonly channel: Channel;
  readonly place: string;
  readonly atMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** The first message about a place goes at once, what follows within a minute goes together. */
const GROUPING_MS = MINUTE_MS;
/** Text messages to one person within an hour; then one digest when the hour allows it. */
const SMS_PER_HOUR = 10;
const FIRST_RETRY_MS = 15 * SECOND_MS;
const LONGEST_RETRY_MS = 15 * MINUTE_MS;
const MOST_TRIES = 8;

/** What may go out now. Pure; the sender calls it every second with what waits and what went out within the last hour. */
export function messagesDue(waiting: readonly Delivery[], sent: readonly SentMessage[], nowMs: number): Message[] {
  const ready = waiting.filter(({ nextTryMs, state }) => state === 'waiting' && nextTryMs <= nowMs);
  const byPerson = Map.groupBy(ready, ({ account, channel }) => `${channel}/${account}`);
  return [...byPerson.values()].flatMap((own) => dueToPerson(own, sent, nowMs));
}

function dueToPerson(own: readonly Delivery[], sent: readonly SentMessage[], nowMs: number): Message[] {
  const [first] = own;
  if (first === undefined) return [];
  const { account, channel } = first;
  const mine = sent.filter((message) => message.account === account && message.channel === channel && nowMs - message.atMs < HOUR_MS);
  const isFull = channel === 'sms' && mine.length >= SMS_PER_HOUR;
  if (isFull) return [];
  // One is left before the limit: it has to do for everything that waits.
  if (channel === 'sms' && mine.length === SMS_PER_HOUR - 1 && own.length > 1) return [{ account, channel, deliveries: own, isDigest: true }];
  const places = Map.groupBy(own, ({ place }) => place);
  const due = [...places].filter(([place]) => !mine.some((message) => message.place === place && nowMs - message.atMs < GROUPING_MS));
  const room = channel === 'sms' ? SMS_PER_HOUR - 1 - mine.length : due.length;
  return due.slice(0, Math.max(1, room)).map(([, deliveries]) => ({ account, channel, deliveries, isDigest: false }));
}

/** A delivery after an attempt: sent, waiting for the next one, or given up. */
export function afterAttempt(delivery: Delivery, hasArrived: boolean, nowMs: number): Delivery {
  const tries = delivery.tries + 1;
  if (hasArrived) return { ...delivery, tries, state: 'sent', sentMs: nowMs };
  if (tries >= MOST_TRIES) return { ...delivery, tries, state: 'failed' };
  const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
  return { ...delivery, tries, nextTryMs: nowMs + waitMs };
}

/** Three failures in a row are no accident; the hub then tells over another channel (A15). */
const FAILING_AFTER = 3;
export class ChannelWatch {
  readonly #failures = new Map<Channel, number>();

  attempted(channel: Channel, hasArrived: boolean): void {
    this.#failures.set(channel, hasArrived ? 0 : (this.#failures.get(channel) ?? 0) + 1);
  }

  get failing(): readonly Channel[] {
    return [...this.#failures].filter(([, count]) => count >= FAILING_AFTER).map(([channel]) => channel);
  }
}
