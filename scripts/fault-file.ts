import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { deviceFaultsSchema, type DeviceFaults } from '../src/devices/virtual/fault-script.ts';
import { faultRulesSchema, type FaultRule } from '../src/sandbox/faults.ts';

/** What goes wrong in a scripted run: at the gateway, at the reader, at the printer. */
export interface Faults {
  readonly gateway: readonly FaultRule[];
  readonly devices: DeviceFaults;
}

export const NO_FAULTS: Faults = { gateway: [], devices: deviceFaultsSchema.parse({}) };

const schema = z.strictObject({
  gateway: faultRulesSchema.default([]),
  reader: z.unknown().optional(),
  printer: z.unknown().optional(),
});

/** Reads a fault file; throws an error whose message is one line for whoever wrote it. */
export function readFaultFile(file: string): Faults {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${oneLine(parsed.error)}`);
  const { gateway, ...rest } = parsed.data;
  const devices = deviceFaultsSchema.safeParse(rest);
  if (!devices.success) throw new Error(`${file}: ${oneLine(devices.error)}`);
  return { gateway, devices: devices.data };
}

const oneLine = ({ issues }: z.ZodError): string =>
  issues.map(({ message, path }) => `${path.join('.') || 'file'}: ${message}`).join('; ');
