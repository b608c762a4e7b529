import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Probe } from '../probe.ts';

export const CERTIFICATE_EVERY_MS = 3_600_000;

const DAY_MS = 86_400_000;
/** Long enough to have a new one signed and brought. */
const EXPIRES_SOON_DAYS = 14;

/** How long the kiosk's own certificate is still good. */
export function certificateProbe(certificateFile: string, now: () => Date): Probe {
  return {
    component: 'security',
    everyMs: CERTIFICATE_EVERY_MS,
    limitMs: 5_000,
    look: async () => {
      const { validTo } = new X509Certificate(await readFile(certificateFile));
      const leftMs = Date.parse(validTo) - now().getTime();
      if (leftMs <= 0) return { reason: 'security.certificate_expired' };
      return leftMs < EXPIRES_SOON_DAYS * DAY_MS ? { reason: 'security.certificate_expiring' } : { state: 'ok' };
    },
  };
}
