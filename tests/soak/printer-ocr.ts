import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptDocument, ReceiptItem } from '../../src/domain/receipt.ts';
import { layOut } from '../../src/devices/printer/index.ts';
import { createBitmap, enlarged, stamp, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { encodePng } from '../../src/devices/virtual/printer/index.ts';
import { typesetter } from '../unit/printer-documents.ts';

/** Reads the paper back with tesseract: what a machine reads, a person with weak eyes may. */
export const hasTesseract = (): boolean => {
  const { status, stdout } = spawnSync('tesseract', ['--list-langs'], { encoding: 'utf8' });
  return status === 0 && /^ara$/m.test(stdout);
};

/** Words of official letters; lines are drawn from them at random. */
const WORDS = (
  'إمارة منطقة القصيم إدارة الأراضي والممتلكات الحقوق الخاصة العامة طلب معاملة حالة قيد الدراسة لدى الجهة المختصة ' +
  'إحضار أصل صك الملكية والهوية الوطنية لاستكمال الإجراءات عند مراجعة الإدارة وستصلكم رسالة نصية على الجوال المسجل فور ' +
  'صدور قرار اللجنة نأمل مراجعة المكتب الرئيس خلال ساعات العمل الرسمية تعويض عن نزع ملكية أرض لصالح مشروع طريق الملك ' +
  'فهد اعتراض شكوى تنفيذ حكم قضائي نهائي منح زراعية محافظة عنيزة بريدة خلاف حدود ملك مجاور محالة بانتظار المستندات ' +
  'الناقصة انتهت المعاملة وصدر بها خطاب إلى وزارة الداخلية الموعد المتوقع آخر تحديث تاريخ التقديم مقدم الطلب الموضوع'
).split(' ');

/** The same lines for the same seed. */
function randomLines(count: number, wordsPerLine: number, seed: number): string[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: wordsPerLine }, () => WORDS[next(WORDS.length)]!).join(' '),
  );
}

/** White around, and twice the size: tesseract wants 300 dots an inch, paper has 203. */
function prepared(picture: Bitmap): Bitmap {
  const marginDots = 40;
  const sheet = createBitmap(picture.widthDots + 2 * marginDots, picture.heightDots + 2 * marginDots);
  stamp(sheet, picture, marginDots, marginDots);
  return enlarged(sheet, 2);
}

function readBack(picture: Bitmap): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'raha-ocr-'));
  try {
    const file = join(directory, 'paper.png');
    writeFileSync(file, encodePng(prepared(picture)));
    const { stdout } = spawnSync('tesseract', [file, '-', '-l', 'ara', '--psm', '6', '--dpi', '406'], { encoding: 'utf8' });
    return stdout.split('\n').map(plain).filter((line) => line !== '');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Letters and single spaces; direction marks are tesseract's own. */
const plain = (text: string): string => text.replaceAll(/[\u200e\u200f\u202a-\u202e]/g, '').replaceAll(/\s+/g, ' ').trim();

/** How many letters must be changed, added or taken away. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_cell, index) => index);
  for (let at = 1; at <= a.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= b.length; to += 1) {
      const replaced = row[to - 1]! + (a[at - 1] === b[to - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[to]! + 1, next[to - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

export interface Legibility {
  readonly lines: number;
  readonly characters: number;
  readonly errors: number;
  readonly worst: string;
}

const LINES_PER_SHEET = 25;

/** Prints random Arabic lines in one style and reads them back. */
export function legibility(style: 'body' | 'note' | 'small' | 'value', lineCount: number, seed: number): Legibility {
  const words = style === 'value' ? 4 : 6;
  const lines = randomLines(lineCount, words, seed);
  let [characters, errors, worstErrors, worst] = [0, 0, 0, ''];
  for (let at = 0; at < lines.length; at += LINES_PER_SHEET) {
    const sheet = lines.slice(at, at + LINES_PER_SHEET);
    const items = sheet.map((text): ReceiptItem =>
      style === 'value' ? { kind: 'row', label: '', value: text } : { kind: 'text', style, align: 'start', text },
    );
    const document: ReceiptDocument = { language: 'ar', direction: 'rtl', items };
    const page = layOut(document, typesetter, 576);
    if (!page.ok) throw new Error(page.fault);
    const read = readBack(drawPage(page.value));
    for (const [index, text] of sheet.entries()) {
      const wrong = distance(text, read.length === sheet.length ? read[index]! : nearest(text, read));
      characters += text.length;
      errors += wrong;
      if (wrong > worstErrors) [worstErrors, worst] = [wrong, text];
    }
  }
  return { lines: lines.length, characters, errors, worst };
}

/** When tesseract split or dropped a line, each line is held against the one most like it. */
const nearest = (text: string, lines: readonly string[]): string =>
  lines.reduce((best, line) => (distance(text, line) < distance(text, best) ? line : best), '');
