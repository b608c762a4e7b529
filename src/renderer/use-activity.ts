import { useEffect } from 'react';
import { noteActivity } from './store.ts';

const SIGNS_OF_LIFE = ['pointerdown', 'keydown'] as const;

/** Tells the kiosk process that somebody touches the screen or a key. */
export function useActivity(): void {
  useEffect(() => {
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, noteActivity, { capture: true });
    return () => {
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, noteActivity, { capture: true });
    };
  }, []);
}
