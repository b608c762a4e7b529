import { randomUUID } from 'node:crypto';
import type { Result } from '../../domain/result.ts';
import { oneByOne } from '../one-by-one.ts';
import { conditionsOf, type FleetFacts, type Scope } from './conditions.ts';
import { acknowledge, advance, clearByHand, type Incidents } from './engine.ts';
import type { Incident, Notice } from './incident.ts';
import type { Letter, SendFault, Sender } from './channels/channel.ts';
import { afterAttempt, ChannelWatch, messagesDue, type Channel, type Delivery, type Message } from './post.ts';
import { channelsFor, recipientsOf, type Person } from './recipients.ts';
import type { AlertStore } from './store.ts';

/** What the desk needs from the rest of the hub. */
export interface DeskPorts {
  readonly store: AlertStore;
  readonly facts: () => Promise<FleetFacts>;
  readonly people: () => Promise<readonly Person[]>;
  readonly isAttended: (scope: Scope, nowMs: number) => boolean;
  /** Account of whoever planned the maintenance that is under way at a kiosk. */
  readonly windowOwner: (kiosk: string) => string | null;
  readonly senders: Readonly<Partial<Record<Channel, Sender>>>;
  readonly letter: (message: Message, language: Person['language'], incidents: ReadonlyMap<string, Incident>) => Letter;
  readonly now: () => number;
  /** An incident was new, changed or ended. */
  readonly onChange: (incident: Incident) => void;
}

const HOUR_MS = 3_600_000;
const PAGE: Channel = 'in_app';

/** Looks at the fleet again and again, keeps the incidents, and sees to it that people hear of them. */
export class AlertDesk {
  readonly #ports: DeskPorts;
  readonly #watch = new ChannelWatch();
  #incidents: Incidents = new Map();
  /** A tap and a look must not overwrite each other. */
  readonly #inTurn = oneByOne();
  #posting: Promise<void> | null = null;

  private constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /** Goes on where the hub that ended left off. */
  static async open(ports: DeskPorts): Promise<AlertDesk> {
    const desk = new AlertDesk(ports);
    desk.#incidents = await ports.store.live();
    return desk;
  }

  get failingChannels(): readonly Channel[] {
    return this.#watch.failing;
  }

