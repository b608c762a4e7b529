import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(orientation: landscape)');

function subscribe(onChange: () => void): () => void {
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Whether the screen lies on its side; only for what CSS can't say, such as how many rows a page has. */
export const useIsLandscape = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
