import { NOTHING, unreadable, type Decoded, type ReportDecoder } from './decoder.ts';
import { byteField, type ReportLayout } from './report-descriptor.ts';
import { TypedText, type TypedKey } from './typed-text.ts';

/** A keyboard's report: one byte of modifiers, a reserved one, and the keys that are down. */
interface KeyboardLayout {
  readonly reportId: number;
  readonly reportBytes: number;
  readonly modifiersAt: number;
  readonly keysAt: number;
  readonly keyCount: number;
}

/** USB HID 1.11, appendix B.1; every keyboard-class reader speaks it. */
const BOOT_LAYOUT: KeyboardLayout = { reportId: 0, reportBytes: 8, modifiersAt: 0, keysAt: 2, keyCount: 6 };

const KEYBOARD_PAGE = 0x07;
const LEFT_CONTROL = 0xe0;
const SHIFT = 0x22;

/** HID Usage Tables 1.12, page 0x07, with the characters of the US layout: the position counts, not the language. */
const LETTER_A = 0x04;
const KEYS: ReadonlyMap<number, readonly [string, string]> = new Map([
  ...Array.from('abcdefghijklmnopqrstuvwxyz', (letter, index) => pair(LETTER_A + index, letter, letter.toUpperCase())),
  ...Array.from('1234567890', (digit, index) => pair(0x1e + index, digit, '!@#$%^&*()'.charAt(index))),
  ...Array.from('1234567890', (digit, index) => pair(0x59 + index, digit, digit)),
  pair(0x2c, ' ', ' '),
  pair(0x2d, '-', '_'),
  pair(0x2e, '=', '+'),
  pair(0x2f, '[', '{'),
  pair(0x30, ']', '}'),
  pair(0x31, '\\', '|'),
  pair(0x33, ';', ':'),
  pair(0x34, "'", '"'),
  pair(0x35, '`', '~'),
  pair(0x36, ',', '<'),
  pair(0x37, '.', '>'),
  pair(0x38, '/', '?'),
  pair(0x54, '/', '/'),
  pair(0x55, '*', '*'),
  pair(0x56, '-', '-'),
  pair(0x57, '+', '+'),
]);
/** Enter, Tab, Enter of the number block. */
const LINE_ENDS = new Set([0x28, 0x2b, 0x58]);
/** Caps lock, number lock, and F13 to F24, which some scanners send to announce a code. */
const SILENT = new Set([0x39, 0x53, ...Array.from({ length: 12 }, (_, index) => 0x68 + index)]);

function pair(usage: number, plain: string, shifted: string): [number, readonly [string, string]] {
  return [usage, [plain, shifted]];
}

/** Scanners and stripe readers that pose as a keyboard, read through hidraw and so independent of the desktop. */
export function wedgeHidraw(descriptor: ReportLayout | null): ReportDecoder {
  return new KeyboardDecoder((descriptor === null ? null : keyboardLayoutOf(descriptor)) ?? BOOT_LAYOUT);
}

class KeyboardDecoder implements ReportDecoder {
  readonly prompt = null;
  readonly #layout: KeyboardLayout;
  readonly #text = new TypedText();
  #down: readonly number[] = [];

  constructor(layout: KeyboardLayout) {
    this.#layout = layout;
  }

  get deadlineMs(): number | null {
    return this.#text.deadlineMs;
  }

  feed(report: Uint8Array, atMs: number): readonly Decoded[] {
    const decoded = this.#take(report, atMs);
    report.fill(0);
    return decoded;
  }

  expire(atMs: number): readonly Decoded[] {
    return this.#text.expire(atMs);
  }

  reset(): void {
    this.#text.reset();
    this.#down = [];
  }

  #take(report: Uint8Array, atMs: number): readonly Decoded[] {
    const { keyCount, keysAt, modifiersAt, reportBytes, reportId } = this.#layout;
    if (reportId !== 0 && report[0] !== reportId) return NOTHING;
    if (report.length !== reportBytes) {
      this.reset();
      return unreadable(atMs);
    }
    const modifiers = report[modifiersAt] ?? 0;
    const keys = Array.from(report.subarray(keysAt, keysAt + keyCount)).filter((usage) => usage !== 0);
    const pressed = keys.filter((usage) => !this.#down.includes(usage));
    this.#down = keys;
    return pressed.flatMap((usage) => this.#text.press(keyOf(usage, modifiers), atMs));
  }
}

function keyOf(usage: number, modifiers: number): TypedKey {
  if (SILENT.has(usage)) return { type: 'silent' };
  // With Control, Alt or the Windows key it is a command to a desktop.
  if ((modifiers & ~SHIFT) !== 0) return { type: 'foreign' };
  if (LINE_ENDS.has(usage)) return { type: 'line_end' };
  // Foreign is also 0x01 in all places: more keys are down than the keyboard can tell, so some are lost.
  const character = KEYS.get(usage)?.[(modifiers & SHIFT) === 0 ? 0 : 1];
  return character === undefined ? { type: 'foreign' } : { type: 'character', character };
}

/** Keyboards beside other functions number their reports; the keys are then found by the descriptor. */
function keyboardLayoutOf(descriptor: ReportLayout): KeyboardLayout | null {
  const modifiers = descriptor.inputs.find((field) => field.usagePage === KEYBOARD_PAGE && field.usage === LEFT_CONTROL);
  if (modifiers === undefined || modifiers.bitSize !== 1 || modifiers.bitOffset % 8 !== 0) return null;
  const keys = byteField({ ...descriptor, inputs: descriptor.inputs.filter((field) => field !== modifiers) }, KEYBOARD_PAGE, 0);
  if (keys === null || keys.reportId !== modifiers.reportId) return null;
  return {
    reportId: keys.reportId,
    reportBytes: descriptor.reportBytes.get(keys.reportId) ?? 0,
    modifiersAt: modifiers.bitOffset / 8,
    keysAt: keys.bitOffset / 8,
    keyCount: keys.count,
  };
}
