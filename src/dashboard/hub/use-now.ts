import { useSyncExternalStore } from 'react';
import { hubNow } from './fleet.ts';

const STEP_MS = 5_000;
const listeners = new Set<() => void>();
let now = 0;
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = hubNow();
    for (const each of listeners) each();
  }, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** The hub's time in Unix milliseconds, for ages; moves every five seconds, for all at once. */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => now);
  return hubNow();
}
