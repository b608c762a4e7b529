import { hasTesseract, legibility } from './printer-ocr.ts';

/** 100 lines in each size, read back by tesseract: `node tests/soak/printer-legibility.ts [LINES]`. At most 1 % wrong. */
if (!hasTesseract()) {
  console.error('tesseract with Arabic is missing: apt-get install tesseract-ocr tesseract-ocr-ara');
  process.exit(2);
}
const lines = Number(process.argv[2] ?? 100);
let [characters, errors] = [0, 0];
for (const style of ['value', 'body', 'note', 'small'] as const) {
  const result = legibility(style, lines, 7);
  characters += result.characters;
  errors += result.errors;
  console.log(JSON.stringify({ style, ...result, percent: (100 * result.errors) / result.characters }));
}
const percent = (100 * errors) / characters;
console.log(JSON.stringify({ characters, errors, percent }));
process.exit(percent <= 1 ? 0 : 1);
