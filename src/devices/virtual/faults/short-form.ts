import { z } from 'zod';
import { faultRulesSchema } from '../../../../contract/gateway-faults.ts';
import { VIRTUAL_PRINTER_FAULTS } from '../printer/faults.ts';
import type { FaultScript, FaultStep } from './script.ts';

/** A fault file without a timeline: what is wrong at the gateway, the reader and the printer from the start. */
export const shortFormSchema = z.strictObject({
  gateway: faultRulesSchema.default([]),
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
        fault: z.enum(VIRTUAL_PRINTER_FAULTS),
        /** Dot rows of the receipt that still come out before it happens; 0: at once. */
        afterRows: z.int().min(0).max(20_000).default(0),
      }),
    )
    .max(10)
    .default([]),
});

const AT_ONCE = { atMs: 0 } as const;

/** The script that a short form stands for; null where it asks for nothing. */
export function scriptOf({ gateway, printer, reader }: z.infer<typeof shortFormSchema>): FaultScript | null {
  const steps: FaultStep[] = [
    ...gateway.map((rule): FaultStep => ({ when: AT_ONCE, do: { act: 'gateway_misbehaves', rule } })),
    ...(reader.unplugged ? [{ when: AT_ONCE, do: { act: 'reader_unplugged' } } as const] : []),
    ...Array.from({ length: reader.unreadable }, (): FaultStep => ({ when: AT_ONCE, do: { act: 'card_unreadable' } })),
    ...printer.map(
      ({ afterRows, fault }): FaultStep => ({
        when: afterRows === 0 ? AT_ONCE : { row: afterRows },
        do: { act: 'printer_fails', fault },
      }),
    ),
  ];
  return steps.length === 0 ? null : { title: { ar: 'أعطال', en: 'Faults' }, practice: false, steps };
}
