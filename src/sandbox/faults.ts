import { faultRulesSchema, type FaultRule, type Operation } from '../../contract/gateway-faults.ts';

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
