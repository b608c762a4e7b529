import { NOTHING, frame, unreadable, type Decoded, type ReportDecoder } from './decoder.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { isSetUpTraffic } from './scanner-text.ts';
import { latin1, progressOf, startAfterAim } from './text-lines.ts';

const MAX_FRAME_BYTES = 512;
/** A serial reader sends a document in one go; after this much silence nothing more belongs to it. */
const SILENCE_MS = 120;
/** The longest framing after the last line: a block check, or an end mark of two bytes. */
const MAX_TRAILER_BYTES = 2;

const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** RTE6701, "RTE Native": SOH, two bytes of length, `OU`, STX, a flag, the lines, ETX, a block check. */
const RTE_STX_AT = 5;
const RTE_HEADER_BYTES = 7;
/** Start marks of unknown value before the STX, as of DESKO, are this long at most. */
const MAX_START_MARKS = 2;

/** Elyctis ID BOX: the answer `I`, two bytes of length, the zone. A zone itself never holds a zero byte. */
const ELYCTIS_ANSWER = 0x49;
/** What answers an order begins with the order's letter; taken for a document it would bring on the next order. */
const ELYCTIS_SWITCHED = 0x43;
const ELYCTIS_HEADER_BYTES = 3;
/** Switches continuous reading on. The reader switches it off with each good read. */
const ELYCTIS_PROMPT = Uint8Array.of(0x43, 0x00, 0x01, 0x01);

export type TextProfile =
  /** Sends by itself, in whichever of the known framings. */
  | 'plain'
  /** Has to be asked before each document. */
  | 'elyctis';

/** Swipe and slot readers that send the lines of a machine-readable zone as text over a serial line. */
export function mrzText(profile: TextProfile): ReportDecoder {
  return new TextDecoderByBytes(profile === 'elyctis' ? ELYCTIS_PROMPT : null);
}

class TextDecoderByBytes implements ReportDecoder {
  readonly prompt: Uint8Array | null;
  readonly #buffer = new FrameBuffer(MAX_FRAME_BYTES);
  #lastByteAtMs = 0;
  /** Bytes that may still come as the end of a framing whose text is complete. */
  #trailerBytes = 0;
  /** The text was refused already; what comes before the next silence is dropped. */
  #isSkipping = false;

  constructor(prompt: Uint8Array | null) {
    this.prompt = prompt;
  }

  get deadlineMs(): number | null {
    const isWaiting = this.#buffer.length > 0 || this.#isSkipping || this.#trailerBytes > 0;
    return isWaiting ? this.#lastByteAtMs + SILENCE_MS : null;
  }

  feed(chunk: Uint8Array, atMs: number): readonly Decoded[] {
    const decoded = [...this.expire(atMs)];
    this.#lastByteAtMs = atMs;
    for (let at = 0; at < chunk.length; at += 1) decoded.push(...this.#take(chunk.subarray(at, at + 1), atMs));
    chunk.fill(0);
    return decoded;
  }

  expire(atMs: number): readonly Decoded[] {
    const { deadlineMs } = this;
    if (deadlineMs === null || atMs < deadlineMs) return NOTHING;
    const decoded = this.#finish(this.#lastByteAtMs);
    this.reset();
    return decoded;
  }

  reset(): void {
    this.#buffer.wipe();
    this.#trailerBytes = 0;
    this.#isSkipping = false;
  }

  #take(single: Uint8Array, atMs: number): readonly Decoded[] {
    if (this.#isSkipping || this.#isTrailer(single[0] ?? 0)) return NOTHING;
    if (!this.#buffer.append(single)) {
      this.#buffer.wipe();
      this.#isSkipping = true;
      return unreadable(atMs);
    }
    if (!isComplete(this.#buffer.view)) return NOTHING;
    const trailerBytes = isFramed(this.#buffer.view) ? MAX_TRAILER_BYTES : 0;
    const decoded = this.#finish(atMs);
    this.#trailerBytes = trailerBytes;
    return decoded;
  }

  /** A block check may be any byte, printable too; it comes without a pause, so the next card's first byte is safe. */
  #isTrailer(byte: number): boolean {
    if (this.#buffer.length > 0) return false;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) return true;
    if (this.#trailerBytes === 0 || byte === STX || byte === SOH) return false;
    this.#trailerBytes -= 1;
    return true;
  }

  #finish(atMs: number): readonly Decoded[] {
    const [start, end] = textRange(this.#buffer.view);
    const text = this.#buffer.view.subarray(start, end);
    const isSwitched = isElyctis(this.#buffer.view) && this.#buffer.view[0] === ELYCTIS_SWITCHED;
    const isNothing = isSwitched || !text.some((byte) => byte > SPACE) || isSetUpTraffic(text);
    const bytes = this.#buffer.take(start + startAfterAim(text), end);
    if (!isNothing) return frame(bytes, atMs);
    bytes.fill(0);
    return NOTHING;
  }
}

const isRte = (bytes: Uint8Array): boolean =>
  bytes[0] === SOH && bytes[3] === 0x4f && bytes[4] === 0x55 && bytes[RTE_STX_AT] === STX;
const isElyctis = ([first, second]: Uint8Array): boolean =>
  (first === ELYCTIS_ANSWER || first === ELYCTIS_SWITCHED) && second === 0x00;
/** Whether the first bytes may be those of a framing whose length bytes could look like an ETX. */
const isInRteHeader = (bytes: Uint8Array): boolean =>
  bytes[0] === SOH && bytes.length <= RTE_HEADER_BYTES && bytes[1] !== STX && bytes.length > 1;

/** Whether the last byte ends a document, so that nothing needs to be waited for. */
function isComplete(bytes: Uint8Array): boolean {
  if (isElyctis(bytes)) return bytes.length >= ELYCTIS_HEADER_BYTES && bytes.length === elyctisBytes(bytes);
  const last = bytes.at(-1);
  if (last === ETX) return !isInRteHeader(bytes);
  if (last !== CARRIAGE_RETURN && last !== LINE_FEED) return false;
  // A framed text ends with its ETX, so that the ETX isn't taken for the beginning of the next one.
  return !isFramed(bytes) && progressOf(latin1(bytes)) === 'zone';
}

const elyctisBytes = (bytes: Uint8Array): number => ELYCTIS_HEADER_BYTES + (bytes[1] ?? 0) * 256 + (bytes[2] ?? 0);

const isFramed = (bytes: Uint8Array): boolean => isRte(bytes) || startMarks(bytes) > 0;

/** How many bytes stand before the text: start marks up to the STX, or none. */
function startMarks(bytes: Uint8Array): number {
  const at = bytes.subarray(0, MAX_START_MARKS + 1).indexOf(STX);
  const areMarks = bytes.subarray(0, Math.max(0, at)).every((byte) => byte < SPACE);
  return areMarks ? at + 1 : 0;
}

function textRange(bytes: Uint8Array): [number, number] {
  if (isElyctis(bytes)) return [Math.min(ELYCTIS_HEADER_BYTES, bytes.length), bytes.length];
  const start = isRte(bytes) ? Math.min(RTE_HEADER_BYTES, bytes.length) : startMarks(bytes);
  const end = bytes.at(-1) === ETX ? bytes.length - 1 : bytes.length;
  return [start, Math.max(start, end)];
}
