import { useEffect } from 'react';
import type { View } from '../bridge/view.ts';
import { send } from './store.ts';

/** A line end this soon after a character is the reader's as well; slow readers type a key each 100 ms. */
const READER_PAUSE_MS = 400;
const LINE_ENDS: ReadonlySet<string> = new Set(['Enter', 'Tab']);

/**
 * Takes the keys of a card reader that types. A kiosk has no keyboard for characters, so each of them is the reader's,
 * and so are the Enter and Tab that it ends its lines with: they must press no button. While a card is asked for they
 * go to the kiosk process one by one; otherwise they go nowhere. Nothing of them is kept here.
 */
export function useReaderKeys(view: View | null): void {
  const isOn = view !== null && view.frame.readerTypes && view.staff === null;
  const isCardAskedFor = isOn && view.screen.id === 'identity' && view.screen.method === 'card';
  useEffect(() => {
    if (!isOn) return undefined;
    let characterAtMs = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      const isCharacter = event.key.length === 1;
      const isLineEnd = LINE_ENDS.has(event.key) && event.timeStamp - characterAtMs < READER_PAUSE_MS;
      if (!isCharacter && !isLineEnd) return;
      characterAtMs = event.timeStamp;
      event.preventDefault();
      event.stopPropagation();
      if (isCardAskedFor && !event.repeat) send({ type: 'reader_key', code: event.code, shift: event.shiftKey });
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [isOn, isCardAskedFor]);
}
