import { StoreUnavailable } from '../store/outage.ts';
import type { TransitionRow } from '../store/schema.ts';
import type { StateStore } from '../store/states.ts';
import { rowOfRecord, type KioskRecord } from './record.ts';

interface Unsaved {
  readonly record: KioskRecord;
  readonly transitions: TransitionRow[];
  readonly saved: (() => void)[];
}

/** A database that is away for long must not fill the memory; what the kiosks wrote down themselves isn't lost. */
const MAX_UNSAVED_TRANSITIONS = 200_000;
/** Changes that can wait, such as a new version number, are written a few at a time. */
const CALM_PER_SAVE = 200;

/** Brings what changed about kiosks into the database, and goes on trying while that is away. */
export class StateKeeper {
  readonly #store: StateStore;
  readonly #saved: (kiosks: readonly string[]) => void;
  readonly #onError: (error: unknown) => void;
  readonly #urgent = new Map<string, Unsaved>();
  readonly #calm = new Map<string, KioskRecord>();
  #transitions = 0;
  #saving: Promise<void> | null = null;
  /** Transitions that were given up for want of memory. */
  dropped = 0;

  /** @param saved told which kiosks' states are in the database now */
  constructor(store: StateStore, saved: (kiosks: readonly string[]) => void, onError: (error: unknown) => void) {
    this.#store = store;
    this.#saved = saved;
    this.#onError = onError;
  }

  /** The promise is kept when it is on the disk, however long the database is away. */
  save(record: KioskRecord, transitions: readonly TransitionRow[]): Promise<void> {
    return new Promise((saved) => {
      this.#note(record, transitions).saved.push(saved);
      void this.#saveUrgent();
    });
  }

  /** For what isn't worth a write of its own. */
  saveLater(record: KioskRecord): void {
    this.#calm.set(record.kiosk, record);
  }

  /** Called every second: tries again what failed, and writes some of what can wait. */
  async tick(): Promise<void> {
    for (const [kiosk, record] of this.#calm) {
      if (this.#urgent.size >= CALM_PER_SAVE) break;
      this.#calm.delete(kiosk);
      this.#note(record, []);
    }
    await this.#saveUrgent();
  }

  /** Everything, before the hub stops. */
  async finish(): Promise<void> {
    for (const record of this.#calm.values()) this.#note(record, []);
    this.#calm.clear();
    await this.#saveUrgent();
  }

  #note(record: KioskRecord, transitions: readonly TransitionRow[]): Unsaved {
    const entry = this.#urgent.get(record.kiosk) ?? { record, transitions: [], saved: [] };
    this.#urgent.set(record.kiosk, entry);
    this.#calm.delete(record.kiosk);
    if (this.#transitions < MAX_UNSAVED_TRANSITIONS) {
      entry.transitions.push(...transitions);
      this.#transitions += transitions.length;
    } else this.dropped += transitions.length;
    return entry;
  }

  /** One save at a time; what comes meanwhile goes with the next one. */
  #saveUrgent(): Promise<void> {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #saveAll(): Promise<void> {
    // Whatever else is being said in this moment shares the write.
    await Promise.resolve();
    while (this.#urgent.size > 0) {
      const batch = [...this.#urgent.values()];
      this.#urgent.clear();
      this.#transitions = 0;
      const transitions = batch.flatMap((unsaved) => unsaved.transitions);
      try {
        await this.#store.save(batch.map(({ record }) => rowOfRecord(record)), transitions);
      } catch (error) {
        this.#takeBack(batch);
        if (!(error instanceof StoreUnavailable)) this.#onError(error);
        return;
      }
      for (const { saved } of batch) for (const done of saved) done();
      this.#saved(batch.map(({ record }) => record.kiosk));
    }
  }

  #takeBack(batch: readonly Unsaved[]): void {
    for (const { record, saved, transitions } of batch) {
      const newer = this.#urgent.get(record.kiosk);
      this.#transitions += transitions.length;
      this.#urgent.set(record.kiosk, {
        record,
        transitions: [...transitions, ...(newer?.transitions ?? [])],
        saved: [...saved, ...(newer?.saved ?? [])],
      });
    }
  }
}
