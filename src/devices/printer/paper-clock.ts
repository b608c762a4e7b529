/** Faster than any receipt printer: Epson's fastest moves 500 mm of paper a second. */
export const FASTEST_MM_PER_SECOND = 600;
/** 203 dots per inch, as receipt printers have. */
export const DOTS_PER_MM = 8;
/** Clocks, timers and event loops are no better than that. */
const TOLERANCE_MS = 10;
const [ESC, GS] = [0x1b, 0x1d];

/**
 * The paper a command surely moves, in dots; 0 where that is up to the printer. Feeds count half: one that ignores
 * GS P takes their units for half dots.
 */
export function paperDotsOf(command: Uint8Array): number {
  const [first, second, third = 0, mode = 0] = command;
  if (first === ESC && second === 0x4a) return third / 2;
  if (first === GS && second === 0x56 && third === 66) return mode / 2;
  if (first !== GS || second !== 0x76) return 0;
  const rows = (command[6] ?? 0) + 256 * (command[7] ?? 0);
  return mode >= 2 ? rows * 2 : rows;
}

/** When which paper of a job was sent: a printer can't have printed it sooner than paper moves. */
export class PaperClock {
  readonly #dotsPerMs: number;
  readonly #sent: { readonly atMs: number; readonly dots: number }[] = [];

  constructor(mmPerSecond: number) {
    this.#dotsPerMs = (mmPerSecond * DOTS_PER_MM) / 1000;
  }

  /** These commands are about to be handed over. */
  send(commands: readonly Uint8Array[], atMs: number): void {
    this.#sent.push({ atMs, dots: commands.reduce((sum, command) => sum + paperDotsOf(command), 0) });
  }

  /** Whether all of it can be on paper at this time. */
  isPossible(atMs: number): boolean {
    let dots = 0;
    return this.#sent.toReversed().every((part) => {
      dots += part.dots;
      return atMs + TOLERANCE_MS >= part.atMs + dots / this.#dotsPerMs;
    });
  }
}
