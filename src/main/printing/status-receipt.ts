import type { MaskedIdentity } from '../../bridge/view.ts';
import { isolate, isolateLtr } from '../../domain/bidi.ts';
import { dualDateOf, formatDualDigits, formatTime } from '../../domain/dates.ts';
import type { ReceiptDocument, ReceiptItem } from '../../domain/receipt.ts';
import { localized, type DualDate, type LocalizedText, type Transaction } from '../../domain/transaction.ts';
import type { Catalog } from '../catalog.ts';
import type { InquiryAnswer, IssuedReceipt } from '../gateway/gateway.ts';

/** What a status receipt is made of. No name, no subject, no full identity. */
export interface StatusReceipt {
  readonly answer: InquiryAnswer;
  readonly identity: MaskedIdentity;
  readonly receipt: IssuedReceipt;
  readonly language: string;
}

/** Where the receipt comes from. */
export interface Letterhead {
  readonly emirate: LocalizedText;
  readonly site: LocalizedText;
  readonly kioskId: string;
}

/** Composes the receipt of one answer in the visitor's language. */
export function composeStatusReceipt(
  { answer, identity, receipt, language }: StatusReceipt,
  letterhead: Letterhead,
  catalog: Catalog,
): ReceiptDocument {
  const t = catalog.texts(language);
  const { transaction } = answer;
  const text = (value: LocalizedText): string => isolate(localized(value, language).text);
  const date = (value: DualDate): string => formatDualDigits(value, language);
  const row = (label: string, value: string, strong = false): ReceiptItem => ({ kind: 'row', label, value, strong });
  const rowIf = <T>(label: string, value: T | undefined, show: (value: T) => string): readonly ReceiptItem[] =>
    value === undefined ? [] : [row(label, show(value))];
  const center = (style: 'authority' | 'title' | 'caption' | 'small' | 'slogan', line: string): ReceiptItem => ({
    kind: 'text',
    style,
    text: line,
    align: 'center',
  });
  const asOf = new Date(answer.asOf);
  const issuedAt = new Date(receipt.issuedAt);
  const direction = catalog.languages.find(({ code }) => code === language)?.direction ?? 'rtl';

  return {
    language,
    direction,
    copyMark: t('copy'),
    items: [
      { kind: 'emblem' },
      center('authority', text(letterhead.emirate)),
      { kind: 'rule', weight: 'thick' },
      center('title', t('title')),
      center('caption', t('transactionNumber')),
      { kind: 'number', text: isolateLtr(`${transaction.number}/${String(transaction.hijriYear)}`) },
      { kind: 'rule', weight: 'thin' },
      row(t(`identity.${identity.kind}`), identity.masked),
      row(t('status'), statusLine(transaction, language, catalog), true),
      ...rowIf(t('currentUnit'), transaction.currentUnit, text),
      row(t('statusSince'), date(transaction.statusSince)),
      ...rowIf(t('requiredAction'), transaction.requiredAction?.text, text),
      ...rowIf(t('place'), transaction.requiredAction?.place, text),
      ...rowIf(t('dueOn'), transaction.requiredAction?.dueOn, date),
      ...rowIf(t('outgoingDate'), transaction.outgoing?.date, date),
      ...rowIf(t('expectedBy'), transaction.expectedBy, date),
      row(t('registeredOn'), date(transaction.registeredOn)),
      row(t('asOf'), `${date(dualDateOf(asOf))} ${isolateLtr(formatTime(asOf))}`),
      ...(answer.stale ? [{ kind: 'text', style: 'note', text: t('stale'), align: 'start' } as const] : []),
      { kind: 'rule', weight: 'thin' },
      { kind: 'qr', payload: receipt.qrPayload },
      center('caption', t('verify')),
      center('small', t('verificationCode', { code: isolateLtr(receipt.verificationCode) })),
      center('small', t('receiptNumber', { number: isolateLtr(receipt.receiptNumber) })),
      { kind: 'rule', weight: 'thin' },
      center('small', t('kiosk', { kiosk: isolateLtr(letterhead.kioskId), site: text(letterhead.site) })),
      center('small', `${date(dualDateOf(issuedAt))} ${isolateLtr(formatTime(issuedAt))}`),
      center('slogan', t('slogan')),
    ],
  };
}

/** The state in the words of the screen, with the unit or number it speaks of: `محالة إلى إدارة الحقوق الخاصة`. */
function statusLine({ outgoing, referredTo, status }: Transaction, language: string, catalog: Catalog): string {
  const t = catalog.texts(language);
  if (status === 'issued_out' && outgoing !== undefined)
    return t(`status.labelWith.${status}`, { ns: 'page', number: isolateLtr(outgoing.number) });
  if ((status === 'referred' || status === 'awaiting_reply') && referredTo !== undefined)
    return t(`status.labelWith.${status}`, { ns: 'page', unit: isolate(localized(referredTo, language).text) });
  return t(`status.label.${status}`, { ns: 'page' });
}
