import {
  believed,
  COMPONENT_IDS,
  notFittedComponent,
  startingComponent,
  withEvidence,
  type ComponentHealth,
  type ComponentId,
  type Evidence,
  type HealthReason,
  type TroubleEvidence,
} from '../../domain/health.ts';
import { componentsFrom, kioskHealth, type AdminFacts, type Components, type KioskHealth } from '../../domain/health-status.ts';

/** Time as health counts it; tests bring their own. */
export interface HealthClock {
  /** The wall's, which may jump. */
  now(): Date;
  /** Never jumps. */
  monotonicMs(): number;
}

export interface BoardOptions {
  readonly clock: HealthClock;
  /** How often evidence about a part is expected, in milliseconds. */
  readonly intervalsMs: Readonly<Record<ComponentId, number>>;
  readonly notFitted: ReadonlySet<ComponentId>;
  readonly admin: () => AdminFacts;
}

export interface HealthChange {
  readonly before: KioskHealth;
  readonly after: KioskHealth;
  /** The parts whose state or reason is another one now. */
  readonly changed: readonly ComponentHealth[];
}

/** What is known about each part, and what follows from it. Whoever measures notes it here. */
export class HealthBoard {
  readonly #options: BoardOptions;
  readonly #listeners = new Set<(change: HealthChange) => void>();
  readonly #seenAtMs: Map<ComponentId, number>;
  #noted: Components;
  #told: KioskHealth;

  constructor(options: BoardOptions) {
    this.#options = options;
    const now = this.#now();
    const startedAtMs = options.clock.monotonicMs();
    this.#seenAtMs = new Map(COMPONENT_IDS.map((id) => [id, startedAtMs]));
    this.#noted = componentsFrom((id) => (options.notFitted.has(id) ? notFittedComponent(id, now) : startingComponent(id, now)));
    this.#told = kioskHealth(this.#noted, options.admin(), now);
  }

  /** Notes evidence about a part. One that isn't fitted has no evidence. */
  note(component: ComponentId, evidence: Evidence | TroubleEvidence): void {
    if (this.#options.notFitted.has(component)) return;
    this.#seenAtMs.set(component, this.#options.clock.monotonicMs());
    this.#noted = { ...this.#noted, [component]: withEvidence(this.#noted[component], evidence, this.#now()) };
    this.refresh();
  }

  /** Why a part is degraded or down as it was last seen; for limits with two ends. */
  reasonOf(component: ComponentId): HealthReason | null {
    return this.#noted[component].reason;
  }

  /** Lets time pass: evidence gets old, and people may have decided something. */
  refresh(): void {
    const before = this.#told;
    const after = this.health();
    const changed = COMPONENT_IDS.map((id) => after.components[id]).filter(({ component, reason, state }) => {
      const old = before.components[component];
      return old.state !== state || old.reason !== reason;
    });
    if (changed.length === 0 && after.status === before.status && after.decidedBy?.component === before.decidedBy?.component)
      return;
    this.#told = after;
    for (const listener of this.#listeners) listener({ before, after, changed });
  }

  /** All that is known now. */
  health(): KioskHealth {
    const now = this.#now();
    const nowMs = this.#options.clock.monotonicMs();
    const components = componentsFrom((id) => {
      const ageMs = nowMs - (this.#seenAtMs.get(id) ?? nowMs);
      const seen = believed(this.#noted[id], this.#options.intervalsMs[id], ageMs, now);
      const told = this.#told.components[id];
      // Unknown since it was first told, not since somebody last asked.
      return seen !== this.#noted[id] && told.state === seen.state ? told : seen;
    });
    return kioskHealth(components, this.#options.admin(), now);
  }

  /** Calls back with every change; returns the unsubscribe function. */
  subscribe(listener: (change: HealthChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }
}
