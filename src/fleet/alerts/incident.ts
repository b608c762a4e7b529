import type { Scope } from './conditions.ts';
import type { Role, RuleId, Severity } from './rules.ts';

/**
 * `pending`: the condition holds, but not long enough yet; `firing`: somebody should act; `acknowledged`: somebody does;
 * `resolved`: it is over, and the same trouble within a quarter of an hour opens it again; after that it is closed and no
 * longer in the engine's state.
 */
export type Phase = 'pending' | 'firing' | 'acknowledged' | 'resolved';

export interface Acknowledgement {
  readonly by: string;
  readonly atMs: number;
  /** After this it counts no longer. */
  readonly untilMs: number;
}

/** One trouble from its beginning to its end. Plain data: the hub stores it and goes on from it after a restart. */
export interface Incident {
  readonly id: string;
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly scope: Scope;
  readonly reason: string;
  readonly severity: Severity;
  readonly phase: Phase;
  /** When the condition began to hold, this time. */
  readonly sinceMs: number;
  /** When it fired first; null while pending. */
  readonly firedMs: number | null;
  /** Since when the condition is gone, while the incident still waits to be over; null while it holds. */
  readonly clearSinceMs: number | null;
  readonly resolvedMs: number | null;
  /** How often it came back within the quarter of an hour. */
  readonly reopened: number;
  readonly acknowledgement: Acknowledgement | null;
  /** When the first people were called; escalation counts from here. Null until people are at work. */
  readonly calledMs: number | null;
  /** Which steps of the rule have been taken, by index. */
  readonly stepsTaken: readonly number[];
  readonly remindedMs: number | null;
  /** When the condition came or went, lately. */
  readonly transitionsMs: readonly number[];
  /** It comes and goes too often to tell each time; told once. */
  readonly isFlapping: boolean;
  /** When people were told that it fired, flaps or is over, lately. */
  readonly toldMs: readonly number[];
}

/** What somebody is told. `escalation`: the next people, since the first did nothing or could not. */
export type NoticeKind = 'firing' | 'flapping' | 'escalation' | 'reminder' | 'resolved';

export interface Notice {
  readonly kind: NoticeKind;
  readonly incident: Incident;
  readonly to: readonly Role[];
}
