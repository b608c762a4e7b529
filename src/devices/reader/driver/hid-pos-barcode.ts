import { NOTHING, frame, unreadable, type Decoded, type ReportDecoder } from './decoder.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { byteField, type InputField, type ReportLayout } from './report-descriptor.ts';
import { AIM_CHARACTERS, isSetUpTraffic, symbologyOf } from './scanner-text.ts';

/** Where a scanned-data report keeps its parts, counted with the report id. */
interface PosLayout {
  readonly reportId: number | null;
  readonly reportBytes: number;
  readonly lengthAt: number;
  /** Null for a scanner that doesn't say which kind of code it read. */
  readonly aimAt: number | null;
  readonly dataAt: number;
  readonly maxDataBytes: number;
  readonly continuedAt: number;
  readonly continuedMask: number;
}

const COMMON = { reportId: 0x02, reportBytes: 64, lengthAt: 1, maxDataBytes: 56, continuedAt: 63, continuedMask: 1 };
/** Honeywell, Access-IS, Zebra and Datalogic in HID-POS mode; Access-IS LSR118 manual, "USB HID-POS". */
const WITH_AIM: PosLayout = { ...COMMON, aimAt: 2, dataAt: 5 };
/** The same, one byte later: the other place where the WebHID scanner library of N. Leenheer looks for the `]`. */
const WITH_LATE_AIM: PosLayout = { ...COMMON, aimAt: 3, dataAt: 6 };
/** Newland and other engines without AIM identifier; Quio QU-R-302 manual, p. 79. */
const WITHOUT_AIM: PosLayout = { ...COMMON, aimAt: null, dataAt: 2 };

const SCANNER_PAGE = 0x8c;
const USAGE = { aim1: 0xfb, data: 0xfe, continued: 0xff } as const;
const GENERIC_DESKTOP = 0x01;
const BYTE_COUNT = 0x3b;
const CLOSING_BRACKET = 0x5d;

/** Eight full reports: four times what the longest zone takes. */
const MAX_REPORTS = 8;
const MAX_FRAME_BYTES = 448;
/** A scanner sends the reports of one code at once; after this the rest won't come any more. */
const MAX_CHAIN_MS = 2000;

interface Chain {
  readonly aim: string;
  readonly startedAtMs: number;
  reports: number;
  lastReportAtMs: number;
}

/**
 * Bar-code scanners of the HID point-of-sale class (usage page 0x8C): reports of up to 56 characters, chained by a bit.
 * @param descriptor of the device, if it could be read; else the three layouts in use are told apart by their `]`
 */
export function hidPosBarcode(descriptor: ReportLayout | null): ReportDecoder {
  return new HidPosDecoder(descriptor === null ? null : posLayoutOf(descriptor));
}

class HidPosDecoder implements ReportDecoder {
  readonly prompt = null;
  readonly #layout: PosLayout | null;
  readonly #buffer = new FrameBuffer(MAX_FRAME_BYTES);
  #chain: Chain | null = null;
  /** The code was refused already; the rest of its reports is dropped. */
  #isSkipping = false;

  constructor(layout: PosLayout | null) {
    this.#layout = layout;
  }

  get deadlineMs(): number | null {
    return this.#chain === null ? null : this.#chain.startedAtMs + MAX_CHAIN_MS;
  }

  feed(report: Uint8Array, atMs: number): readonly Decoded[] {
    const late = this.expire(atMs);
    const decoded = this.#take(report, atMs);
    report.fill(0);
    return late.length === 0 ? decoded : [...late, ...decoded];
  }

  expire(atMs: number): readonly Decoded[] {
    const chain = this.#chain;
    if (chain === null || atMs < chain.startedAtMs + MAX_CHAIN_MS) return NOTHING;
    const wasSkipping = this.#isSkipping;
    this.reset();
    return wasSkipping ? NOTHING : unreadable(chain.lastReportAtMs);
  }

