import type { Condition, Scope } from './conditions.ts';
import type { Incident, Notice } from './incident.ts';
import { isNightCall, keepMs, MINUTE_MS, RULES } from './rules.ts';

/** The same trouble within this time after its end is the same incident. */
const REOPEN_MS = 15 * MINUTE_MS;
const REMINDER_MS = 60 * MINUTE_MS;
/** An acknowledgement is a promise, and promises run out. */
export const ACKNOWLEDGEMENT_MS = 120 * MINUTE_MS;

/** Two thresholds, as monitoring systems since Nagios have: starts at many changes, ends at nearly none. */
const FLAP_STARTS = { transitions: 5, withinMs: 15 * MINUTE_MS } as const;
const FLAP_ENDS = { transitions: 1, withinMs: 30 * MINUTE_MS } as const;
/** Apart from reminders and escalation nobody hears of one incident more often than this. */
const TELL_LIMIT = { notices: 2, withinMs: 30 * MINUTE_MS } as const;

export type Incidents = ReadonlyMap<string, Incident>;

export interface Situation {
  readonly conditions: readonly Condition[];
  readonly nowMs: number;
  /** Whether the people who look after this place are at work. */
  readonly isAttended: (scope: Scope) => boolean;
  readonly newId: () => string;
}

export interface Step {
  readonly incidents: Incidents;
  readonly notices: readonly Notice[];
}

/**
 * One look at what is wrong now. Pure: the same incidents and situation give the same step, whatever the clock and however
 * often it is called; the hub calls it every second and whenever something changes.
 */
export function advance(incidents: Incidents, situation: Situation): Step {
  const wrong = new Map(situation.conditions.map((condition) => [condition.fingerprint, condition]));
  const notices: Notice[] = [];
  const next = new Map<string, Incident>();
  for (const fingerprint of new Set([...incidents.keys(), ...wrong.keys()])) {
    const before = incidents.get(fingerprint);
    const condition = wrong.get(fingerprint);
    const judged = before === undefined ? begun(condition, situation) : judge(before, condition !== undefined, situation);
    if (judged === null) continue;
    const told = tell(judged, before ?? null, situation, notices);
    next.set(fingerprint, told);
  }
  return { incidents: next, notices };
}

/** Somebody takes it over; escalation for want of an answer stops. Null where there is nothing to take over. */
export function acknowledge(incident: Incident, by: string, nowMs: number): Incident | null {
  if (incident.phase !== 'firing' && incident.phase !== 'acknowledged') return null;
  return { ...incident, phase: 'acknowledged', acknowledgement: { by, atMs: nowMs, untilMs: nowMs + ACKNOWLEDGEMENT_MS } };
}

/** Ends what only a person may end. Null while the condition still holds, or where it ends by itself. */
export function clearByHand(incident: Incident, nowMs: number): Incident | null {
  const isWaiting = incident.clearSinceMs !== null && incident.phase !== 'resolved';
  return RULES[incident.rule].clearedByHand && isWaiting ? { ...incident, phase: 'resolved', resolvedMs: nowMs } : null;
}

function begun(condition: Condition | undefined, { newId, nowMs }: Situation): Incident | null {
  if (condition === undefined) return null;
  return fire(
    {
      id: newId(),
      ...condition,
      severity: RULES[condition.rule].severity,
      phase: 'pending',
      sinceMs: nowMs,
      firedMs: null,
      clearSinceMs: null,
      resolvedMs: null,
      reopened: 0,
      acknowledgement: null,
      calledMs: null,
      stepsTaken: [],
      remindedMs: null,
      transitionsMs: [nowMs],
      isFlapping: false,
      toldMs: [],
    },
    nowMs,
  );
}

/** What becomes of an incident, given whether its condition holds. Null when it is forgotten. */
function judge(before: Incident, holds: boolean, { nowMs }: Situation): Incident | null {
  const incident = judgeFlapping(withTransition(before, holds, nowMs), nowMs);
  if (incident.phase === 'resolved') return holds ? reopen(incident, nowMs) : forgetLater(incident, nowMs);
  if (incident.phase === 'pending') return judgePending(incident, holds, nowMs);
  const current = withoutStalePromise(incident, nowMs);
  if (holds || current.isFlapping) return { ...current, clearSinceMs: holds ? null : current.clearSinceMs };
  const isOver = current.clearSinceMs !== null && nowMs - current.clearSinceMs >= keepMs(current.rule);
  const mayEnd = isOver && !RULES[current.rule].clearedByHand;
  return mayEnd ? { ...current, phase: 'resolved', resolvedMs: nowMs } : current;
}

function judgePending(incident: Incident, holds: boolean, nowMs: number): Incident | null {
  // Nobody has heard of it. Its changes are kept, so that something that never holds long enough may still be found to flap.
  if (!holds) return incident.isFlapping ? fire(incident, nowMs) : forgetLater(incident, nowMs);
  return fire(incident, nowMs);
}

/** Fires a pending incident whose condition has held long enough, or which comes and goes too often. */
function fire(incident: Incident, nowMs: number): Incident {
  const hasHeld = incident.clearSinceMs === null && nowMs - incident.sinceMs >= RULES[incident.rule].holdMs;
  return hasHeld || incident.isFlapping ? { ...incident, phase: 'firing', firedMs: incident.firedMs ?? nowMs } : incident;
}

