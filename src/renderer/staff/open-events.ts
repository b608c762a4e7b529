import { act } from './act.ts';

/** As many as fit on an upright screen; one that lies on its side has half the height. */
const ROWS = { upright: 15, lying: 7 } as const;

/** Large letters leave room for fewer. */
const LARGE_TEXT_SHARE = 0.6;

/** Opens a page of the last events, with as many as this screen holds. */
export function openEvents(page: number): void {
  const isLying = window.matchMedia('(orientation: landscape)').matches;
  const isLarge = document.documentElement.hasAttribute('data-large-text');
  const rows = isLying ? ROWS.lying : ROWS.upright;
  act({ act: 'open_events', page, perPage: isLarge ? Math.floor(rows * LARGE_TEXT_SHARE) : rows });
}
