import { mark } from './encoder/commands.ts';
import type { PrinterLine } from './status/line.ts';

/**
 * Never more on its way than this without the printer having said that it is past it. Every receipt printer has at
 * least 4 KB of buffer, so that questions and orders in real time always get through.
 */
export const CREDIT_BYTES = 1500;
/** Commands go out together up to this many bytes. */
const GROUP_BYTES = 700;

/** Groups whole commands, so that sending only ever stops between two of them. */
export function groupsOf(commands: readonly Uint8Array[]): Uint8Array[][] {
  const groups: Uint8Array[][] = [];
  let group: Uint8Array[] = [];
  let size = 0;
  for (const command of commands) {
    if (size > 0 && size + command.length > GROUP_BYTES) {
      groups.push(group);
      [group, size] = [[], 0];
    }
    group.push(command);
    size += command.length;
  }
  if (size > 0) groups.push(group);
  return groups;
}

/** Follows how far a printer is, by the marks (GS r) it answers in order. */
export class Pace {
  readonly #line: PrinterLine;
  readonly #onProgress: () => void;
  readonly #stop: () => void;
  readonly #waiting: (() => void)[] = [];
  #underWay: number[] = [];

  constructor(line: PrinterLine, onProgress: () => void) {
    this.#line = line;
    this.#onProgress = onProgress;
    this.#stop = line.onReply((reply) => {
      if (reply.kind === 'in_order') this.#passed();
    });
  }

  get unacknowledgedBytes(): number {
    return this.#underWay.reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * Sends a group and a mark after it; resolves when there is credit for it and it is handed over.
   * @param onStart when the credit is there
   */
  async send(group: Uint8Array, onStart: () => void): Promise<void> {
    const bytes = Buffer.concat([group, mark()]);
    while (this.#underWay.length > 0 && this.unacknowledgedBytes + bytes.length > CREDIT_BYTES) await this.#change();
    this.#underWay.push(bytes.length);
    onStart();
    await this.#line.write(bytes);
  }

  /** Resolves when the printer is past everything that was sent. */
  async allPassed(): Promise<void> {
    while (this.#underWay.length > 0) await this.#change();
  }

  stop(): void {
    this.#stop();
  }

  #passed(): void {
    if (this.#underWay.shift() === undefined) return;
    this.#onProgress();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
