import { useEffect } from 'react';
import type { View } from '../bridge/view.ts';
import { nearest, type Box, type Heading } from './spatial.ts';
import { canGoBack } from './ui/footer.tsx';
import { send } from './store.ts';

const HEADINGS: Readonly<Record<string, Heading>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'west',
  ArrowRight: 'east',
};

const FOCUSABLE = 'button:not(:disabled), [href], [tabindex="0"]';

/** A tactile keypad moves the focus with its arrows and goes back with Escape; Tab and Enter are the browser's. */
export function useKeyboard(view: View | null): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const heading = HEADINGS[event.key];
      if (heading !== undefined) {
        event.preventDefault();
        moveFocus(heading);
      } else if (event.key === 'Escape' && view !== null && view.staff === null && view.stillThere === null && canGoBack(view.screen)) {
        send({ type: 'back' });
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [view]);
}

function moveFocus(heading: Heading): void {
  const scope = document.querySelector('dialog[open]') ?? document;
  const elements = [...scope.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.checkVisibility());
  const current = elements.find((element) => element === document.activeElement);
  if (current === undefined) {
    elements[0]?.focus();
    return;
  }
  const others = elements.filter((element) => element !== current);
  const index = nearest(boxOf(current), others.map(boxOf), heading);
  if (index !== null) others[index]?.focus();
}

function boxOf(element: HTMLElement): Box {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2, width, height };
}
