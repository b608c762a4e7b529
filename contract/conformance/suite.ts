import { authCases } from './auth-cases.ts';
import { feedbackCases } from './feedback-cases.ts';
import { inquiryCases } from './inquiry-cases.ts';
import { Breach, Kit, type ConformanceCase, type Target } from './kit.ts';
import { limitCases } from './limit-cases.ts';
import { receiptCases } from './receipt-cases.ts';
import { sessionCases } from './session-cases.ts';

/** Everything a gateway must do for a kiosk to work with it. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...authCases,
  ...sessionCases,
  ...inquiryCases,
  ...receiptCases,
  ...feedbackCases,
];

export { limitCases };

export interface CaseResult {
  readonly name: string;
  /** Null where the gateway keeps the contract. */
  readonly trouble: string | null;
}

/** Runs cases one after the other, because they share the kiosk's limits; `report` hears of each as it ends. */
export async function runCases(
  cases: readonly ConformanceCase[],
  target: Target,
  report: (result: CaseResult) => void,
): Promise<readonly CaseResult[]> {
  const kit = new Kit(target);
  const results: CaseResult[] = [];
  for (const { name, run } of cases) {
    const result = { name, trouble: await troubleOf(run(kit)) };
    report(result);
    results.push(result);
  }
  return results;
}

/** A gateway that hangs up or takes too long breaks the contract too. */
async function troubleOf(running: Promise<void>): Promise<string | null> {
  try {
    await running;
    return null;
  } catch (error) {
    if (error instanceof Breach) return error.message;
    return `no answer: ${error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : 'unknown'}`;
  }
}
