import { expect, test } from 'vitest';
import { isolateLtr, stripBidiControls } from '../../src/domain/bidi.ts';
import { PUBLIC_STATUSES, type Transaction } from '../../src/domain/transaction.ts';
import { composeStatusReceipt } from '../../src/main/printing/status-receipt.ts';
import { catalog, CONFIG, NOW, TRANSACTION } from '../harness/fakes.ts';

const compose = (transaction: Partial<Transaction> = {}, language = 'ar', stale = false) =>
  composeStatusReceipt(
    {
      answer: {
        transactionRef: 'ref',
        asOf: NOW.toISOString(),
        stale,
        transaction: { ...TRANSACTION, category: { ar: 'حقوق خاصة' }, ...transaction },
      },
      identity: { kind: 'national_id', masked: isolateLtr('•••••••672') },
      receipt: {
        receiptNumber: 'MK-1448-0007-000123',
        verificationCode: 'K7QX29FM',
        issuedAt: NOW.toISOString(),
        qrPayload: 'https://verify.emirate.example/r/1',
      },
      language,
    },
    CONFIG,
    catalog,
  );

const rows = (language: string, transaction: Partial<Transaction> = {}) =>
  Object.fromEntries(
    compose(transaction, language).items.flatMap((item) =>
      item.kind === 'row' ? [[item.label, stripBidiControls(item.value)]] : [],
    ),
  );

test('an Arabic receipt says number, state, unit and both calendars', () => {
  expect(rows('ar')).toMatchObject({
    'رقم الهوية': '•••••••672',
    الحالة: 'محالة إلى إدارة الحقوق الخاصة',
    'الجهة الحالية': 'إدارة الحقوق الخاصة',
    منذ: '1448/05/07هـ — 2026/10/18م',
    'آخر تحديث': '1448/06/11هـ — 2026/11/21م 10:42',
  });
  expect(compose().direction).toBe('rtl');
});

test('an English receipt is in English where the source has it and Arabic where not', () => {
  const english = rows('en', { currentUnit: { ar: 'إدارة الأراضي' } });
  expect(english).toMatchObject({ Status: 'Referred to Private Rights Department', 'Current unit': 'إدارة الأراضي' });
  expect(compose({}, 'en').direction).toBe('ltr');
});

test('what is asked of the person stands on the paper with place and date', () => {
  const asked = rows('ar', {
    status: 'action_required',
    requiredAction: {
      text: { ar: 'إحضار أصل الصك' },
      place: { ar: 'مكتب الاستقبال' },
      dueOn: { gregorian: '2026-12-01', hijri: '1448-06-21' },
    },
  });
  expect(asked).toMatchObject({
    'المطلوب منك': 'إحضار أصل الصك',
    المكان: 'مكتب الاستقبال',
    'قبل تاريخ': '1448/06/21هـ — 2026/12/01م',
  });
});

test.each(['ar', 'en'])('every state has words in %s, and no key is left standing', (language) => {
  for (const status of PUBLIC_STATUSES) {
    const json = JSON.stringify(compose({ status, outgoing: { number: '5521' } }, language, true));
    expect(json, status).not.toMatch(/status\.|receipt\.|labelWith|\{\{/);
  }
});

test('every Western number in the Arabic text is inside an isolate', () => {
  for (const item of compose().items) {
    const texts = item.kind === 'row' ? [item.value] : item.kind === 'text' || item.kind === 'number' ? [item.text] : [];
    for (const text of texts) {
      const outside = text.replace(/[\u2066\u2068][^\u2069]*\u2069/g, '');
      expect(outside, text).not.toMatch(/[0-9]/);
    }
  }
});
