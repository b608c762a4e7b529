import { fault, ok, type Result } from '../../../domain/result.ts';
import { bandHeightDots, type Anchor, type Band, type Page } from '../layout/page.ts';
import {
  align,
  countInDots,
  feed,
  feedAndCut,
  initialise,
  MAX_FEED_DOTS,
  qrCode,
  reportChanges,
  reportProcess,
  type ProcessId,
} from './commands.ts';
import { hasLookAlike } from './look-alikes.ts';
import { placeImage } from './place.ts';

/**
 * What a printer has been shown to understand. `P1` is the portable default: rasters placed by alignment, feeds, QR
 * codes by the printer, cut, process-id answer.
 */
export type Profile = 'P1';

/** A job as single commands in order; between two of them the printer may be asked for its state. */
export interface EncodedJob {
  readonly commands: readonly Uint8Array[];
  readonly bytes: number;
  /** The page as it will stand on paper: bands may have moved by a dot. */
  readonly page: Page;
}

/**
 * Turns a page into the bytes of a job that ends with the request for `processId`.
 * @returns `unprintable_text` when a picture can't be sent without a real-time look-alike; no known text does that.
 */
export function encode(page: Page, _profile: Profile, processId: ProcessId): Result<EncodedJob, 'unprintable_text'> {
  const commands: Uint8Array[] = [initialise(), countInDots(), reportChanges()];
  const bands: Band[] = [];
  let anchor: Anchor = 'left';
  let y = 0;
  const feedTo = (target: number): void => {
    for (; y < target; y += Math.min(MAX_FEED_DOTS, target - y)) commands.push(feed(Math.min(MAX_FEED_DOTS, target - y)));
  };
  const alignTo = (side: Anchor): void => {
    if (side !== anchor) commands.push(align(side));
    anchor = side;
  };
  for (const band of page.bands) {
    feedTo(band.topDots);
    if (band.kind === 'qr') {
      alignTo('center');
      commands.push(...qrCode(band.payload, band.moduleDots));
      bands.push(band);
    } else {
      const placed = placeImage(band, page.widthDots);
      if (placed === null) return fault('unprintable_text');
      alignTo(band.anchor);
      commands.push(...placed.commands);
      bands.push(placed.band);
    }
    y += bandHeightDots(band);
  }
  feedTo(page.heightDots - Math.min(MAX_FEED_DOTS, page.heightDots - y));
  commands.push(feedAndCut(page.heightDots - y), reportProcess(processId));
  const job = Buffer.concat(commands);
  if (hasLookAlike(job)) throw new Error('a real-time look-alike was built from clean commands');
  return ok({ commands, bytes: job.length, page: { ...page, bands } });
}
