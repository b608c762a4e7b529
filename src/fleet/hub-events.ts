import type { JobRow, EventRow, TransitionRow } from './store/schema.ts';

/** `never`: it hasn't been heard since it was set up. `suspect`: its connection closed or it has missed two beats. */
export type Link = 'never' | 'online' | 'suspect' | 'offline';

/** What happened at the hub, for other rooms of the same process. */
export interface HubEventMap {
  /** A component, the status or the link of a kiosk changed. Told at once; it is stored within moments. */
  transition: TransitionRow;
  /** Events of a kiosk, stored and new. */
  events: { readonly kiosk: string; readonly events: readonly EventRow[] };
  /** The numbers of one beat; nobody stores them one by one. */
  gauges: { readonly kiosk: string; readonly gauges: Readonly<Record<string, number>>; readonly atMs: number };
  /** A remote job changed its state. */
  job: JobRow;
  /** A kiosk was added, moved, renamed, enrolled or revoked. */
  kiosk: { readonly kiosk: string };
}

type Listener<Value> = (value: Value) => void;

/** In-process emitter. A listener that throws is reported and hurts neither the others nor the hub. */
export class HubEvents {
  readonly #listeners = new Map<keyof HubEventMap, Set<Listener<never>>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Returns the function that ends it. */
  on<Name extends keyof HubEventMap>(name: Name, listener: Listener<HubEventMap[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set<Listener<never>>();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<Name extends keyof HubEventMap>(name: Name, value: HubEventMap[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        (listener as Listener<HubEventMap[Name]>)(value);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