  reset(): void {
    this.#buffer.wipe();
    this.#chain = null;
    this.#isSkipping = false;
  }

  #take(report: Uint8Array, atMs: number): readonly Decoded[] {
    const layout = this.#layout ?? layoutByContent(report);
    if (layout.reportId !== null && report[0] !== layout.reportId) return NOTHING;
    const isContinued = ((report[layout.continuedAt] ?? 0) & layout.continuedMask) !== 0;
    const length = report[layout.lengthAt] ?? 0;
    const isWhole = report.length === layout.reportBytes;
    if (isWhole && length === 0 && !isContinued && this.#chain === null) return NOTHING;
    const aim = layout.aimAt === null ? '' : ascii(report.subarray(layout.aimAt, layout.aimAt + AIM_CHARACTERS));
    const chain = (this.#chain ??= { aim, startedAtMs: atMs, reports: 0, lastReportAtMs: atMs });
    chain.reports += 1;
    chain.lastReportAtMs = atMs;
    const isSound = isWhole && length <= layout.maxDataBytes && aim === chain.aim && chain.reports <= MAX_REPORTS;
    const data = report.subarray(layout.dataAt, layout.dataAt + length);
    if (this.#isSkipping || !isSound || !this.#buffer.append(data)) return this.#skip(isContinued, atMs);
    return isContinued ? NOTHING : this.#finish(chain);
  }

  /** Refuses a code once, then waits for its last report. */
  #skip(isContinued: boolean, atMs: number): readonly Decoded[] {
    const wasSkipping = this.#isSkipping;
    this.#buffer.wipe();
    if (isContinued) this.#isSkipping = true;
    else this.reset();
    return wasSkipping ? NOTHING : unreadable(atMs);
  }

  #finish({ aim, lastReportAtMs }: Chain): readonly Decoded[] {
    const bytes = this.#buffer.take();
    this.reset();
    const symbology = aim === '' ? 'document' : symbologyOf(aim);
    if (symbology === 'document' && !isSetUpTraffic(bytes)) return frame(bytes, lastReportAtMs);
    bytes.fill(0);
    if (symbology !== 'foreign') return NOTHING;
    return [{ type: 'fault', code: 'unsupported_document', lastReportAtMs }];
  }
}

function layoutByContent(report: Uint8Array): PosLayout {
  if (report[2] === CLOSING_BRACKET) return WITH_AIM;
  return report[3] === CLOSING_BRACKET ? WITH_LATE_AIM : WITHOUT_AIM;
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Null where the descriptor lacks a part or puts it where no whole byte is; the layouts in use are tried then. */
function posLayoutOf(descriptor: ReportLayout): PosLayout | null {
  const data = byteField(descriptor, SCANNER_PAGE, USAGE.data);
  const length = byteField(descriptor, GENERIC_DESKTOP, BYTE_COUNT);
  const continued = descriptor.inputs.find(
    (field) => field.usagePage === SCANNER_PAGE && field.usage === USAGE.continued && field.bitSize === 1,
  );
  if (data === null || length === null || continued === undefined) return null;
  if (length.reportId !== data.reportId || continued.reportId !== data.reportId) return null;
  return {
    reportId: data.reportId === 0 ? null : data.reportId,
    reportBytes: descriptor.reportBytes.get(data.reportId) ?? 0,
    lengthAt: length.bitOffset / 8,
    aimAt: aimOffset(descriptor, data),
    dataAt: data.bitOffset / 8,
    maxDataBytes: data.count,
    continuedAt: Math.floor(continued.bitOffset / 8),
    continuedMask: 1 << continued.bitOffset % 8,
  };
}

function aimOffset(descriptor: ReportLayout, data: InputField): number | null {
  const first = byteField(descriptor, SCANNER_PAGE, USAGE.aim1);
  return first === null || first.reportId !== data.reportId ? null : first.bitOffset / 8;
}
