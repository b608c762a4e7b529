import { useEffect } from 'react';
import { DoorGesture, type Spot } from './door-gesture.ts';
import { send } from './store.ts';

const CORNER_MM = 25;
const KEYS: Readonly<Record<string, Spot>> = { End: 'right', Home: 'left' };

/**
 * Listens for the gesture of staff (docs/staff.md) where no visit is under way. Before the screen hears of them, so that
 * the last touch of the gesture starts no visit; every other touch and key goes on as if nobody listened.
 */
export function useStaffDoor(isListening: boolean, pixelsPerMm: number): void {
  useEffect(() => (isListening ? listen(CORNER_MM * pixelsPerMm) : undefined), [isListening, pixelsPerMm]);
}

function listen(cornerPx: number): () => void {
  const gesture = new DoorGesture();
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  let isClickOurs = false;

  /** Tells whether the press belongs to the gesture. */
  const press = (spot: Spot | null): boolean => {
    const isOpen = gesture.press(spot, performance.now());
    if (isOpen) send({ type: 'staff', act: { act: 'enter' } });
    return isOpen || gesture.isUnderWay;
  };
  const release = (): boolean => {
    gesture.release(performance.now());
    return gesture.isUnderWay;
  };

  document.addEventListener('pointerdown', (event) => (isClickOurs = press(cornerAt(event, cornerPx))), options);
  document.addEventListener('pointerup', () => (isClickOurs = release() || isClickOurs), options);
  document.addEventListener('pointercancel', release, options);
  document.addEventListener(
    'click',
    (event) => {
      if (isClickOurs) event.stopPropagation();
      isClickOurs = false;
    },
    options,
  );
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.repeat ? event.key === 'End' : press(KEYS[event.key] ?? null) || event.key === 'End')
        event.stopPropagation();
    },
    options,
  );
  document.addEventListener('keyup', release, options);
  // A finger that rests on the glass asks for no menu.
  document.addEventListener('contextmenu', (event) => event.preventDefault(), options);
  return () => stop.abort();
}

/** Corners of the glass itself, whatever the reading direction is. */
function cornerAt({ clientX, clientY }: PointerEvent, cornerPx: number): Spot | null {
  if (clientY > cornerPx) return null;
  if (clientX >= window.innerWidth - cornerPx) return 'right';
  return clientX <= cornerPx ? 'left' : null;
}
