import { randomInt } from 'node:crypto';
import type { PrintResult, Receipt } from '../../contract/validate.ts';
import { hijriYearOf } from '../domain/dates.ts';
import { Refusal } from './problem.ts';

/** Without letters and digits that look alike on paper. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export interface ReceiptBook {
  issue(): Receipt;
  /** The last report counts. Throws RESOURCE_UNKNOWN where no such receipt was issued. */
  report(receiptNo: string, result: PrintResult): void;
  reports(): Readonly<Record<string, PrintResult>>;
}

export function createReceiptBook(now: () => number): ReceiptBook {
  const issued = new Map<string, PrintResult | null>();
  return {
    issue() {
      const year = hijriYearOf(new Date(now()));
      const receiptNo = `RH-${String(year)}-${String(issued.size + 1).padStart(6, '0')}`;
      issued.set(receiptNo, null);
      const verificationCode = `${codeGroup()}-${codeGroup()}`;
      return {
        receiptNo,
        verificationCode,
        issuedAt: new Date(now()).toISOString(),
        qrPayload: `https://verify.emirate.example/r/${receiptNo}?c=${verificationCode}`,
      };
    },
    report(receiptNo, result) {
      if (!issued.has(receiptNo)) throw new Refusal('RESOURCE_UNKNOWN');
      issued.set(receiptNo, result);
    },
    reports: () =>
      Object.fromEntries([...issued].flatMap(([receiptNo, result]) => (result === null ? [] : [[receiptNo, result]]))),
  };
}

const codeGroup = (): string =>
  Array.from({ length: 4 }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join('');