  /** What somebody should act on now, newest first. */
  get open(): readonly Incident[] {
    return [...this.#incidents.values()]
      .filter(({ phase }) => phase === 'firing' || phase === 'acknowledged')
      .sort((left, right) => (right.firedMs ?? 0) - (left.firedMs ?? 0));
  }

  /** One look at the fleet; call it every second. Looks never overlap. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      const nowMs = this.#ports.now();
      const facts = await this.#ports.facts();
      const { incidents, notices } = advance(this.#incidents, {
        conditions: conditionsOf(facts, nowMs),
        nowMs,
        isAttended: (scope) => this.#ports.isAttended(scope, nowMs),
        newId: randomUUID,
      });
      const changed = [...incidents.values()].filter((incident) => !isSame(incident, this.#incidents.get(incident.fingerprint)));
      const letGo = [...this.#incidents].filter(([key, { id }]) => incidents.get(key)?.id !== id).map(([, { id }]) => id);
      const deliveries = notices.length === 0 ? [] : await this.#deliveriesFor(notices, nowMs);
      if (changed.length + letGo.length + deliveries.length > 0) await this.#ports.store.save(changed, letGo, deliveries);
      // Only what is stored counts: a hub whose database was away judges again.
      this.#incidents = incidents;
      for (const incident of changed) this.#ports.onChange(incident);
    });
  }

  /** Somebody takes an incident over; null where there is nothing to take over. */
  acknowledge(id: string, by: string): Promise<Incident | null> {
    return this.#edit(id, (incident, nowMs) => acknowledge(incident, by, nowMs));
  }

  /** Ends what only a person may end; null where it ends by itself or still holds. */
  clear(id: string): Promise<Incident | null> {
    return this.#edit(id, clearByHand);
  }

  /** Sends what is due; call it every second. A slow relay keeps nobody from taking an incident over. */
  post(): Promise<void> {
    this.#posting ??= this.#post().finally(() => {
      this.#posting = null;
    });
    return this.#posting;
  }

  async #post(): Promise<void> {
    const { now, people, store } = this.#ports;
    const waiting = await store.waiting();
    if (waiting.length === 0) return;
    const nowMs = now();
    const persons = new Map((await people()).map((person) => [person.account, person]));
    for (const message of messagesDue(waiting, await store.sentSince(nowMs - HOUR_MS), nowMs)) {
      const noteAs = (hasArrived: boolean): Promise<void> =>
        store.attempted(message.deliveries.map((delivery) => afterAttempt(delivery, hasArrived, nowMs)));
      // Noted as a failed attempt before it begins: a database that takes nothing must not make people hear it every second.
      await noteAs(false);
      if (await this.#send(message, persons.get(message.account))) await noteAs(true);
    }
  }

  /** Sends one test message to a person over each channel that is set up, at once and without a retry. */
  async test(person: Person): Promise<readonly { readonly channel: Channel; readonly hasArrived: boolean }[]> {
    const channels = Object.keys(this.#ports.senders) as Channel[];
    return Promise.all(
      channels.map(async (channel) => ({
        channel,
        hasArrived: await this.#send({ account: person.account, channel, deliveries: [testDelivery(person, channel, this.#ports.now())], isDigest: false }, person),
      })),
    );
  }

  async #deliveriesFor(notices: readonly Notice[], nowMs: number): Promise<Delivery[]> {
    const people = await this.#ports.people();
    return notices.flatMap((notice) => {
      const { scope } = notice.incident;
      const owner = scope.kind === 'kiosk' ? this.#ports.windowOwner(scope.kiosk) : null;
      return recipientsOf(notice, people, owner).flatMap((person) =>
        channelsFor(person, notice)
          .filter((channel) => channel === PAGE || this.#ports.senders[channel] !== undefined)
          .map((channel) => deliveryFor(notice, person, channel, nowMs)),
      );
    });
  }

  async #send(message: Message, person: Person | undefined): Promise<boolean> {
    // On the page it is the moment it is stored.
    if (message.channel === PAGE) return true;
    const sender = this.#ports.senders[message.channel];
    const to = message.channel === 'mail' ? person?.mail : person?.phone;
    if (sender === undefined || person === undefined || to === null || to === undefined) return false;
    const letter = this.#ports.letter(message, person.language, await this.#incidentsOf(message));
    const sent: Result<null, SendFault> = await sender.send(to, letter);
    this.#watch.attempted(message.channel, sent.ok);
    return sent.ok;
  }

  /** As they are now; what was never stored, such as a test, is in none. */
  async #incidentsOf({ deliveries }: Message): Promise<ReadonlyMap<string, Incident>> {
    const ids = [...new Set(deliveries.map(({ incident }) => incident))];
    const found = await Promise.all(ids.map((id) => this.#ports.store.find(id)));
    return new Map(found.flatMap((incident) => (incident === null ? [] : [[incident.id, incident] as const])));
  }

  async #edit(id: string, change: (incident: Incident, nowMs: number) => Incident | null): Promise<Incident | null> {
    let edited: Incident | null = null;
    await this.#inTurn(async () => {
      const incident = [...this.#incidents.values()].find((one) => one.id === id);
      edited = incident === undefined ? null : change(incident, this.#ports.now());
      if (edited === null) return;
      await this.#ports.store.save([edited], [], []);
      this.#incidents = new Map(this.#incidents).set(edited.fingerprint, edited);
      this.#ports.onChange(edited);
    });
    return edited;
  }
}

const isSame = (incident: Incident, before: Incident | undefined): boolean =>
  before !== undefined && JSON.stringify(incident) === JSON.stringify(before);

const placeOf = (scope: Scope): string => (scope.kind === 'kiosk' || scope.kind === 'site' ? scope.site : scope.kind);

const deliveryFor = ({ incident, kind }: Notice, { account }: Person, channel: Channel, nowMs: number): Delivery => ({
  id: randomUUID(),
  account,
  channel,
  place: placeOf(incident.scope),
  incident: incident.id,
  kind,
  state: channel === PAGE ? 'sent' : 'waiting',
  createdMs: nowMs,
  tries: 0,
  nextTryMs: nowMs,
  sentMs: channel === PAGE ? nowMs : null,
});

const testDelivery = ({ account }: Person, channel: Channel, nowMs: number): Delivery => ({
  id: randomUUID(),
  account,
  channel,
  place: 'test',
  incident: 'test',
  kind: 'test',
  state: 'waiting',
  createdMs: nowMs,
  tries: 0,
  nextTryMs: nowMs,
  sentMs: null,
});
