import type { KioskEvent } from '../src/main/kiosk.ts';

export interface Timings {
  readonly cardToRecognised: number | null;
  readonly inquiry: number | null;
  readonly answerToPainted: number | null;
  readonly printToOutcome: number | null;
  readonly total: number;
}

/** What the kiosk told while the visit ran. */
export class Measurements {
  readonly screens: string[] = [];
  #inquiryMs: number | null = null;
  #searchStartedAtMs: number | null = null;
  #printStartedAtMs: number | null = null;
  #printMs: number | null = null;
  #paintedMs: number | null = null;
  #recognitionMs: number | null = null;

  note = (event: KioskEvent): void => {
    if (event.type === 'screen') this.#noteScreen(event);
    if (event.type === 'painted' && event.code === 'B3') this.#paintedMs ??= event.sinceShownMs;
    if (event.type === 'recognised') this.#recognitionMs = event.recognitionMs;
    if (event.type === 'print_outcome' && this.#printStartedAtMs !== null)
      this.#printMs = Date.now() - this.#printStartedAtMs;
  };

  timings(total: number): Timings {
    return {
      cardToRecognised: rounded(this.#recognitionMs),
      inquiry: rounded(this.#inquiryMs),
      answerToPainted: rounded(this.#paintedMs),
      printToOutcome: rounded(this.#printMs),
      total: Math.round(total),
    };
  }

  #noteScreen({ atMs, code }: Extract<KioskEvent, { type: 'screen' }>): void {
    this.screens.push(code);
    if (code === 'B2') this.#searchStartedAtMs = atMs;
    else if (this.#searchStartedAtMs !== null) this.#inquiryMs ??= atMs - this.#searchStartedAtMs;
    if (code === 'B5') this.#printStartedAtMs = atMs;
  }
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 100) / 100);
