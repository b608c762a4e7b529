import type { Beat, Delta, Hello } from '../../../contract/fleet/messages.ts';
import type { HubEvents, Link } from '../hub-events.ts';
import { StoreUnavailable } from '../store/outage.ts';
import type { TransitionRow } from '../store/schema.ts';
import type { StateStore } from '../store/states.ts';
import { HourlyGauges } from './hourly-gauges.ts';
import { StateKeeper } from './keeper.ts';
import { Presence, type LinkChange } from './presence.ts';
import { newRecord, recordOfRow, takeHealth, takeHello, takeLink, type KioskRecord } from './record.ts';

export interface FleetParts {
  readonly states: StateStore;
  readonly events: HubEvents;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonic: () => number;
  /** These kiosks' states are in the database now. */
  readonly saved: (kiosks: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
}

/** In how many seconds every kiosk's hourly sums are written once. */
const GAUGE_TURNS = 600;

/** The whole fleet in memory: what is true of each kiosk now. The database has it too, a moment later. */
export class Fleet {
  readonly #parts: FleetParts;
  readonly #records = new Map<string, KioskRecord>();
  readonly #gauges = new HourlyGauges();
  readonly #presence: Presence;
  readonly #keeper: StateKeeper;

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#presence = new Presence(parts.monotonic());
    this.#keeper = new StateKeeper(parts.states, parts.saved, parts.onError);
  }

  /** Brings every kiosk to the state it was stored with. */
  async restore(kiosks: readonly string[]): Promise<void> {
    if (kiosks.every((kiosk) => this.#records.has(kiosk))) return;
    const stored = new Map((await this.#parts.states.all()).map((row) => [row.kiosk, row]));
    for (const kiosk of kiosks) {
      if (this.#records.has(kiosk)) continue;
      const row = stored.get(kiosk);
      const record = row === undefined ? newRecord(kiosk, this.#parts.now()) : recordOfRow(row, this.#parts.now());
      this.#records.set(kiosk, record);
      this.#presence.restore(kiosk, record.link);
    }
  }

  /** Reads one kiosk anew: another hub wrote its state. */
  async reread(kiosk: string): Promise<void> {
    const row = await this.#parts.states.of(kiosk);
    if (row === null) return;
    this.#records.set(kiosk, recordOfRow(row, this.#parts.now()));
    this.#presence.adopt(kiosk, row.link as Link);
  }

  /** Another hub heard these kiosks; it writes down what that means. */
  heardElsewhere(kiosks: readonly string[]): void {
    const nowMs = this.#parts.now();
    for (const kiosk of kiosks) {
      const record = this.#records.get(kiosk);
      const isBack = this.#presence.heardElsewhere(kiosk, this.#parts.monotonic());
      if (record === undefined) continue;
      record.heardMs = nowMs;
      if (isBack) takeLink(record, 'online', nowMs);
    }
  }

  record(kiosk: string): KioskRecord | null {
    return this.#records.get(kiosk) ?? null;
  }

  records(): IterableIterator<KioskRecord> {
    return this.#records.values();
  }

  get presence(): Presence {
    return this.#presence;
  }

  /** Transitions that could not be kept while the database was away. */
  get droppedTransitions(): number {
    return this.#keeper.dropped;
  }

  /** A kiosk begins a session. */
  hello(hello: Hello): 'stale' | 'ok' {
    const link = this.#presence.hello(hello.kiosk, hello.boot, hello.conn, this.#parts.monotonic());
    if (link === 'stale') return 'stale';
    const record = this.#heard(hello.kiosk, hello);
    takeHello(record, hello);
    record.screen = hello.screen;
    const transitions = this.#changes(record, hello, link);
    this.#tell(transitions);
    if (transitions.length > 0) void this.#keeper.save(record, transitions);
    else this.#keeper.saveLater(record);
    return 'ok';
  }

  beat(kiosk: string, beat: Beat): void {
    const link = this.#presence.heard(kiosk, this.#parts.monotonic());
    const record = this.#heard(kiosk, beat);
    record.screen = beat.screen;
    record.gauges = beat.gauges;
    this.#gauges.add(kiosk, beat.gauges, this.#parts.now());
    const { components = [] } = beat;
    const transitions = components.length === 0 && link === null ? [] : this.#changes(record, { components }, link);
    if (transitions.length > 0) {
      this.#tell(transitions);
      void this.#keeper.save(record, transitions);
    }
    this.#parts.events.emit('gauges', { kiosk, gauges: beat.gauges, atMs: this.#parts.now() });
  }

  /** The promise is kept when it is stored. */
  delta(kiosk: string, delta: Delta): Promise<void> {
    const link = this.#presence.heard(kiosk, this.#parts.monotonic());
    const record = this.#heard(kiosk, delta);
    record.screen = delta.screen;
    const transitions = this.#changes(record, delta, link);
    this.#tell(transitions);
    return this.#keeper.save(record, transitions);
  }

  /** Some sign of life that says nothing else. */
  heard(kiosk: string): void {
    this.#changed(this.#presence.heard(kiosk, this.#parts.monotonic()));
  }

  closed(kiosk: string, boot: string, conn: number): void {
    this.#changed(this.#presence.closed(kiosk, boot, conn));
  }

  /** Called every second. @returns the kiosks that are offline from now on */
  async tick(overloaded: boolean): Promise<readonly string[]> {
    const changes = this.#presence.sweep(this.#parts.monotonic(), overloaded);
    for (const change of changes) this.#changed(change);
    await Promise.all([this.#keeper.tick(), this.#saveGauges(this.#gauges.take(GAUGE_TURNS))]);
    return changes.filter(({ to }) => to === 'offline').map(({ kiosk }) => kiosk);
  }

  /** Writes down everything, before the hub stops. */
  async finish(): Promise<void> {
    await this.#saveGauges(this.#gauges.takeAll());
    await this.#keeper.finish();
  }

  #heard(kiosk: string, { clock }: Pick<Beat, 'clock'>): KioskRecord {
    const nowMs = this.#parts.now();
    let record = this.#records.get(kiosk);
    if (record === undefined) {
      record = newRecord(kiosk, nowMs);
      this.#records.set(kiosk, record);
    }
    record.heardMs = nowMs;
    record.offsetMs = nowMs - clock.atMs;
    return record;
  }

  /** Health before link: a kiosk that comes back is judged by what it says now, not by what it said when it left. */
  #changes(record: KioskRecord, health: Parameters<typeof takeHealth>[1], link: LinkChange | null): TransitionRow[] {
    const changed = takeHealth(record, health, this.#parts.now());
    return [...changed, ...this.#linked(record, link)];
  }

  #linked(record: KioskRecord, change: LinkChange | null): TransitionRow[] {
    return change === null ? [] : takeLink(record, change.to, this.#parts.now());
  }

  #changed(change: LinkChange | null): void {
    const record = change === null ? undefined : this.#records.get(change.kiosk);
    if (record === undefined) return;
    const transitions = this.#linked(record, change);
    this.#tell(transitions);
    void this.#keeper.save(record, transitions);
  }

  #tell(transitions: readonly TransitionRow[]): void {
    for (const transition of transitions) this.#parts.events.emit('transition', transition);
  }

  async #saveGauges(rows: Parameters<StateStore['addGauges']>[0]): Promise<void> {
    if (rows.length === 0) return;
    try {
      await this.#parts.states.addGauges(rows);
    } catch (error) {
      this.#gauges.giveBack(rows);
      if (!(error instanceof StoreUnavailable)) this.#parts.onError(error);
    }
  }
}
