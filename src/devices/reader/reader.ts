import { createHmac, randomBytes } from 'node:crypto';
import type { ReadFault } from '../../domain/faults.ts';
import type { IdentityKind } from '../../domain/identity.ts';
import { fault, type Result } from '../../domain/result.ts';
import type { DeviceEvent } from '../link.ts';
import { FrameRate } from './frame-rate.ts';
import { recogniseIdentity, type RecognisedIdentity } from './recognise.ts';

export type ReaderEvent = Extract<DeviceEvent, { type: `reader.${string}` }>;

/** The side a driver sees: where it brings what the hardware sent. */
export interface FrameSink {
  /** The device is there and has been opened. */
  attached(): void;
  /** The device was unplugged or failed. */
  detached(): void;
  /**
   * One complete frame. The sink takes the buffer over and overwrites it.
   * @param lastReportAtMs monotonic time at which the last report of the frame came in
   * @param firstReportAtMs and the first; left out for a frame of one report
   */
  receive(frame: Uint8Array, lastReportAtMs: number, firstReportAtMs?: number): void;
  /** The hardware sent something from which no frame could be made: cut short, too long, a track it couldn't decode. */
  failed(code: ReadFault, firstReportAtMs: number): void;
  /** A document was laid there. Only for devices that can tell; a scanner can't and calls neither of these two. */
  documentPlaced(): void;
  /** The document was taken away. */
  documentRemoved(): void;
}

export interface ReaderOptions {
  /** Whose numbers count. */
  readonly documents: readonly IdentityKind[];
  readonly emit: (event: ReaderEvent) => void;
  /** Milliseconds of a clock that never jumps; `performance.now` outside tests. */
  readonly monotonicMs: () => number;
  /** The calendar clock, for the printed date of validity. */
  readonly now: () => Date;
}

/** What became of frames that gave neither a read nor a fault; numbers only, for the health report. */
export interface DroppedFrames {
  readonly disarmed: number;
  readonly repeated: number;
  readonly flooded: number;
}

/**
 * Scanners in presentation mode read a card that lies before them again and again, every 0.5 to 1 s as they come from
 * the factory ("same symbol timeout", "reread delay"). A pause longer than this means that the card was taken away
 * and a person presents it anew.
 */
export const REREAD_GAP_MS = 3000;
/** How long the same bad frame is reported only once. */
export const SAME_FAULT_MS = 3000;
/** A frame is text of at most this many bytes; the longest in use, a TD1 with line ends, has 96. */
export const MAX_FRAME_BYTES = 512;

interface LastRead {
  readonly document: string;
  /** When the reader last sent anything. */
  lastFrameAtMs: number;
}

/**
 * A reader that reads one card for each arming. Frames keep coming while it is disarmed, because pausing the device
 * would only queue them in the kernel and bring them up in the next visitor's turn; they are overwritten unread.
 */
