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
  /** The line broke or the printer fell silent in the middle: it may hold some of the pictures. */
  | 'broken_off'
  /** It took everything and doesn't have it. */
  | 'not_stored';

/** Called with each picture that is written. */
export type FillProgress = (done: number, total: number) => void;

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

/** Opens a line to a printer nobody else talks to, fills its memory, closes the line. */
export async function provision(
  connect: Connect,
  pictures: StoredPictures,
): Promise<Result<ProvisioningRecord, ProvisionFault>> {
  const line = new PrinterLine(connect, { processId: true, storedNames: true });
  try {
    return await fillMemory(line, pictures);
  } finally {
    await line.close();
  }
}

/**
 * Fills a printer's memory, replacing all pictures that are in it. Meant for staff, a few times in a printer's life:
 * the memory stands some 10 writes a day (Epson).
 * @param line asks for stored names
 */
export async function fillMemory(
  line: PrinterLine,
  pictures: StoredPictures,
  onProgress: FillProgress = () => undefined,
): Promise<Result<ProvisioningRecord, ProvisionFault>> {
  if (!(await isReady(line))) return fault('not_ready');
  const { serialNumber, storedNames } = await line.capabilities();
  if (serialNumber === null) return fault('no_serial_number');
  if (storedNames === null) return fault('no_list');
  const record = { serialNumber, contentHash: pictures.contentHash };
  const isWritten = await written(line, pictures, onProgress);
  const isBack = await isReady(line);
  // In any case: what was known of its memory is true no longer.
  const after = await line.rediscover();
  if (!isWritten || !isBack) return fault('broken_off');
  return holds(after, pictures, record) ? ok(record) : fault('not_stored');
}

async function isReady(line: PrinterLine): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < READY_TIMEOUT_MS; waitedMs += LOOK_MS) {
    if (line.state === 'ready' || line.state === 'paper_low') return true;
    await sleep(LOOK_MS);
  }
  return false;
}

/** One picture at a time, each only when the printer is back from the one before. */
async function written(line: PrinterLine, { commands }: StoredPictures, onProgress: FillProgress): Promise<boolean> {
  for (const [index, command] of commands.entries()) {
    const sent = await line.write(command);
    if (!sent.ok || !(await answersAgain(line))) {
      // It may wait for the rest of a picture.
      line.abandon();
      return false;
    }
    onProgress(index + 1, commands.length);
  }
  return true;
}

async function answersAgain(line: PrinterLine): Promise<boolean> {
  const until = performance.now() + STORE_TIMEOUT_MS;
  while (line.isOpen && performance.now() < until) if (await line.refresh()) return true;
  return false;
}
