import { z } from 'zod';
import type { VirtualPrinter } from './printer/virtual-printer.ts';
import type { VirtualReader } from './reader.ts';

/** What happens to the virtual devices in a scripted run; part of a fault file. */
export const deviceFaultsSchema = z.strictObject({
  reader: z
    .strictObject({
      /** The reader isn't there at all. */
      unplugged: z.boolean().default(false),
      /** So many presentations of the card give nothing readable before one does. */
      unreadable: z.int().min(0).max(10).default(0),
    })
    .default({ unplugged: false, unreadable: 0 }),
  printer: z
    .array(
      z.strictObject({
        fault: z.enum(['paper_end', 'cover_open', 'offline', 'cutter', 'overheated', 'silent', 'cable_cut']),
        /** Dot rows that still come out before it happens; 0: at once. */
        afterRows: z.int().min(0).max(20_000).default(0),
      }),
    )
    .max(10)
    .default([]),
});
export type DeviceFaults = z.infer<typeof deviceFaultsSchema>;

/** Lets the scripted faults happen; unreadable presentations are up to whoever presents the card. */
export function injectDeviceFaults(faults: DeviceFaults, reader: Pick<VirtualReader, 'unplug'>, printer: VirtualPrinter): void {
  if (faults.reader.unplugged) reader.unplug();
  for (const { afterRows, fault } of faults.printer) printer.inject(fault, { afterRows });
}
