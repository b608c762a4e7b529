import { NOTHING, frame, trouble, unreadable, type Decoded, type ReportDecoder } from './decoder.ts';
import { byteField, type ReportLayout } from './report-descriptor.ts';

/** One swipe is one report, so this driver keeps nothing between reports. */
interface StripeLayout {
  readonly reportId: number;
  readonly reportBytes: number;
  readonly typeAt: number | null;
  readonly tracks: readonly TrackPlace[];
}

interface TrackPlace {
  /** Bit 0: the track couldn't be decoded. Null where the device doesn't say. */
  readonly statusAt: number | null;
  readonly lengthAt: number;
  readonly dataAt: number;
  readonly maxBytes: number;
}

/** MagTek "USB HID swipe reader", D99875191, and ID TECH readers that imitate it. */
const MAGTEK_BYTES = 337;
/** Insert readers of MagTek add a byte that tells whether a card is in. */
const MAGTEK_INSERT_BYTES = 338;
const MAGTEK_TRACK_BYTES = 110;
const MAGTEK: StripeLayout = {
  reportId: 0,
  reportBytes: MAGTEK_BYTES,
  typeAt: 6,
  tracks: [0, 1, 2].map((track) => ({
    statusAt: track,
    lengthAt: 3 + track,
    dataAt: 7 + track * MAGTEK_TRACK_BYTES,
    maxBytes: MAGTEK_TRACK_BYTES,
  })),
};

/** The tracks of ID TECH's own structure follow each other in one text of 500 (MiniMag) or 512 bytes (SecureHead). */
const IDTECH_HEADER_BYTES = 9;
const IDTECH_BYTES = [509, 521];
const IDTECH_TOTAL_AT = 7;
const TYPE_AT = 6;
/** Set in the card type of ID TECH readers that encrypt. */
const ENCRYPTED_TYPE = 0x80;
/** A card without data, in the numbering of MagTek. */
const BLANK_TYPE = 3;

/** MagneSafe readers encrypt; their track fields have 112 bytes and a MagnePrint follows. */
const ENCRYPTED_TRACK_BYTES = 112;
const MAGNEPRINT = 0x33;

const STRIPE_PAGE = 0x8e;
const VENDOR_PAGE = 0xff00;
/** Usages of status, length and data of track 1; the other two follow. */
const STRIPE_USAGES = { status: null, length: 0x11, data: 0x21 } as const;
const VENDOR_USAGES = { status: 0x20, length: 0x28, data: 0x30, type: 0x38 } as const;

