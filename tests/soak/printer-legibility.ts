import { readArguments, refuse, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { hasTesseract, legibility } from './printer-ocr.ts';

const SOAK: Command = {
  call: 'npx node tests/soak/printer-legibility.ts',
  takes: '[LINES]',
  does: 'So many lines (100) in each size, read back by tesseract. Exits 1 when more than 1 % of the letters are wrong.',
};
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const lines = wholeNumber(SOAK, 'LINES', positionals[0] ?? '100', [1, 10_000]);
if (!hasTesseract()) refuse(SOAK, 'tesseract with Arabic is missing: apt-get install tesseract-ocr tesseract-ocr-ara');
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
