import { FrameRate } from '../frame-rate.ts';
import { NOTHING, type Decoded, type ReportDecoder } from './decoder.ts';

/** How long a device that sent more than a person can present isn't believed. */
const COOL_DOWN_MS = 5000;

/** Lets no more frames and faults through than a person can cause; a flood is one trouble for the technician. */
export class FloodGuard implements ReportDecoder {
  readonly #decoder: ReportDecoder;
  readonly #rate = new FrameRate();
  #untrustedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(decoder: ReportDecoder) {
    this.#decoder = decoder;
  }

  get prompt(): Uint8Array | null {
    return this.#decoder.prompt;
  }

  get deadlineMs(): number | null {
    return this.#decoder.deadlineMs;
  }

  feed(report: Uint8Array, atMs: number): readonly Decoded[] {
    return this.#filter(this.#decoder.feed(report, atMs), atMs);
  }

  expire(atMs: number): readonly Decoded[] {
    return this.#filter(this.#decoder.expire(atMs), atMs);
  }

  reset(): void {
    this.#decoder.reset();
  }

  #filter(decoded: readonly Decoded[], atMs: number): readonly Decoded[] {
    return decoded.length === 0 ? NOTHING : decoded.flatMap((each) => this.#admit(each, atMs));
  }

  #admit(decoded: Decoded, atMs: number): readonly Decoded[] {
    const isTooFast = this.#rate.exceededAt(atMs);
    const wasTrusted = atMs >= this.#untrustedUntilMs;
    if (isTooFast) this.#untrustedUntilMs = atMs + COOL_DOWN_MS;
    if (wasTrusted && !isTooFast) return [decoded];
    if (decoded.type === 'frame') decoded.bytes.fill(0);
    return wasTrusted ? [{ type: 'trouble', code: 'untrusted_input' }] : NOTHING;
  }
}
