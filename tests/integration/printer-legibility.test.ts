import { expect, test } from 'vitest';
import { distance, hasTesseract, legibility } from '../soak/printer-ocr.ts';

const canRead = hasTesseract();
if (!canRead) console.warn('SKIPPED: reading paper back needs tesseract-ocr and tesseract-ocr-ara');

test.runIf(canRead)('a machine reads 25 random Arabic lines back (400 of them: tests/soak/printer-legibility.ts)', () => {
  const { characters, errors } = legibility('body', 25, 3);
  expect(characters).toBeGreaterThan(800);
  expect(errors / characters).toBeLessThanOrEqual(0.01);
}, 60_000);

test('wrong letters are counted', () => {
  expect([distance('الهوية', 'اليوية'), distance('صك', 'صك'), distance('صك', ''), distance('abc', 'xabc')]).toEqual([1, 0, 2, 1]);
});
