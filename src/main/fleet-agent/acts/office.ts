import { z } from 'zod';
import type { Kiosk } from '../../kiosk.ts';
import { KeptFile, type KeptFileOptions } from '../../kept-file.ts';
import type { JobActs } from '../job-desk.ts';
import { succeeded } from './ends.ts';

const outSchema = z.strictObject({ isOut: z.boolean() });

export interface OfficePorts extends Pick<KeptFileOptions<z.infer<typeof outSchema>>, 'file' | 'now' | 'onTrouble'> {
  readonly kiosk: Pick<Kiosk, 'returnToService' | 'takeOutOfService'>;
}

/** What an officer decided from afar: out of service until somebody takes that back, through every restart. */
export function officeActs({ kiosk, ...options }: OfficePorts): Pick<JobActs, 'return_to_service' | 'take_out_of_service'> {
  const kept = new KeptFile({ ...options, schema: outSchema, empty: { isOut: false } });
  if (kept.value.isOut) kiosk.takeOutOfService('office');
  return {
    take_out_of_service: async () => {
      kept.keep({ isOut: true });
      kiosk.takeOutOfService('office');
      return succeeded();
    },
    return_to_service: async () => {
      kept.clear();
      kiosk.returnToService('office');
      return succeeded();
    },
  };
}
