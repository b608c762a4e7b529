import type { TFunction } from 'i18next';
import type { Finding, StaffTest, TestResult, TestSummary } from '../../../bridge/staff.ts';
import { isolate, isolateLtr } from '../../../domain/bidi.ts';
import { dualDateOf, formatDualDigits, formatTime } from '../../../domain/dates.ts';
import { READINESS_TESTS, type ReadinessFacts, type ReadinessResult, type ReadinessTest, type TestMade } from '../../../domain/readiness.ts';
import { localized, type LocalizedText } from '../../../domain/transaction.ts';
import type { Versions } from '../versions.ts';

/** Everything a report says, before it is put on paper. */
export interface ReportContent {
  readonly facts: ReadinessFacts;
  readonly ready: boolean;
  readonly summaries: readonly TestSummary[];
  /** Who made the report. */
  readonly name: string;
  readonly versions: Versions;
  readonly publicKey: string;
  /** The signed code. */
  readonly code: string;
  readonly kiosk: ReportedKiosk;
}

export interface ReportedKiosk {
  readonly emirate: LocalizedText;
  readonly site: LocalizedText;
  readonly isDemo: boolean;
}

/** What counts of the tests as of a day in Riyadh: what was tested on another day doesn't. */
export function testsOn(day: Date, summaries: readonly TestSummary[]): Pick<ReadinessFacts, 'made' | 'results'> {
  const byTest = new Map<StaffTest, TestSummary>(summaries.map((summary) => [summary.test, summary]));
  const ofEach = <Value>(of: (summary: TestSummary | undefined) => Value) =>
    Object.fromEntries(READINESS_TESTS.map((test) => [test, of(byTest.get(test))])) as Record<ReadinessTest, Value>;
  return { results: ofEach((summary) => resultOn(day, summary)), made: ofEach((summary) => madeOn(day, summary)) };
}

function resultOn(day: Date, summary: TestSummary | undefined): ReadinessResult {
  return summary?.possible === true ? (countedOn(day, summary)?.verdict ?? 'not_done') : 'not_possible';
}

function madeOn(day: Date, summary: TestSummary | undefined): TestMade | null {
  const counted = countedOn(day, summary);
  return counted === null ? null : { time: formatTime(new Date(counted.at)), account: counted.account };
}

function countedOn(day: Date, summary: TestSummary | undefined): TestResult | null {
  const last = summary?.possible === true ? summary.last : null;
  return last !== null && isSameDay(day, new Date(last.at)) ? last : null;
}

const isSameDay = (one: Date, other: Date): boolean => dualDateOf(one).gregorian === dualDateOf(other).gregorian;

/** The words of a report in one language. */
export function wordsOf(t: TFunction, language: string) {
  const say = (key: string, values: Readonly<Record<string, string>> = {}): string => t(key, { ns: 'readiness', ...values });
  const moment = (at: string): string => {
    const instant = new Date(at);
    return `${formatDualDigits(dualDateOf(instant), language)} ${isolateLtr(formatTime(instant))}`;
  };
  const found = ({ code, value }: Finding): string => {
    const values = { ns: 'staff', value: isolateLtr(String(value ?? '')) };
    return `${t(`findings.${code}.what`, values)}. ${t(`findings.${code}.fix`, values)}`;
  };
  return {
    say,
    moment,
    found,
    test: (test: StaffTest): string => t(`subjects.${test}`, { ns: 'staff' }),
    part: (part: string): string => t(`versions.parts.${part}`, { ns: 'staff' }),
    local: (text: LocalizedText): string => isolate(localized(text, language).text),
    whenAndWho: ({ at, by }: TestResult): string => `${isolateLtr(formatTime(new Date(at)))} ${isolate(by)}`,
  };
}
export type Words = ReturnType<typeof wordsOf>;
