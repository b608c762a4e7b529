import { z } from 'zod';
import type { ErrorCode } from './generated/types.ts';

/** The operations of the contract, by their operationId. */
export const OPERATIONS = [
  'fetchToken',
  'startSession',
  'endSession',
  'inquire',
  'issueReceipt',
  'reportPrint',
  'rate',
] as const;
export type Operation = (typeof OPERATIONS)[number];

const target = {
  operation: z.enum(['any', ...OPERATIONS]),
  /** How many calls it spoils; without it, every one until the faults are cleared. */
  times: z.int().min(1).max(1_000_000).optional(),
};

/** Codes a status fault answers with, so that the spoiled answer still keeps the contract. */
export const CODE_OF_STATUS = {
  401: 'DEVICE_UNAUTHORIZED',
  403: 'RESTRICTED',
  404: 'TXN_NOT_FOUND_OR_MISMATCH',
  423: 'IDENTITY_LOCKED',
  429: 'RATE_LIMITED',
  500: 'INTERNAL',
  502: 'BACKEND_BAD_ANSWER',
  503: 'BACKEND_UNAVAILABLE',
  504: 'BACKEND_TIMEOUT',
} as const satisfies Readonly<Record<number, ErrorCode>>;

/** One way the gateway is to misbehave, e.g. `{"operation":"inquire","times":2,"kind":"status","status":503}`. */
export const faultRuleSchema = z.discriminatedUnion('kind', [
  /** Answers late, but rightly. */
  z.strictObject({ ...target, kind: z.literal('latency'), latencyMs: z.int().min(1).max(600_000) }),
  /** Refuses before doing anything. */
  z.strictObject({
    ...target,
    kind: z.literal('status'),
    status: z.literal([401, 403, 404, 423, 429, 500, 502, 503, 504]),
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  }),
  /** Does the work, then answers with a body that breaks the contract. */
  z.strictObject({
    ...target,
    kind: z.literal('malformed'),
    body: z.enum(['broken_json', 'schema_break', 'oversize']),
  }),
  /** Does the work, then drops the connection in the middle of the answer. */
  z.strictObject({ ...target, kind: z.literal('cut') }),
]);
export type FaultRule = z.infer<typeof faultRuleSchema>;

export const faultRulesSchema = z.array(faultRuleSchema).max(100);

/** Rules wait in line: each call takes the first that names its operation and still has times left. */
export interface FaultPlan {
  set(rules: readonly FaultRule[]): void;
  /** Behind those that wait. */
  add(rule: FaultRule): void;
  take(operation: Operation): FaultRule | null;
}

export function createFaultPlan(): FaultPlan {
  let waiting: { readonly rule: FaultRule; left: number }[] = [];
  const inLine = (rule: FaultRule) => ({ rule, left: rule.times ?? Infinity });
  return {
    set(rules) {
      waiting = faultRulesSchema.parse(rules).map(inLine);
    },
    add(rule) {
      waiting = [...waiting.filter(({ left }) => left > 0), inLine(rule)];
    },
    take(operation) {
      const next = waiting.find(({ rule, left }) => left > 0 && [operation, 'any'].includes(rule.operation));
      if (next === undefined) return null;
      next.left -= 1;
      return next.rule;
    },
  };
}
