import { NOTHING, frame, unreadable, type Decoded } from './decoder.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { latin1, progressOf, startAfterAim } from './text-lines.ts';

const MAX_FRAME_BYTES = 512;
/** The slowest scanners in use type a key each 100 ms. */
const SILENCE_MS = 400;
/** A zone of 92 keys at 100 ms each takes 9.2 s. */
const MAX_TYPING_MS = 15_000;
const CARRIAGE_RETURN = 0x0d;

/** What a key stands for: a character, the end of a line, nothing (a shift key), or something no scanner types. */
export type TypedKey =
  | { readonly type: 'character'; readonly character: string }
  | { readonly type: 'line_end' }
  | { readonly type: 'silent' }
  | { readonly type: 'foreign' };

/** Collects what a keyboard-class reader types into frames. */
export class TypedText {
  readonly #buffer = new FrameBuffer(MAX_FRAME_BYTES);
  #firstKeyAtMs = 0;
  #lastKeyAtMs: number | null = null;
  /** A key was lost or isn't one of a scanner: what was typed is refused at its end. */
  #isSpoilt = false;

  get deadlineMs(): number | null {
    if (this.#lastKeyAtMs === null) return null;
    return Math.min(this.#lastKeyAtMs + SILENCE_MS, this.#firstKeyAtMs + MAX_TYPING_MS);
  }

  press(key: TypedKey, atMs: number): readonly Decoded[] {
    const late = this.expire(atMs);
    if (key.type === 'silent') return late;
    if (this.#lastKeyAtMs === null) {
      if (key.type === 'line_end') return late;
      this.#firstKeyAtMs = atMs;
    }
    this.#lastKeyAtMs = atMs;
    if (key.type === 'foreign') this.#isSpoilt = true;
    else this.#append(key.type === 'character' ? key.character.charCodeAt(0) : CARRIAGE_RETURN);
    const isEnd = key.type === 'line_end' && progressOf(latin1(this.#buffer.view)) !== 'open';
    const decoded = isEnd ? this.#finish(atMs) : NOTHING;
    return late.length === 0 ? decoded : [...late, ...decoded];
  }

  /** Something came that is no key at all. */
  spoil(atMs: number): readonly Decoded[] {
    return this.press({ type: 'foreign' }, atMs);
  }

  expire(atMs: number): readonly Decoded[] {
    const { deadlineMs } = this;
    if (deadlineMs === null || this.#lastKeyAtMs === null || atMs < deadlineMs) return NOTHING;
    return this.#finish(this.#lastKeyAtMs);
  }

  reset(): void {
    this.#buffer.wipe();
    this.#lastKeyAtMs = null;
    this.#isSpoilt = false;
  }

  #append(byte: number): void {
    if (!this.#buffer.append(Uint8Array.of(byte))) this.#isSpoilt = true;
  }

  #finish(atMs: number): readonly Decoded[] {
    const wasSpoilt = this.#isSpoilt;
    const bytes = this.#buffer.take(startAfterAim(this.#buffer.view));
    this.reset();
    if (!wasSpoilt) return frame(bytes, atMs);
    bytes.fill(0);
    return unreadable(atMs);
  }
}
