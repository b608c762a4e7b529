import { readFileSync } from 'node:fs';
import { isolate, isolateLtr } from '../../src/domain/bidi.ts';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import { loadTypesetter, type PrinterAssets } from '../../src/devices/printer/index.ts';

/** The files of a checkout. */
export const ASSETS: PrinterAssets = {
  fontDirectory: 'node_modules/@fontsource/noto-sans-arabic/files',
  emblemFile: 'assets/art/emblem.svg',
};

export const typesetter = await loadTypesetter(ASSETS);

export const referenceReceipt = JSON.parse(
  readFileSync('tests/fixtures/reference-receipt.json', 'utf8'),
) as ReceiptDocument;

export const referenceVocabulary = JSON.parse(
  readFileSync('tests/fixtures/reference-vocabulary.json', 'utf8'),
) as ReceiptDocument;

const QR = 'https://khadamat.example.gov.sa/r/7Q4M-2XKP-9D?k=3F9A1C';

export const arabicReceipt: ReceiptDocument = {
  language: 'ar',
  direction: 'rtl',
  items: [
    { kind: 'emblem' },
    { kind: 'text', style: 'authority', align: 'center', text: isolate('إمارة منطقة القصيم') },
    { kind: 'rule', weight: 'thick' },
    { kind: 'text', style: 'title', align: 'center', text: 'إشعار حالة معاملة' },
    { kind: 'text', style: 'caption', align: 'center', text: 'رقم المعاملة' },
    { kind: 'number', text: isolateLtr('4471023985/1448') },
    { kind: 'rule', weight: 'thin' },
    { kind: 'row', label: 'رقم الهوية', value: isolateLtr('•••••••672') },
    { kind: 'row', label: 'الحالة', value: `محالة إلى ${isolate('إدارة الحقوق الخاصة')}`, strong: true },
    { kind: 'row', label: 'الجهة الحالية', value: isolate('إدارة الأراضي والممتلكات') },
    { kind: 'row', label: 'المطلوب منك', value: isolate('إحضار أصل صك الملكية والهوية الوطنية لاستكمال الإجراءات') },
    { kind: 'row', label: 'آخر موعد', value: `${isolateLtr('1448/07/15')}هـ — ${isolateLtr('2026/12/24')}م` },
    {
      kind: 'row',
      label: 'حتى تاريخ',
      value: `${isolateLtr('1448/06/11')}هـ — ${isolateLtr('2026/11/21')}م ${isolateLtr('14:32')}`,
    },
    { kind: 'text', style: 'note', align: 'start', text: `للاستفسار اتصل على (${isolateLtr('+966 16 380 0000')}).` },
    { kind: 'rule', weight: 'thin' },
    { kind: 'qr', payload: QR },
    { kind: 'text', style: 'caption', align: 'center', text: 'امسح الرمز لمتابعة معاملتك' },
    { kind: 'text', style: 'small', align: 'center', text: `رمز التحقق ${isolateLtr('7Q4M-2XKP-9D')}` },
    { kind: 'rule', weight: 'thin' },
    {
      kind: 'text',
      style: 'small',
      align: 'center',
      text: `جهاز الخدمة الذاتية ${isolateLtr('KSK-07')} — ${isolate('بريدة، المبنى الرئيس')}`,
    },
    { kind: 'text', style: 'slogan', align: 'center', text: 'وقت أقل.. راحة أكثر' },
  ],
};

export const englishReceipt: ReceiptDocument = {
  language: 'en',
  direction: 'ltr',
  items: [
    { kind: 'emblem' },
    { kind: 'text', style: 'authority', align: 'center', text: isolate('Emirate of Al-Qassim Province') },
    { kind: 'rule', weight: 'thick' },
    { kind: 'text', style: 'title', align: 'center', text: 'Transaction status' },
    { kind: 'text', style: 'caption', align: 'center', text: 'Transaction number' },
    { kind: 'number', text: isolateLtr('4471023985/1448') },
    { kind: 'rule', weight: 'thin' },
    { kind: 'row', label: 'Residence permit', value: isolateLtr('•••••••670') },
    { kind: 'row', label: 'Status', value: `Referred to ${isolate('Private Rights Department')}`, strong: true },
    { kind: 'row', label: 'Now with', value: isolate('إدارة الأراضي والممتلكات') },
    { kind: 'row', label: 'What you must do', value: isolate('Bring the original title deed and your identity card') },
    { kind: 'row', label: 'Due on', value: `${isolateLtr('1448/07/15')} AH — ${isolateLtr('2026/12/24')}` },
    {
      kind: 'row',
      label: 'As of',
      value: `${isolateLtr('1448/06/11')} AH — ${isolateLtr('2026/11/21')} ${isolateLtr('14:32')}`,
    },
    { kind: 'text', style: 'note', align: 'start', text: `For questions call ${isolateLtr('+966 16 380 0000')}.` },
    { kind: 'rule', weight: 'thin' },
    { kind: 'qr', payload: QR },
    { kind: 'text', style: 'caption', align: 'center', text: 'Scan to follow your transaction' },
    { kind: 'text', style: 'small', align: 'center', text: `Verification code ${isolateLtr('7Q4M-2XKP-9D')}` },
    { kind: 'rule', weight: 'thin' },
    { kind: 'text', style: 'small', align: 'center', text: `Kiosk ${isolateLtr('KSK-07')} — ${isolate('Buraydah, main building')}` },
    { kind: 'text', style: 'slogan', align: 'center', text: 'Less time.. more ease' },
  ],
};

/** Both scripts in every line, the other direction in each, numbers between them. */
export const mixedReceipt: ReceiptDocument = {
  language: 'ar',
  direction: 'rtl',
  items: [
    { kind: 'emblem' },
    { kind: 'text', style: 'authority', align: 'center', text: `إمارة منطقة القصيم — ${isolate('Emirate of Al-Qassim')}` },
    { kind: 'text', style: 'title', align: 'center', text: `إشعار ${isolateLtr('ID-7')} (${isolate('Notice')})` },
    { kind: 'number', text: isolateLtr('KSK-07/4471') },
    { kind: 'rule', weight: 'thick' },
    { kind: 'row', label: 'الجهة', value: `${isolate('Land & Property Dept.')} (${isolate('إدارة الأراضي')})`, strong: true },
    { kind: 'row', label: 'Status', value: `محالة ${isolate('Referred')} ${isolateLtr('2026/12/24')} — ١٤٤٨/٠٧/١٥هـ` },
    { kind: 'row', label: 'الوقت', value: `${isolateLtr('08:00–14:30')} من ${isolate('Sunday')} إلى ${isolate('الخميس')}` },
    { kind: 'text', style: 'body', align: 'start', text: `اتصل ${isolateLtr('+966 16 380 0000')} أو ${isolate('visit example.gov.sa')}` },
    { kind: 'text', style: 'note', align: 'start', text: `${isolate('Bring the title deed')}، ثم راجع ${isolate('Building B')}` },
    { kind: 'qr', payload: QR },
    { kind: 'text', style: 'slogan', align: 'center', text: 'وقت أقل.. راحة أكثر' },
  ],
};
