import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HealthReason } from '../../../domain/health.ts';
import { LEVELS, reasonAt } from '../../../domain/health-thresholds.ts';
import type { Probe } from '../probe.ts';

/** Linux: one folder per sensor, `temp` in thousandths of a degree Celsius (Documentation/driver-api/thermal/sysfs-api). */
const ZONES = '/sys/class/thermal';

export const TEMPERATURE_EVERY_MS = 30_000;

const COLDEST = -60;
const HOTTEST = 200;

/** The hottest sensor of the computer. */
export function temperatureProbe(before: () => HealthReason | null, zones = ZONES): Probe {
  return {
    component: 'temperature',
    everyMs: TEMPERATURE_EVERY_MS,
    limitMs: 5_000,
    look: async () => {
      const celsius = Math.max(...(await readZones(zones)));
      if (!Number.isFinite(celsius)) return { state: 'unknown' };
      const value = { amount: Math.round(celsius), unit: 'celsius' } as const;
      const reason = reasonAt(before(), celsius, LEVELS.temperature);
      return reason === null ? { state: 'ok', value } : { reason, value };
    },
  };
}

async function readZones(zones: string): Promise<number[]> {
  const names = (await readdir(zones)).filter((name) => name.startsWith('thermal_zone'));
  const readings = await Promise.all(names.map((name) => readZone(join(zones, name, 'temp'))));
  return readings.filter((celsius) => celsius !== null);
}

/** Null for a sensor that is switched off, and for one that tells what no computer is: a broken one says −273 or 255. */
async function readZone(file: string): Promise<number | null> {
  try {
    const celsius = Number((await readFile(file, 'utf8')).trim()) / 1000;
    return celsius >= COLDEST && celsius <= HOTTEST ? celsius : null;
  } catch {
    return null;
  }
}
