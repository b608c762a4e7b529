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
    switch (event.type) {
      case 'screen':
        this.screens.push(event.code);
        if (event.code === 'B2') this.#searchStartedAtMs = event.atMs;
        else if (this.#searchStartedAtMs !== null && this.#inquiryMs === null)
          this.#inquiryMs = event.atMs - this.#searchStartedAtMs;
        if (event.code === 'B5') this.#printStartedAtMs = event.atMs;
        return;
      case 'painted':
        if (event.code === 'B3') this.#paintedMs ??= event.sinceShownMs;
        return;
      case 'recognised':
        this.#recognitionMs = event.recognitionMs;
        return;
      case 'print_outcome':
        if (this.#printStartedAtMs !== null) this.#printMs = Date.now() - this.#printStartedAtMs;
        return;
      case 'decided':
      case 'intent_dropped':
    }
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
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 100) / 100);
