import { fault, ok, type Result } from '../../../domain/result.ts';
import { bandHeightDots, type Band, type Page } from '../layout/page.ts';
import { placeInBands } from './bands.ts';
import { countInDots, initialise, raster, reportChanges, reportProcess, type ProcessId } from './commands.ts';
import { placeComposed } from './composed.ts';
import { MAX_COMMAND_BYTES } from './limits.ts';
import { hasLookAlike } from './look-alikes.ts';
import { placeAnchored, placePlain, placeQr } from './place.ts';
import { placeStored, type StoredPictures } from './stored.ts';
import { JobWriter, type Placer } from './writer.ts';

/**
 * What a printer has been shown to understand; each trusts it with more than the one before.
 * P0 unknown: pictures from the left edge and a cut, nothing else.
 * P1 portable, the default: also alignment, feeds, doubled pictures, QR codes.
 * P2 calibrated: also `ESC $` before pictures (a person has looked at the calibration sheet).
 * P3 provisioned: also pictures stored in its memory.
 * P4 low baud: also its own digits on a line with drawn letters.
 */
export type Profile = 'P0' | 'P1' | 'P2' | 'P3' | 'P4';
export const PROFILES: readonly Profile[] = ['P0', 'P1', 'P2', 'P3', 'P4'];

/** Which letters a profile's page is set in: drawn ones, or digits left to the printer. */
export const lettersOf = (profile: Profile): 'drawn' | 'own_digits' => (profile === 'P4' ? 'own_digits' : 'drawn');

/** A job as single commands in order; between two of them the printer may be asked for its state. */
export interface EncodedJob {
  readonly commands: readonly Uint8Array[];
  readonly bytes: number;
  /** The page as it will stand on paper: bands may have moved by a dot. */
  readonly page: Page;
}

/** In the order they are tried. */
function placersOf(profile: Profile, stored: StoredPictures | null): readonly Placer[] {
  const known = stored === null ? [] : [placeStored(stored)];
  switch (profile) {
    case 'P0':
      return [placePlain];
    case 'P1':
      return [placeQr, placeAnchored];
    case 'P2':
      return [placeQr, placeInBands, placeAnchored];
    case 'P3':
      return [...known, placeQr, placeInBands, placeAnchored];
    case 'P4':
      return [...known, placeQr, placeComposed, placeInBands, placeAnchored];
  }
}

/** White rows for a printer whose feeds nobody has measured: a picture of one white byte a row. */
function feedPlain(job: JobWriter, dots: number): void {
  for (let left = dots; left > 0; left -= MAX_PLAIN_ROWS) {
    job.add(raster(new Uint8Array(Math.min(MAX_PLAIN_ROWS, left)), 1, false));
  }
}
const MAX_PLAIN_ROWS = MAX_COMMAND_BYTES / 2;

/**
 * Turns a page into the bytes of a job.
 * @param page laid out with the profile's letters (`lettersOf`)
 * @param processId the job ends with the request for it; null for printers that don't know the command, and never sent
 * to unknown ones
 * @param stored what the printer has been proven to hold; used by P3 and P4
 * @returns `unprintable_text` when a picture can't be sent without a real-time look-alike; no known text does that.
 */
export function encode(
  page: Page,
  profile: Profile,
  processId: ProcessId | null,
  stored: StoredPictures | null = null,
): Result<EncodedJob, 'unprintable_text'> {
  const isPlain = profile === 'P0';
  const job = new JobWriter(page.widthDots);
  job.add(initialise(), ...(isPlain ? [] : [countInDots(), reportChanges()]));
  const feed = (dots: number): void => (isPlain ? feedPlain(job, dots) : job.feed(dots));
  const placers = placersOf(profile, stored);
  const bands: Band[] = [];
  let y = 0;
  for (const band of page.bands) {
    feed(band.topDots - y);
    const placed = place(band, placers, job);
    if (placed === null) return fault('unprintable_text');
    bands.push(placed);
    y = band.topDots + bandHeightDots(band);
  }
  if (isPlain) feed(page.heightDots - y);
  job.cut(isPlain ? 0 : page.heightDots - y);
  if (processId !== null && !isPlain) job.add(reportProcess(processId));
  const bytes = Buffer.concat(job.commands);
  if (hasLookAlike(bytes)) throw new Error('a real-time look-alike was built from clean commands');
  return ok({ commands: job.commands, bytes: bytes.length, page: { ...page, bands } });
}

function place(band: Band, placers: readonly Placer[], job: JobWriter): Band | null {
  for (const placer of placers) {
    const placed = placer(band, job);
    if (placed !== null) return placed;
  }
  return null;
}