const CARRIAGE_RETURN = 0x0d;
const TRACK = /^[%;+#][ -~]*\?$/;

/** Magnetic stripe readers with reports of their own: MagTek, ID TECH, and usage page 0x8E by its descriptor. */
export function msrHid(descriptor: ReportLayout | null): ReportDecoder {
  const layout = descriptor === null ? null : stripeLayoutOf(descriptor);
  const isEncrypting = descriptor !== null && encrypts(descriptor);
  return {
    prompt: null,
    deadlineMs: null,
    feed: (report, atMs) => {
      const decoded = isEncrypting ? trouble('wrong_mode') : decode(report, layout, atMs);
      report.fill(0);
      return decoded;
    },
    expire: () => NOTHING,
    reset: () => undefined,
  };
}

const encrypts = ({ inputs }: ReportLayout): boolean =>
  inputs.some(
    ({ count, usage, usagePage }) =>
      usagePage === VENDOR_PAGE &&
      (usage === MAGNEPRINT || (usage === VENDOR_USAGES.data && count === ENCRYPTED_TRACK_BYTES)),
  );

function decode(report: Uint8Array, described: StripeLayout | null, atMs: number): readonly Decoded[] {
  if (described !== null) {
    if (described.reportId !== 0 && report[0] !== described.reportId) return NOTHING;
    return report.length === described.reportBytes ? decodeTracks(report, described, atMs) : unreadable(atMs);
  }
  if (IDTECH_BYTES.includes(report.length)) return decodeIdTech(report, atMs);
  if (report.length === MAGTEK_BYTES || report.length === MAGTEK_INSERT_BYTES) return decodeTracks(report, MAGTEK, atMs);
  // Longer than any plain layout: the report of a MagneSafe reader has 887 bytes.
  return report.length > Math.max(...IDTECH_BYTES) ? trouble('wrong_mode') : unreadable(atMs);
}

function decodeTracks(report: Uint8Array, layout: StripeLayout, atMs: number): readonly Decoded[] {
  const tracks: string[] = [];
  for (const { dataAt, lengthAt, maxBytes, statusAt } of layout.tracks) {
    const isBad = statusAt !== null && ((report[statusAt] ?? 0) & 1) !== 0;
    const length = report[lengthAt] ?? 0;
    if (length > maxBytes) return unreadable(atMs);
    // What lies behind the length may be an older card.
    if (!isBad && length > 0) tracks.push(textOf(report.subarray(dataAt, dataAt + length)));
  }
  const type = layout.typeAt === null ? null : (report[layout.typeAt] ?? 0);
  const isBlank = tracks.length === 0 && type === BLANK_TYPE;
  return isBlank ? [{ type: 'fault', code: 'unsupported_document', lastReportAtMs: atMs }] : frameOf(tracks, atMs);
}

function decodeIdTech(report: Uint8Array, atMs: number): readonly Decoded[] {
  if (((report[TYPE_AT] ?? 0) & ENCRYPTED_TYPE) !== 0) return trouble('wrong_mode');
  const capacity = report.length - IDTECH_HEADER_BYTES;
  const [low = 0, high = 0] = report.subarray(IDTECH_TOTAL_AT, IDTECH_HEADER_BYTES);
  // Which byte of the total comes first isn't documented; the other order is longer than the report or isn't text.
  for (const total of [low + high * 256, high + low * 256]) {
    if (total === 0 || total > capacity) continue;
    const text = textOf(report.subarray(IDTECH_HEADER_BYTES, IDTECH_HEADER_BYTES + total));
    const tracks = text.match(/[%;+#][^?]*\?/g) ?? [];
    if (tracks.length > 0 && text.replaceAll('\r', '') === tracks.join('')) return frameOf(tracks, atMs);
  }
  return unreadable(atMs);
}

/** Tracks with their sentinels, each followed by CR; whatever has none is no track. */
function frameOf(tracks: readonly string[], atMs: number): readonly Decoded[] {
  if (tracks.length === 0 || !tracks.every((track) => TRACK.test(track))) return unreadable(atMs);
  const text = tracks.join('\r');
  const bytes = new Uint8Array(text.length + 1);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  bytes[text.length] = CARRIAGE_RETURN;
  return frame(bytes, atMs);
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function stripeLayoutOf(descriptor: ReportLayout): StripeLayout | null {
  return (
    tracksByUsage(descriptor, STRIPE_PAGE, STRIPE_USAGES, null) ??
    tracksByUsage(descriptor, VENDOR_PAGE, VENDOR_USAGES, VENDOR_USAGES.type)
  );
}

interface TrackUsages {
  readonly status: number | null;
  readonly length: number;
  readonly data: number;
}

function tracksByUsage(
  descriptor: ReportLayout,
  page: number,
  usages: TrackUsages,
  type: number | null,
): StripeLayout | null {
  const offset = (usage: number): number | null => {
    const field = byteField(descriptor, page, usage);
    return field === null ? null : field.bitOffset / 8;
  };
  const tracks = [0, 1, 2].flatMap((track): TrackPlace[] => {
    const data = byteField(descriptor, page, usages.data + track);
    const lengthAt = offset(usages.length + track);
    if (data === null || lengthAt === null) return [];
    const statusAt = usages.status === null ? null : offset(usages.status + track);
    return [{ statusAt, lengthAt, dataAt: data.bitOffset / 8, maxBytes: data.count }];
  });
  const anyTrack = descriptor.inputs.find(({ usage, usagePage }) => usagePage === page && usage >= usages.data);
  if (tracks.length === 0 || anyTrack === undefined) return null;
  const { reportId } = anyTrack;
  const reportBytes = descriptor.reportBytes.get(reportId) ?? 0;
  return { reportId, reportBytes, typeAt: type === null ? null : offset(type), tracks };
}
