import type { FindingCode } from '../../../bridge/staff.ts';
import type { PrintFault } from '../../../domain/faults.ts';

/** A slip takes some seconds; a printer that waits for its process to be started again, some more. */
export const PRINT_LIMIT_MS = 30_000;

/** What a technician finds where a visitor would get no receipt. */
export const PRINT_FINDINGS: Readonly<Record<PrintFault, FindingCode>> = {
  paper_out: 'paper_out',
  cover_open: 'cover_open',
  cutter: 'printer_cutter',
  overheated: 'printer_hot',
  offline: 'printer_not_there',
  no_answer: 'printer_no_answer',
  unprintable_text: 'slip_unreadable',
  busy: 'no_evidence',
};

/** What a person says who looks at a slip that isn't good. */
export const slipFinding = (why: 'not_out' | 'unreadable' | null): FindingCode =>
  why === 'not_out' ? 'slip_not_out' : 'slip_unreadable';
