import { checkDigitOf } from '../../domain/mrz.ts';
import { toWesternDigits } from '../../domain/digits.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { FrameSink } from '../reader/reader.ts';

/** What goes wrong with one presentation of a card. A report is one line of what the card says. */
export type CardSpoil =
  | { readonly kind: 'unreadable' }
  /** Taken away in the middle: what was sent by then is all there is. */
  | { readonly kind: 'pulled'; readonly afterReports: number }
  /** The reader goes away in the middle. */
  | { readonly kind: 'unplugged'; readonly afterReports: number };

/** A scratched zone: the reader's OCR puts `*` for what it couldn't make out. */
const SCRATCHED = `I<SAU${'*'.repeat(25)}\r${'*'.repeat(30)}\r${'*'.repeat(30)}\r`;

/** A card reader without hardware. It starts unplugged, as a kiosk does before it has found its devices. */
export class VirtualReader {
  readonly #sink: FrameSink;
  readonly #monotonicMs: () => number;
  readonly #spoils: CardSpoil[] = [];

  constructor(sink: FrameSink, monotonicMs: () => number) {
    this.#sink = sink;
    this.#monotonicMs = monotonicMs;
  }

  plugIn(): void {
    this.#sink.attached();
  }

  unplug(): void {
    this.#sink.detached();
  }

  /** Somebody holds a card to the reader and takes it away again. While unplugged the sink drops it. */
  present(payload: string): void {
    const spoil = this.#spoils.shift();
    switch (spoil?.kind) {
      case undefined:
        return this.#send(payload);
      case 'unreadable':
        return this.#send(SCRATCHED);
      case 'pulled':
        return this.#send(firstReports(payload, spoil.afterReports));
      case 'unplugged':
        // What a device had sent of a card goes with the device, unless it was all of it.
        if (firstReports(payload, spoil.afterReports) === payload) this.#send(payload);
        return this.unplug();
    }
  }

  presentUnreadable(): void {
    this.#send(SCRATCHED);
  }

  /** Somebody lays a card on the reader and leaves it there, and this reader can tell. */
  place(payload: string): void {
    this.#sink.documentPlaced();
    this.#sink.receive(new TextEncoder().encode(payload), this.#monotonicMs());
  }

  /** The card that lies there is taken. */
  take(): void {
    this.#sink.documentRemoved();
  }

  /** The next presentation that isn't spoiled yet goes wrong in this way. */
  spoilNext(spoil: CardSpoil): void {
    this.#spoils.push(spoil);
  }

  /** From now on presentations go well. */
  unspoil(): void {
    this.#spoils.length = 0;
  }

  #send(payload: string): void {
    this.#sink.receive(new TextEncoder().encode(payload), this.#monotonicMs());
    this.#sink.documentRemoved();
  }
}

const firstReports = (payload: string, count: number): string =>
  payload
    .split(/(?<=[\r\n])/)
    .slice(0, count)
    .join('');

const MAX_CARD_FILE_CHARACTERS = 512;
const ZONE_LINES = 3;
const ZONE_LINE_CHARACTERS = 30;
const MAX_NUMBER_DIGITS = 32;

/**
 * Turns the text of a card file into what the reader would send: three lines of 30 characters, or one number as in a
 * bar code. Only the form is checked, so that a file can hold a card with a wrong check digit.
 * @returns the payload, or one line that says what is wrong with the file, without any of its content
 */
export function parseCardFile(text: string): Result<string, string> {
  if (text.length > MAX_CARD_FILE_CHARACTERS) {
    return fault(`a card file has at most ${String(MAX_CARD_FILE_CHARACTERS)} characters`);
  }
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === ZONE_LINES) return parseZone(lines);
  const [line, ...others] = lines;
  if (line === undefined || others.length > 0) {
    return fault('a card file holds three lines of 30 characters, or one number');
  }
  return parseNumber(line);
}

function parseZone(lines: readonly string[]): Result<string, string> {
  for (const [index, line] of lines.entries()) {
    const name = `line ${String(index + 1)} of the card file`;
    if (line.length !== ZONE_LINE_CHARACTERS) {
      return fault(`${name} has ${String(line.length)} characters instead of ${String(ZONE_LINE_CHARACTERS)}`);
    }
    if (!/^[A-Z0-9<]+$/.test(line)) return fault(`${name} has a character other than A-Z, 0-9 and <`);
  }
  return ok(lines.map((line) => `${line}\r`).join(''));
}

function parseNumber(line: string): Result<string, string> {
  const digits = toWesternDigits(line);
  if (!/^[0-9]+$/.test(digits)) return fault('the one line of the card file is not a number');
  if (digits.length > MAX_NUMBER_DIGITS) return fault('the number in the card file is too long');
  return ok(digits);
}

/**
 * A specimen card: a TD1 zone with right check digits and a name that no person has. Serves as card file and as
 * payload.
 * @param civilNumber ten digits; their own checksum may be wrong, to try what happens then
 * @param expiry `YYMMDD`
 */
export function syntheticCard(civilNumber: string, expiry = '491231'): string {
  if (!/^[0-9]{10}$/.test(civilNumber)) throw new Error('a specimen card needs ten digits');
  if (!/^[0-9]{6}$/.test(expiry)) throw new Error('a specimen card needs an expiry date YYMMDD');
  const code = civilNumber.startsWith('2') ? 'IR' : 'I<';
  const upper = `${code}SAU${withCheckDigit('SPECIMEN0')}${civilNumber.padEnd(15, '<')}`;
  const birth = withCheckDigit('900101');
  const validity = withCheckDigit(expiry);
  const optional2 = '<'.repeat(11);
  const composite = checkDigitOf(upper.slice(5) + birth + validity + optional2);
  const middle = `${birth}<${validity}SAU${optional2}${composite}`;
  const lower = 'SPECIMEN<<SYNTHETIC<CARD'.padEnd(ZONE_LINE_CHARACTERS, '<');
  return `${upper}\n${middle}\n${lower}\n`;
}

const withCheckDigit = (field: string): string => field + checkDigitOf(field);
