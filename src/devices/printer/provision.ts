import { setTimeout as sleep } from 'node:timers/promises';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { KeyCode } from './encoder/commands.ts';
import type { StoredPictures } from './encoder/stored.ts';
import type { Capabilities } from './status/capabilities.ts';
import { PrinterLine } from './status/line.ts';
import type { Connect } from './transport/transport.ts';

/** What was put into which printer. */
export interface ProvisioningRecord {
  readonly serialNumber: string;
  readonly contentHash: string;
}

export type ProvisionFault =
  /** Not there, or not well: an idle printer with paper is needed. */
  | 'not_ready'
  /** It has no serial number to be recognised by. */
  | 'no_serial_number'
  /** It doesn't list what it stores, so nobody could know what it holds. */
  | 'no_list'
  /** It took everything and doesn't have it. */
  | 'not_stored';

const name = ([first, second]: KeyCode): string => String.fromCharCode(first, second);

/** Whether this is the printer of the record and still holds these very pictures: another one prints nothing, silently. */
export function holds(
  { serialNumber, storedNames }: Capabilities,
  pictures: StoredPictures,
  record: ProvisioningRecord,
): boolean {
  return (
    serialNumber === record.serialNumber &&
    pictures.contentHash === record.contentHash &&
    storedNames !== null &&
    pictures.keys.every((key) => storedNames.has(name(key)))
  );
}

const READY_TIMEOUT_MS = 10_000;
const LOOK_MS = 100;
/** Writing to its memory a printer is deaf; many do without for seconds after each picture. */
const STORE_TIMEOUT_MS = 15_000;

/**
 * Fills a printer's memory, replacing all pictures that are in it. Meant for staff, a few times in a printer's life:
 * the memory stands some 10 writes a day (Epson).
 */
export async function provision(
  connect: Connect,
  pictures: StoredPictures,
): Promise<Result<ProvisioningRecord, ProvisionFault>> {
  const before = await asked(connect);
  if (before === null) return fault('not_ready');
  const { serialNumber } = before;
  if (serialNumber === null) return fault('no_serial_number');
  if (before.storedNames === null) return fault('no_list');
  const record = { serialNumber, contentHash: pictures.contentHash };
  if (!(await written(connect, pictures))) return fault('not_ready');
  const after = await asked(connect);
  return after !== null && holds(after, pictures, record) ? ok(record) : fault('not_stored');
}

/** Opens a line, asks the printer everything, closes the line. */
async function asked(connect: Connect): Promise<Capabilities | null> {
  return withLine(connect, (line) => line.capabilities());
}

async function withLine<T>(connect: Connect, act: (line: PrinterLine) => Promise<T>): Promise<T | null> {
  const line = new PrinterLine(connect, { processId: true, storedNames: true });
  try {
    return (await isReady(line, READY_TIMEOUT_MS)) ? await act(line) : null;
  } finally {
    await line.close();
  }
}

async function isReady(line: PrinterLine, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += LOOK_MS) {
    if (line.state === 'ready' || line.state === 'paper_low') return true;
    await sleep(LOOK_MS);
  }
  return false;
}

/** One picture at a time, each only when the printer is back from the one before. */
async function written(connect: Connect, { commands }: StoredPictures): Promise<boolean> {
  const isWritten = await withLine(connect, async (line) => {
    for (const command of commands) {
      const sent = await line.write(command);
      if (!sent.ok || !(await answersAgain(line))) return false;
    }
    return true;
  });
  return isWritten === true;
}

async function answersAgain(line: PrinterLine): Promise<boolean> {
  const until = performance.now() + STORE_TIMEOUT_MS;
  while (performance.now() < until) if (await line.refresh()) return true;
  return false;
}
