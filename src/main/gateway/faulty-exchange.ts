import { setTimeout as delay } from 'node:timers/promises';
import { createFaultPlan, type FaultRule, type Operation } from '../../../contract/gateway-faults.ts';
import type { FaultyGateway } from '../../devices/virtual/faults/targets.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { Exchange, HttpAnswer, HttpRequest, WireFault } from './http.ts';

/** How the operations of the contract look on the wire. */
const OPERATION_OF: readonly (readonly [method: HttpRequest['method'], path: RegExp, operation: Operation])[] = [
  ['POST', /\/oauth2\/token$/, 'fetchToken'],
  ['POST', /\/sessions$/, 'startSession'],
  ['DELETE', /\/sessions\/[^/]+$/, 'endSession'],
  ['POST', /\/inquiries$/, 'inquire'],
  ['POST', /\/receipts$/, 'issueReceipt'],
  ['PUT', /\/print-result$/, 'reportPrint'],
  ['POST', /\/feedback$/, 'rate'],
];

/** A gateway that can be made to misbehave, as this kiosk sees it. */
export interface FaultyExchange extends FaultyGateway {
  /** Puts itself between the kiosk and the wire. */
  around(wire: Exchange): Exchange;
}

/** For demonstrations and training, whatever gateway there is: what a fault script asks for happens on this side of the wire. */
export function faultyExchange(): FaultyExchange {
  const plan = createFaultPlan();
  const listeners = new Set<(operation: Operation) => void>();
  let isAway = false;

  return {
    addFault: (rule) => plan.add(rule),
    clearFaults: () => plan.set([]),
    setAway: (away) => {
      isAway = away;
    },
    onCall: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    around: (wire) => async (request, signal) => {
      const operation = operationOf(request);
      if (operation === null) return wire(request, signal);
      listeners.forEach((listener) => listener(operation));
      if (isAway) return unsent(request, fault('unreachable'));
      const rule = plan.take(operation);
      return rule === null ? wire(request, signal) : spoiled(rule, request, signal, wire);
    },
  };
}

function operationOf({ method, url }: HttpRequest): Operation | null {
  return OPERATION_OF.find(([wanted, path]) => wanted === method && path.test(url.pathname))?.[2] ?? null;
}

type Answered = Result<HttpAnswer, WireFault>;

async function spoiled(rule: FaultRule, request: HttpRequest, signal: AbortSignal, wire: Exchange): Promise<Answered> {
  switch (rule.kind) {
    case 'latency':
      return (await passes(rule.latencyMs, signal)) ? wire(request, signal) : unsent(request, fault('aborted'));
    case 'status': {
      const { retryAfterSeconds, status } = rule;
      const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      return unsent(request, ok({ status, headers, body: '' }));
    }
    case 'malformed': {
      const answer = await wire(request, signal);
      return answer.ok ? ok({ ...answer.value, body: '{"unexpected":true}' }) : answer;
    }
    case 'cut': {
      const answer = await wire(request, signal);
      return answer.ok ? fault('unreachable') : answer;
    }
  }
}

/** The body may hold an identity and is overwritten, as the wire would do. */
function unsent(request: HttpRequest, answer: Answered): Answered {
  request.body?.fill(0);
  return answer;
}

async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}
