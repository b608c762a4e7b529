import type { Action } from '../bridge/intent.ts';

/** Well under the silence that the kiosk process takes for death, so that one lost beat is nothing. */
const BEAT_EVERY_MS = 2_000;

type Send = (step: number, action: Action) => void;

/**
 * Proves to the kiosk process that the screen lives: counts frames that were really drawn and says which screen the
 * document really holds, read from the document itself. Not a part of the page's component tree on purpose: what empties
 * that must not silence this.
 */
export function startHeartbeat(send: Send): void {
  let frames = 0;
  const nextFrame = (then: () => void): void =>
    void requestAnimationFrame(() => {
      frames += 1;
      then();
    });
  // The second frame's callback runs after the first one has been drawn.
  const beat = (): void => nextFrame(() => nextFrame(() => tell(send, frames)));
  setInterval(beat, BEAT_EVERY_MS);
}

function tell(send: Send, frames: number): void {
  const shown = document.querySelector<HTMLElement>('[data-screen]');
  const step = Number(shown?.dataset['step']);
  if (shown === null || !Number.isSafeInteger(step) || !isOnTheGlass(shown)) return send(0, { type: 'blank' });
  return send(step, { type: 'beat', frames, screen: shown.dataset['screen'] ?? '' });
}

/** The screen has a size, isn't hidden, and holds words. */
function isOnTheGlass(shown: HTMLElement): boolean {
  const { height, width } = shown.getBoundingClientRect();
  return (
    width >= window.innerWidth / 2 &&
    height >= window.innerHeight / 2 &&
    shown.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    shown.textContent.trim() !== ''
  );
}
