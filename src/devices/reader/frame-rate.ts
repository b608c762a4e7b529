/** No person presents documents this fast; a device that does is broken or isn't what it says it is. */
export const MAX_FRAMES_PER_SECOND = 20;
const WINDOW_MS = 1000;

/** Counts all frames of the last second, the dropped ones too, so a flood is dropped until it slows down. */
export class FrameRate {
  /** Oldest first, never more than the limit. */
  #atMs: number[] = [];

  /** Takes note of a frame; true if there were already as many as allowed within the second before it. */
  exceededAt(atMs: number): boolean {
    const recent = this.#atMs.filter((earlierMs) => atMs - earlierMs < WINDOW_MS);
    this.#atMs = [...recent, atMs].slice(-MAX_FRAMES_PER_SECOND);
    return recent.length >= MAX_FRAMES_PER_SECOND;
  }
}
