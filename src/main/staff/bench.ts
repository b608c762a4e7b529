import { isCheck, STAFF_TESTS, type StaffCheck, type StaffTest, type TestSummary } from '../../bridge/staff.ts';
import type { KioskConfig } from '../config.ts';
import { CalibrationTest } from './diagnostics/calibration.ts';
import { ChecksTest, type CheckOutcome, type Checks } from './diagnostics/checks.ts';
import { DisplayTest } from './diagnostics/display.ts';
import { PaperChange } from './diagnostics/paper.ts';
import { PrinterTest } from './diagnostics/printer.ts';
import { ProvisioningTest, type Provisioner } from './diagnostics/provisioning.ts';
import { ReaderTest } from './diagnostics/reader.ts';
import type { GuidedTest, RunPorts } from './diagnostics/run.ts';
import { TouchTest } from './diagnostics/touch.ts';
import type { TestResults } from './results.ts';

/** What the tests of this kiosk are made with. */
export interface BenchTools {
  readonly config: Pick<KioskConfig, 'printer' | 'reader'>;
  /** The civil number on the site's test card. */
  readonly testCard: string;
  readonly checks: Checks;
  readonly provisioner: Provisioner;
}

/** What a test tells of checks that ran along with it. */
export type Checked = (check: StaffCheck, outcome: CheckOutcome) => void;

/** Whether there is anything to test. */
export function isPossible(test: StaffTest, { checks, config: { printer, reader } }: BenchTools): boolean {
  if (isCheck(test)) return checks[test] !== undefined;
  if (test === 'reader') return reader.driver !== 'none';
  if (test === 'provisioning')
    return printer.provisioningFile !== null && (printer.profile === 'P3' || printer.profile === 'P4');
  return true;
}

export function openTest(test: StaffTest, tools: BenchTools, checked: Checked, ports: RunPorts): GuidedTest {
  if (isCheck(test)) return new ChecksTest(test, tools.checks, checked, ports);
  switch (test) {
    case 'touch':
      return new TouchTest(ports);
    case 'display':
      return new DisplayTest(ports);
    case 'reader':
      return new ReaderTest(tools.testCard, ports);
    case 'printer':
      return new PrinterTest(ports);
    case 'calibration':
      return new CalibrationTest(tools.config.printer.profile, ports);
    case 'provisioning':
      return new ProvisioningTest(tools.provisioner, ports);
    case 'paper':
      return new PaperChange(ports);
  }
}

/** Every test with its last result. */
export function summaries(tools: BenchTools, results: TestResults): readonly TestSummary[] {
  return STAFF_TESTS.map((test) => ({ test, possible: isPossible(test, tools), last: results.last(test) }));
}
