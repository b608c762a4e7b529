import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { ProvisioningRecord } from '../../devices/printer/index.ts';
import { isolateLtr } from '../../domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../domain/receipt.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { PUBLIC_STATUSES, type PublicStatus } from '../../domain/transaction.ts';
import type { Catalog } from '../catalog.ts';
import { composeStatusReceipt, type Letterhead } from './status-receipt.ts';

/**
 * The lines of a status receipt that are the same for every visitor, for a printer that keeps pictures in its memory:
 * emblem, headings, captions, the kiosk's own line, and the rows of the states that name no unit and no number. Holds
 * nothing of any visitor, because it stays in the printer for years.
 */
export function receiptVocabulary(
  letterhead: Letterhead,
  catalog: Catalog,
  languages: readonly string[],
): readonly ReceiptDocument[] {
  return languages.flatMap((language) =>
    PUBLIC_STATUSES.map((status) => withoutVisitor(sampleReceipt(status, language, letterhead, catalog), letterhead.kioskId, stateOf(status, language, catalog))),
  );
}

const recordSchema = z.strictObject({ serialNumber: z.string().min(1).max(200), contentHash: z.string().min(1).max(200) });

/** Reads which printer holds which pictures. The fault is one line for whoever installs the kiosk. */
export function readProvisioningRecord(file: string): Result<ProvisioningRecord, string> {
  try {
    const record = recordSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return record.success ? ok(record.data) : fault('is no record of a filled printer');
  } catch {
    return fault("can't be read");
  }
}

/** Writes it down after a filling; false where the file can't be written. */
export function keepProvisioningRecord(file: string, record: ProvisioningRecord): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
    return true;
  } catch {
    return false;
  }
}

/** A day that no receipt has; it is taken out again. */
const NO_DAY = { gregorian: '2000-01-01', hijri: '1420-09-25' };

function sampleReceipt(status: PublicStatus, language: string, letterhead: Letterhead, catalog: Catalog): ReceiptDocument {
  const transaction = {
    number: '0',
    hijriYear: 1400,
    direction: 'incoming',
    status,
    registeredOn: NO_DAY,
    statusSince: NO_DAY,
    currentUnit: { ar: ' ' },
    referrals: [],
  } as const;
  const issuedAt = '2000-01-01T00:00:00Z';
  return composeStatusReceipt(
    {
      language,
      answer: { transactionRef: '', asOf: issuedAt, stale: true, transaction },
      identity: { kind: 'national_id', masked: isolateLtr('•') },
      receipt: { receiptNumber: '0', verificationCode: '0', issuedAt, qrPayload: '0' },
    },
    letterhead,
    catalog,
  );
}

const stateOf = (status: PublicStatus, language: string, catalog: Catalog): string =>
  catalog.texts(language)(`status.label.${status}`, { ns: 'page' });

/**
 * Rows keep their labels, which set the column of the values; only the state keeps its value. Lines with digits are
 * numbers and times of one receipt, but for the kiosk's own.
 */
function withoutVisitor(document: ReceiptDocument, kioskId: string, state: string): ReceiptDocument {
  const items = document.items.flatMap((item): ReceiptItem[] => {
    switch (item.kind) {
      case 'row':
        return [{ ...item, value: item.value === state ? state : '' }];
      case 'text':
        return /\p{Nd}/u.test(item.text) && !item.text.includes(kioskId) ? [] : [item];
      case 'emblem':
      case 'rule':
        return [item];
      case 'number':
      case 'qr':
        return [];
    }
  });
  return { ...document, items };
}
