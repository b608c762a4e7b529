import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { HealthReason } from '../../../domain/health.ts';
import { LEVELS, reasonAt } from '../../../domain/health-thresholds.ts';
import type { Probe } from '../probe.ts';

/** More free room than a kiosk fills in years: then the share that is used says nothing. */
const AMPLE_BYTES = 10 * 1024 ** 3;

export const DISK_EVERY_MS = 60_000;

/** What a look at the disk needs of the machine; a demo can fill it. */
export interface DiskPort {
  room(directory: string): Promise<{ readonly bavail: number; readonly blocks: number; readonly bsize: number }>;
  isWritable(directory: string): Promise<boolean>;
}

export const SYSTEM_DISK: DiskPort = { room: (directory) => statfs(directory), isWritable };

/** Room on the file system that holds the data directory, and whether it can be written. */
export function diskProbe(directory: string, before: () => HealthReason | null, disk: DiskPort = SYSTEM_DISK): Probe {
  return {
    component: 'disk',
    everyMs: DISK_EVERY_MS,
    limitMs: 10_000,
    look: async () => {
      const { bavail, blocks, bsize } = await disk.room(directory);
      const usedPercent = Math.round(100 - (100 * bavail) / blocks);
      const value = { amount: usedPercent, unit: 'percent' } as const;
      if (!(await disk.isWritable(directory))) return { reason: 'disk.read_only', value };
      if (bavail * bsize >= AMPLE_BYTES) return { state: 'ok', value };
      const reason = reasonAt(before(), usedPercent, LEVELS.diskUse);
      return reason === null ? { state: 'ok', value } : { reason, value };
    },
  };
}

async function isWritable(directory: string): Promise<boolean> {
  try {
    await access(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
