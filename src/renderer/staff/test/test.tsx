import type { TestRun } from '../../../bridge/staff.ts';
import { unreachable } from '../../../domain/result.ts';
import { Calibration } from './calibration.tsx';
import { Checks } from './checks.tsx';
import { DisplayTest } from './display.tsx';
import { PaperWizard } from './paper.tsx';
import { PrinterTest } from './printer.tsx';
import { Provisioning } from './provisioning.tsx';
import { ReaderTest } from './reader.tsx';
import { TouchTest } from './touch.tsx';

/** One test on the screen; those that need the whole glass are in glass.tsx while they do. */
export function Test({ run }: { readonly run: TestRun }) {
  switch (run.kind) {
    case 'touch':
      return <TouchTest run={run} />;
    case 'display':
      return <DisplayTest run={run} />;
    case 'reader':
      return <ReaderTest run={run} />;
    case 'printer':
      return <PrinterTest run={run} />;
    case 'calibration':
      return <Calibration run={run} />;
    case 'provisioning':
      return <Provisioning run={run} />;
    case 'paper':
      return <PaperWizard run={run} />;
    case 'checks':
      return <Checks run={run} />;
    default:
      return unreachable(run);
  }
}