function withTransition(incident: Incident, holds: boolean, nowMs: number): Incident {
  const held = incident.clearSinceMs === null;
  if (holds === held) return incident;
  const recent = incident.transitionsMs.filter((atMs) => nowMs - atMs < FLAP_ENDS.withinMs);
  const changed = { ...incident, transitionsMs: [...recent, nowMs] };
  return holds ? { ...changed, clearSinceMs: null, sinceMs: nowMs } : { ...changed, clearSinceMs: nowMs };
}

function judgeFlapping(incident: Incident, nowMs: number): Incident {
  const count = (withinMs: number): number => incident.transitionsMs.filter((atMs) => nowMs - atMs < withinMs).length;
  if (incident.isFlapping) return count(FLAP_ENDS.withinMs) <= FLAP_ENDS.transitions ? { ...incident, isFlapping: false } : incident;
  return count(FLAP_STARTS.withinMs) >= FLAP_STARTS.transitions ? { ...incident, isFlapping: true } : incident;
}

const reopen = (incident: Incident, nowMs: number): Incident => {
  const again: Incident = {
    ...incident,
    phase: 'pending',
    resolvedMs: null,
    acknowledgement: null,
    calledMs: null,
    stepsTaken: [],
    remindedMs: null,
    reopened: incident.reopened + 1,
  };
  return fire(again, nowMs);
};

/** A quarter of an hour after its end an incident leaves the state; the store keeps it. */
function forgetLater(incident: Incident, nowMs: number): Incident | null {
  const endedMs = incident.resolvedMs ?? incident.clearSinceMs ?? nowMs;
  return nowMs - endedMs >= REOPEN_MS ? null : incident;
}

function withoutStalePromise(incident: Incident, nowMs: number): Incident {
  const { acknowledgement } = incident;
  if (acknowledgement === null || nowMs < acknowledgement.untilMs) return incident;
  return { ...incident, phase: 'firing', acknowledgement: null };
}

/** Adds what people must be told to `notices`, and gives the incident that remembers it. */
function tell(incident: Incident, before: Incident | null, situation: Situation, notices: Notice[]): Incident {
  const { isAttended, nowMs } = situation;
  const mayCall = isNightCall(incident.rule, incident.scope.kind) || isAttended(incident.scope);
  if (incident.phase === 'pending' || RULES[incident.rule].calls.length === 0) return incident;
  if (incident.phase === 'resolved') return tellEnd(incident, before, nowMs, notices);
  if (!mayCall) return incident;
  if (incident.calledMs === null) return tellStart(incident, nowMs, notices);
  if (incident.isFlapping && before?.isFlapping === false) return say('flapping', incident, called(incident), nowMs, notices);
  return tellMore(incident, nowMs, notices);
}

function tellStart(incident: Incident, nowMs: number, notices: Notice[]): Incident {
  const started = { ...incident, calledMs: nowMs, remindedMs: nowMs };
  return say(incident.isFlapping ? 'flapping' : 'firing', started, called(incident), nowMs, notices);
}

/** Whoever was called hears that it is over; nobody else. */
function tellEnd(incident: Incident, before: Incident | null, nowMs: number, notices: Notice[]): Incident {
  const hasJustEnded = before !== null && before.phase !== 'resolved' && before.calledMs !== null;
  return hasJustEnded ? say('resolved', incident, called(incident), nowMs, notices) : incident;
}

/** The people called so far: the first, and those of every step taken. */
const called = ({ rule, stepsTaken }: Incident): Notice['to'] => [
  ...new Set([...RULES[rule].calls, ...stepsTaken.flatMap((index) => RULES[rule].steps[index]?.to ?? [])]),
];

function say(kind: 'firing' | 'flapping' | 'resolved', incident: Incident, to: Notice['to'], nowMs: number, notices: Notice[]): Incident {
  const lately = incident.toldMs.filter((atMs) => nowMs - atMs < TELL_LIMIT.withinMs);
  if (lately.length >= TELL_LIMIT.notices) return { ...incident, toldMs: lately };
  const told = { ...incident, toldMs: [...lately, nowMs] };
  notices.push({ kind, incident: told, to });
  return told;
}

/** Escalation and reminders, at most one of them in one step. */
function tellMore(incident: Incident, nowMs: number, notices: Notice[]): Incident {
  if (incident.isFlapping || incident.clearSinceMs !== null) return incident;
  const step = dueStep(incident, nowMs);
  if (step !== null) {
    const escalated = { ...incident, stepsTaken: [...incident.stepsTaken, step.index], remindedMs: nowMs };
    notices.push({ kind: 'escalation', incident: escalated, to: step.to });
    return escalated;
  }
  const isRecent = nowMs - (incident.remindedMs ?? nowMs) < REMINDER_MS;
  if (incident.acknowledgement !== null || isRecent) return incident;
  const reminded = { ...incident, remindedMs: nowMs };
  notices.push({ kind: 'reminder', incident: reminded, to: called(incident) });
  return reminded;
}

/** The first step whose time has come; one that waits for an answer doesn't count while there is one. */
function dueStep(incident: Incident, nowMs: number): { readonly index: number; readonly to: Notice['to'] } | null {
  const sinceCallMs = nowMs - (incident.calledMs ?? nowMs);
  const isAnswered = incident.acknowledgement !== null;
  for (const [index, step] of RULES[incident.rule].steps.entries()) {
    const isOpen = !incident.stepsTaken.includes(index) && sinceCallMs >= step.afterMs;
    if (isOpen && !(isAnswered && step.while === 'unacknowledged')) return { index, to: step.to };
  }
  return null;
}
