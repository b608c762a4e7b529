import type { KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { readPublicKey } from '../../../contract/fleet/keys.ts';
import type { KioskStore } from '../store/kiosks.ts';
import type { KioskRow, RegionRow, SiteRow } from '../store/schema.ts';

interface Known {
  readonly row: KioskRow;
  readonly key: KeyObject | null;
}

/** The kiosks and where they stand, in memory: asked at every message, read anew when something changed. */
export class Directory {
  readonly #store: KioskStore;
  #kiosks: ReadonlyMap<string, Known> = new Map();
  #sites: ReadonlyMap<string, SiteRow> = new Map();
  #regions: ReadonlyMap<string, RegionRow> = new Map();

  constructor(store: KioskStore) {
    this.#store = store;
  }

  /** @returns the kiosks that weren't so before */
  async refresh(): Promise<readonly string[]> {
    const [kiosks, { regions, sites }] = await Promise.all([this.#store.all(), this.#store.places()]);
    const changed = kiosks.filter((row) => !isDeepStrictEqual(row, this.get(row.id))).map(({ id }) => id);
    this.#kiosks = new Map(kiosks.map((row) => [row.id, this.#known(row)]));
    this.#sites = new Map(sites.map((site) => [site.id, site]));
    this.#regions = new Map(regions.map((region) => [region.id, region]));
    return changed;
  }

  get(kiosk: string): KioskRow | null {
    return this.#kiosks.get(kiosk)?.row ?? null;
  }

  /** The key a kiosk proves itself with, revoked or not; null for a stranger and for one that isn't enrolled. */
  key(kiosk: string): KeyObject | null {
    return this.#kiosks.get(kiosk)?.key ?? null;
  }

  isRevoked(kiosk: string): boolean {
    return (this.#kiosks.get(kiosk)?.row.revoked_ms ?? null) !== null;
  }

  kiosks(): readonly KioskRow[] {
    return [...this.#kiosks.values()].map(({ row }) => row);
  }

  sites(): readonly SiteRow[] {
    return [...this.#sites.values()];
  }

  regions(): readonly RegionRow[] {
    return [...this.#regions.values()];
  }

  site(id: string): SiteRow | null {
    return this.#sites.get(id) ?? null;
  }

  region(id: string): RegionRow | null {
    return this.#regions.get(id) ?? null;
  }

  /** Parsing a key is dear; most stay what they were. */
  #known(row: KioskRow): Known {
    const before = this.#kiosks.get(row.id);
    if (before !== undefined && before.row.public_key === row.public_key) return { row, key: before.key };
    const key = row.public_key === null ? null : readPublicKey(row.public_key);
    return { row, key: key?.ok === true ? key.value : null };
  }
}
