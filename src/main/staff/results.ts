import { z } from 'zod';
import { FINDINGS, STAFF_TESTS, type Finding, type FindingCode, type StaffTest, type TestResult, type Verdict } from '../../bridge/staff.ts';
import { KeptFile, type KeptFileOptions } from '../kept-file.ts';

const resultSchema = z.strictObject({
  verdict: z.enum(['passed', 'failed', 'skipped']),
  /** RFC 3339 */
  at: z.iso.datetime(),
  /** The account and its name as it was then. */
  account: z.string().regex(/^[0-9]{3,4}$/),
  by: z.string().min(1).max(80),
  finding: z
    .strictObject({
      code: z.enum(Object.keys(FINDINGS) as [FindingCode, ...FindingCode[]]),
      value: z.number().nullable(),
    })
    .nullable(),
});
const resultsSchema = z.strictObject({ version: z.literal(1), results: z.partialRecord(z.enum(STAFF_TESTS), resultSchema) });
type Results = z.infer<typeof resultsSchema>;

export interface Tester {
  readonly id: string;
  readonly name: string;
}

/** The last result of each test; they outlive the restart that a repair may need. */
export class TestResults {
  readonly #kept: KeptFile<Results>;

  constructor(options: Pick<KeptFileOptions<Results>, 'file' | 'now' | 'onTrouble'>) {
    this.#kept = new KeptFile({ ...options, schema: resultsSchema, empty: { version: 1, results: {} } });
  }

  last(test: StaffTest): TestResult | null {
    return this.#kept.value.results[test] ?? null;
  }

  /** Who gives a test up has mended nothing: what failed before stays so. */
  keep(test: StaffTest, verdict: Verdict, finding: Finding | null, by: Tester, at: Date): void {
    if (verdict === 'skipped' && this.last(test)?.verdict === 'failed') return;
    const result = { verdict, at: at.toISOString(), account: by.id, by: by.name, finding: finding === null ? null : { ...finding } };
    this.#kept.keep({ version: 1, results: { ...this.#kept.value.results, [test]: result } });
  }
}
