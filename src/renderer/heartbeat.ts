import type { Action } from '../bridge/intent.ts';

/** Well under the silence that the kiosk process takes for death, so that one lost beat is nothing. */
const BEAT_EVERY_MS = 2_000;

/** Which screen the document holds since the last time it was changed. */
interface Shown {
  readonly step: number;
  readonly screen: string;
}

type Send = (step: number, action: Action) => void;

let shown: Shown | null = null;

/** Told by the page right after it has put a screen into the document; null while there is none to show. */
export function noteShown(now: Shown | null): void {
  shown = now;
}

/**
 * Proves to the kiosk process that the screen lives: counts frames that were really drawn, and says which screen the
 * document holds if it is really there to be seen. Not a part of the page's component tree on purpose: what empties that
 * must not silence this.
 */
export function startHeartbeat(send: Send): void {
  let frames = 0;
  const nextFrame = (then: () => void): void =>
    void requestAnimationFrame(() => {
      frames += 1;
      then();
    });
  // The second frame's callback runs after the first one has been drawn.
  const beat = (): void =>
    nextFrame(() =>
      nextFrame(() => {
        if (shown !== null && isOnTheGlass()) send(shown.step, { type: 'beat', frames, screen: shown.screen });
        else send(0, { type: 'blank' });
      }),
    );
  setInterval(beat, BEAT_EVERY_MS);
}

/** Something fills the glass and isn't hidden: the screen, or the question that covers and hides it. */
const isOnTheGlass = (): boolean => Array.from(document.getElementById('root')?.children ?? []).some(fillsTheGlass);

function fillsTheGlass(drawn: Element): boolean {
  const { height, width } = drawn.getBoundingClientRect();
  return (
    width >= window.innerWidth / 2 &&
    height >= window.innerHeight / 2 &&
    drawn.childElementCount > 0 &&
    drawn.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  );
}
