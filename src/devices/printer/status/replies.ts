/** What a printer sends back, told apart by the fixed bits of each kind of answer. */
export type Reply =
  /** Answer to DLE EOT; which of the four tells only the order of asking. */
  | { readonly kind: 'real_time'; readonly byte: number }
  /** Automatic status back (GS a), four bytes. */
  | { readonly kind: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  /** One byte of GS r or GS I. */
  | { readonly kind: 'in_order'; readonly byte: number }
  /** GS ( H, function 48: everything before this id is on paper. */
  | { readonly kind: 'process'; readonly id: readonly number[] }
  /** DLE DC4 8: the buffers are empty. */
  | { readonly kind: 'cleared' }
  /** GS I: who the printer is. */
  | { readonly kind: 'text'; readonly text: string }
  /** GS ( L, function 64: names of stored pictures; more come after an ACK. */
  | { readonly kind: 'stored_names'; readonly names: readonly string[]; readonly hasMore: boolean }
  /** A block we did not ask for. */
  | { readonly kind: 'block'; readonly bytes: readonly number[] };

const [XON, XOFF] = [0x11, 0x13];
const [BLOCK_37, BLOCK_5F] = [0x37, 0x5f];
const PROCESS_BLOCK = { second: 0x22, bytes: 7 } as const;
const CLEARED_BLOCK = { second: 0x25, bytes: 3 } as const;
const NAMES_BLOCK = { second: 0x72, more: 0x41, headerBytes: 3, nameBytes: 2 } as const;
const AUTOMATIC_BYTES = 4;
/** Forty names of two characters; no block we ask for is longer, and noise must not fill the memory. */
const MAX_BLOCK_BYTES = 90;
const FIRST_PRINTABLE = 0x20;

const isRealTime = (byte: number): boolean => (byte & 0x93) === 0x12;
const isAutomaticStart = (byte: number): boolean => (byte & 0x93) === 0x10;
const isPlain = (byte: number): boolean => (byte & 0x90) === 0x00;

/**
 * Cuts the bytes from a printer into answers (kinds as in Epson's manuals, "identifying the transmitted status").
 * Takes any bytes in any pieces: what fits no kind is dropped, and no noise can hold it up for long.
 */
export class ReplyReader {
  #open: number[] = [];

  /** The answers these bytes complete. */
  read(bytes: Uint8Array): Reply[] {
    const replies: Reply[] = [];
    for (const byte of bytes) {
      // Flow control may fall inside an answer.
      if (byte === XON || byte === XOFF) continue;
      const reply = this.#next(byte);
      if (reply !== null) replies.push(reply);
    }
    return replies;
  }

  #next(byte: number): Reply | null {
    const [first] = this.#open;
    if (first === undefined) return this.#start(byte);
    if (isAutomaticStart(first)) {
      if (!isPlain(byte)) return this.#restart(byte);
      this.#open.push(byte);
      return this.#open.length === AUTOMATIC_BYTES ? this.#automatic() : null;
    }
    // Blocks hold text and end with 00: anything else means that the block broke off, and this begins the next answer.
    if (byte !== 0 && byte < FIRST_PRINTABLE) return this.#restart(byte);
    this.#open.push(byte);
    return this.#blockIsComplete() ? this.#block() : null;
  }

  #start(byte: number): Reply | null {
    if (byte === BLOCK_37 || byte === BLOCK_5F || isAutomaticStart(byte)) {
      this.#open = [byte];
      return null;
    }
    if (isRealTime(byte)) return { kind: 'real_time', byte };
    return isPlain(byte) ? { kind: 'in_order', byte } : null;
  }

  #restart(byte: number): Reply | null {
    this.#open = [];
    return this.#start(byte);
  }

  #automatic(): Reply {
    const [first = 0, second = 0, third = 0, fourth = 0] = this.#open;
    this.#open = [];
    return { kind: 'automatic', bytes: [first, second, third, fourth] };
  }

  #blockIsComplete(): boolean {
    return this.#open.at(-1) === 0 || this.#open.length >= MAX_BLOCK_BYTES;
  }

  #block(): Reply | null {
    const bytes = this.#open;
    this.#open = [];
    const [first, second] = bytes;
    if (bytes.at(-1) !== 0) return null;
    if (first === BLOCK_5F) return { kind: 'text', text: String.fromCharCode(...bytes.slice(1, -1)) };
    if (first === BLOCK_37 && second === PROCESS_BLOCK.second && bytes.length === PROCESS_BLOCK.bytes) {
      return { kind: 'process', id: bytes.slice(2, 6) };
    }
    if (first === BLOCK_37 && second === NAMES_BLOCK.second) return namesOf(bytes);
    if (first === BLOCK_37 && second === CLEARED_BLOCK.second && bytes.length === CLEARED_BLOCK.bytes) {
      return { kind: 'cleared' };
    }
    return { kind: 'block', bytes };
  }
}

function namesOf(bytes: readonly number[]): Reply {
  const text = String.fromCharCode(...bytes.slice(NAMES_BLOCK.headerBytes, -1));
  const names = Array.from({ length: Math.floor(text.length / NAMES_BLOCK.nameBytes) }, (_name, index) =>
    text.slice(index * NAMES_BLOCK.nameBytes, (index + 1) * NAMES_BLOCK.nameBytes),
  );
  return { kind: 'stored_names', names, hasMore: bytes[2] === NAMES_BLOCK.more };
}
