import { useLayoutEffect } from 'react';
import type { Frame } from '../bridge/view.ts';
import { directionOf } from './i18n.ts';

/** No operable part may be higher above the floor (EN 301 549, 8.3.2.1). */
const REACH_MM = 1220;
/** For short and seated visitors: the low-reach mode. */
const LOW_REACH_MM = 1000;

/** Puts language, direction, the size of a millimetre and the visitor's aids on the root element. */
export function useRootAttributes({ access, display, language }: Frame): void {
  const { pixelsPerMm, lowerEdgeMm } = display;
  const { highContrast, largeText, lowReach } = access;
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dir = directionOf(language);
    root.toggleAttribute('data-large-text', largeText);
    root.toggleAttribute('data-high-contrast', highContrast);
    root.toggleAttribute('data-low-reach', lowReach);
    root.style.setProperty('--mm', `${String(pixelsPerMm)}px`);
    root.style.setProperty('--reach-mm', String((lowReach ? LOW_REACH_MM : REACH_MM) - lowerEdgeMm));
  }, [language, pixelsPerMm, lowerEdgeMm, highContrast, largeText, lowReach]);
}