export class ArmedReader implements FrameSink {
  readonly #options: ReaderOptions;
  /** Documents are compared, never kept: a keyed hash whose key dies with the process. */
  readonly #hashKey = randomBytes(32);
  readonly #frameRate = new FrameRate();
  readonly #dropped = { disarmed: 0, repeated: 0, flooded: 0 };
  #arming: { readonly id: string; readonly sinceMs: number } | null = null;
  #isAttached = false;
  #lastRead: LastRead | null = null;
  /** The device has told that a document is there. */
  #isPlaced = false;
  #lies = false;
  #liesTimer: NodeJS.Timeout | undefined;
  #lastFault: { readonly frame: string; readonly atMs: number } | null = null;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  get state(): 'ready' | 'unavailable' {
    return this.#isAttached ? 'ready' : 'unavailable';
  }

  get droppedFrames(): DroppedFrames {
    return { ...this.#dropped };
  }

  /** From now on one card may be read. An earlier arming ends. */
  arm(armingId: string): void {
    this.#arming = { id: armingId, sinceMs: this.#options.monotonicMs() };
  }

  disarm(): void {
    this.#arming = null;
  }

  attached(): void {
    this.#setAttached(true);
  }

  /** The arming stays: a visitor may go on once the reader is back. */
  detached(): void {
    this.#isPlaced = false;
    this.#setLies(false);
    this.#setAttached(false);
  }

  documentPlaced(): void {
    this.#isPlaced = true;
  }

  documentRemoved(): void {
    this.#isPlaced = false;
    this.#lastRead = null;
    this.#lastFault = null;
    this.#setLies(false);
  }

  receive(frame: Uint8Array, lastReportAtMs: number, firstReportAtMs = lastReportAtMs): void {
    try {
      this.#take(frame, lastReportAtMs, firstReportAtMs);
    } finally {
      frame.fill(0);
    }
  }

  failed(code: ReadFault, firstReportAtMs: number): void {
    const armingId = this.#admit(firstReportAtMs);
    if (armingId !== null) this.#refuse(code, code, armingId, this.#options.monotonicMs());
  }

  #take(frame: Uint8Array, lastReportAtMs: number, firstReportAtMs: number): void {
    const armingId = this.#admit(firstReportAtMs);
    if (armingId === null) return;
    const read = recogniseFrame(frame, this.#options.now(), this.#options.documents);
    if (read.ok) this.#accept(read.value, armingId, lastReportAtMs);
    else this.#refuse(read.fault, this.#hash(frame), armingId, this.#options.monotonicMs());
  }

  /** The arming that a frame counts for, all of it; null for one that is dropped, without a look inside. */
  #admit(firstReportAtMs: number): string | null {
    const atMs = this.#options.monotonicMs();
    this.#followPresentation(atMs);
    if (this.#frameRate.exceededAt(atMs)) {
      this.#dropped.flooded += 1;
      return null;
    }
    const arming = this.#arming;
    if (!this.#isAttached || arming === null || firstReportAtMs < arming.sinceMs) {
      this.#dropped.disarmed += 1;
      return null;
    }
    return arming.id;
  }

  /**
   * A document that was read counts as lying there until the device tells that it was taken, or, of a device that can't
   * tell, for as long as frames keep coming without a pause, whatever is in them: so a card forgotten on the scanner
   * isn't read again in the next visitor's turn, and disarmed frames need no look inside.
   */
  #followPresentation(atMs: number): void {
    const last = this.#lastRead;
    if (last === null) return;
    if (!this.#isPlaced && atMs - last.lastFrameAtMs > REREAD_GAP_MS) {
      this.#lastRead = null;
      return;
    }
    last.lastFrameAtMs = atMs;
    this.#setLies(true);
    if (!this.#isPlaced) this.#liesTimer = setTimeout(() => this.#setLies(false), REREAD_GAP_MS).unref();
  }

  #accept(read: RecognisedIdentity, armingId: string, lastReportAtMs: number): void {
    const document = this.#hash(read.digits);
    if (document === this.#lastRead?.document) {
      read.digits.fill(0);
      this.#dropped.repeated += 1;
      return;
    }
    const recognisedAtMs = this.#options.monotonicMs();
    this.#lastRead = { document, lastFrameAtMs: recognisedAtMs };
    this.disarm();
    const recognitionMs = Math.max(0, recognisedAtMs - lastReportAtMs);
    this.#options.emit({ type: 'reader.read', armingId, ...read, recognitionMs });
    if (this.#isPlaced) this.#setLies(true);
  }

  /**
   * A fault leaves the reader armed. The same bad frame is reported once in a while, so that a card lying on the
   * scanner doesn't use up all tries at once while a visitor who tries again still gets an answer.
   */
  #refuse(code: ReadFault, frame: string, armingId: string, atMs: number): void {
    const last = this.#lastFault;
    if (last !== null && last.frame === frame && atMs - last.atMs < SAME_FAULT_MS) {
      this.#dropped.repeated += 1;
      return;
    }
    this.#lastFault = { frame, atMs };
    this.#options.emit({ type: 'reader.fault', armingId, code });
  }

  #setLies(lies: boolean): void {
    clearTimeout(this.#liesTimer);
    if (lies === this.#lies) return;
    this.#lies = lies;
    this.#options.emit({ type: 'reader.document', lies });
  }

  #setAttached(isAttached: boolean): void {
    if (isAttached === this.#isAttached) return;
    this.#isAttached = isAttached;
    this.#options.emit({ type: 'reader.state', state: this.state });
  }

  #hash(bytes: Uint8Array): string {
    return createHmac('sha256', this.#hashKey).update(bytes).digest('base64');
  }
}

/** The identity in one frame; the frame itself is left as it is. */
export function recogniseFrame(
  frame: Uint8Array,
  today: Date,
  documents: readonly IdentityKind[],
): Result<RecognisedIdentity, ReadFault> {
  if (frame.length > MAX_FRAME_BYTES) return fault('unreadable');
  // Broken UTF-8 becomes U+FFFD, and a byte order mark stays; the recogniser refuses both.
  return recogniseIdentity(new TextDecoder('utf-8', { ignoreBOM: true }).decode(frame), today, documents);
}
