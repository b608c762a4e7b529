import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence, HealthReason, TroubleEvidence } from '../../../domain/health.ts';
import type { Probe } from '../probe.ts';

/** Linux: one folder per supply (Documentation/ABI/testing/sysfs-class-power). A UPS on USB is there as a battery. */
const SUPPLIES = '/sys/class/power_supply';

export const POWER_EVERY_MS = 15_000;

/** A flicker of the mains is no news. */
const ON_BATTERY_AFTER_MS = 60_000;
const LOW_PERCENT = { enter: 20, exit: 30 };

/** The battery or UPS behind the kiosk. */
export function powerProbe(before: () => HealthReason | null, monotonicMs: () => number, supplies = SUPPLIES): Probe {
  let onBatterySinceMs: number | null = null;

  return {
    component: 'power',
    everyMs: POWER_EVERY_MS,
    limitMs: 5_000,
    look: async (): Promise<Evidence | TroubleEvidence> => {
      const battery = await readBattery(supplies);
      if (battery === null) return { state: 'unknown' };
      const value = { amount: battery.percent, unit: 'percent' } as const;
      if (!battery.discharging) {
        onBatterySinceMs = null;
        return { state: 'ok', value };
      }
      onBatterySinceMs ??= monotonicMs();
      const limit = before() === 'power.battery_low' ? LOW_PERCENT.exit : LOW_PERCENT.enter;
      if (battery.percent < limit) return { reason: 'power.battery_low', value };
      const isLong = monotonicMs() - onBatterySinceMs >= ON_BATTERY_AFTER_MS;
      return isLong ? { reason: 'power.on_battery', value } : { state: 'ok', value };
    },
  };
}

interface Battery {
  readonly percent: number;
  readonly discharging: boolean;
}

async function readBattery(supplies: string): Promise<Battery | null> {
  const batteries = await Promise.all((await readdir(supplies)).map((name) => readSupply(join(supplies, name))));
  return batteries.find((battery) => battery !== null) ?? null;
}

/** Null for the mains and for whatever tells no charge. */
async function readSupply(folder: string): Promise<Battery | null> {
  try {
    const [kind, status, capacity] = await Promise.all(
      ['type', 'status', 'capacity'].map(async (file) => (await readFile(join(folder, file), 'utf8')).trim()),
    );
    const percent = Number(capacity);
    if ((kind !== 'Battery' && kind !== 'UPS') || !Number.isFinite(percent)) return null;
    return { percent, discharging: status === 'Discharging' };
  } catch {
    return null;
  }
}
