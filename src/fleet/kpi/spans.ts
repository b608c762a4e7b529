import type { KioskStatus } from '../../domain/health-status.ts';
import type { TransitionRow } from '../store/schema.ts';
import type { StatusSpan } from './availability.ts';

/** How a subject was from one instant to another. */
export interface StateSpan {
  readonly state: string;
  readonly reason: string | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What a list of changes means for the time between two instants. Before the first change it was what that change says it
 * came from; without any it was `now` all the time.
 */
export function spansOf(transitions: readonly TransitionRow[], fromMs: number, toMs: number, now: { readonly state: string; readonly reason: string | null }): StateSpan[] {
  const spans: StateSpan[] = [];
  let current = { state: transitions[0]?.from_state ?? now.state, reason: transitions.length === 0 ? now.reason : null };
  let sinceMs = fromMs;
  const close = (atMs: number): void => {
    if (atMs > sinceMs) spans.push({ ...current, fromMs: sinceMs, toMs: atMs });
  };
  for (const { at_ms, reason, to_state } of transitions) {
    close(Math.min(at_ms, toMs));
    current = { state: to_state, reason };
    sinceMs = Math.max(sinceMs, at_ms);
  }
  close(toMs);
  return spans;
}

/** The same for the status of a kiosk, for availability. */
export const statusSpans = (kiosk: string, transitions: readonly TransitionRow[], fromMs: number, toMs: number, now: KioskStatus): StatusSpan[] =>
  spansOf(transitions, fromMs, toMs, { state: now, reason: null }).map(({ fromMs: from, state, toMs: to }) => ({
    kiosk,
    status: state as KioskStatus,
    fromMs: from,
    toMs: to,
  }));
