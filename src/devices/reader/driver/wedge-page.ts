import { NOTHING, type Decoded, type ReportDecoder } from './decoder.ts';
import { latin1 } from './text-lines.ts';
import { TypedText, type TypedKey } from './typed-text.ts';

/**
 * The characters of `KeyboardEvent.code`, plain and with shift, in the US layout. Never `KeyboardEvent.key`: with an
 * Arabic layout that is an Arabic letter.
 */
const PUNCTUATION: Readonly<Record<string, readonly [string, string]>> = {
  Backquote: ['`', '~'],
  Backslash: ['\\', '|'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Comma: [',', '<'],
  Equal: ['=', '+'],
  Minus: ['-', '_'],
  Period: ['.', '>'],
  Quote: ["'", '"'],
  Semicolon: [';', ':'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
  NumpadAdd: ['+', '+'],
  NumpadDivide: ['/', '/'],
  NumpadMultiply: ['*', '*'],
  NumpadSubtract: ['-', '-'],
};
const SHIFTED_DIGITS = ')!@#$%^&*(';
const LINE_ENDS = new Set(['Enter', 'NumpadEnter', 'Tab']);
const SILENT = /^(Shift(Left|Right)|CapsLock|NumLock|F(1[3-9]|2[0-4]))$/;

/** What a key of the page's keyboard events stands for. */
export function keyOfCode(code: string, isShift: boolean): TypedKey {
  if (SILENT.test(code)) return { type: 'silent' };
  if (LINE_ENDS.has(code)) return { type: 'line_end' };
  const character = characterOf(code, isShift);
  return character === null ? { type: 'foreign' } : { type: 'character', character };
}

function characterOf(code: string, isShift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return isShift ? letter : letter.toLowerCase();
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit !== undefined) return isShift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  const padDigit = /^Numpad([0-9])$/.exec(code)?.[1];
  if (padDigit !== undefined) return padDigit;
  return Object.hasOwn(PUNCTUATION, code) ? (PUNCTUATION[code]?.[isShift ? 1 : 0] ?? null) : null;
}

/** The longest report: `Shift+` and the longest code there is, with room. */
const MAX_REPORT_BYTES = 40;
const SHIFT_PREFIX = 'Shift+';

/**
 * A reader that types into the page, for kiosks where hidraw can't reach it. A kiosk has no keyboard of its own, so
 * every key is the reader's. A report is the ASCII text `[Shift+]code` of one `keydown`.
 */
export function wedgePage(): ReportDecoder {
  const text = new TypedText();
  return {
    prompt: null,
    get deadlineMs() {
      return text.deadlineMs;
    },
    feed: (report, atMs) => {
      const decoded = pressed(text, report, atMs);
      report.fill(0);
      return decoded;
    },
    expire: (atMs) => text.expire(atMs),
    reset: () => text.reset(),
  };
}

function pressed(text: TypedText, report: Uint8Array, atMs: number): readonly Decoded[] {
  if (report.length === 0) return NOTHING;
  if (report.length > MAX_REPORT_BYTES) return text.spoil(atMs);
  const name = latin1(report);
  const isShift = name.startsWith(SHIFT_PREFIX);
  return text.press(keyOfCode(isShift ? name.slice(SHIFT_PREFIX.length) : name, isShift), atMs);
}
