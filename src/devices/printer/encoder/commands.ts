/**
 * The ESC/POS commands we send, as Epson's command reference and most clones define them. Each function returns the
 * bytes of exactly one command.
 */
const [ESC, GS] = [0x1b, 0x1d];

const lowHigh = (value: number): [number, number] => [value & 0xff, value >> 8];

/** ESC @: forget alignment, spacing and modes of whoever printed before; pictures in NV memory stay. */
export const initialise = (): Uint8Array => Uint8Array.of(ESC, 0x40);

/** GS P 203 203: feeds are counted in dots. Epson's 180-dpi models would otherwise count 1/360 inch. */
export const countInDots = (): Uint8Array => Uint8Array.of(GS, 0x50, 203, 203);

/** GS a: report by itself (ASB) every change of online state, errors and paper. ESC @ may have switched it off. */
export const reportChanges = (): Uint8Array => Uint8Array.of(GS, 0x61, 0b0000_1110);

export const ALIGNMENTS = { left: 0, center: 1, right: 2 } as const;

/** ESC a: where rasters and codes stand. */
export const align = (side: keyof typeof ALIGNMENTS): Uint8Array => Uint8Array.of(ESC, 0x61, ALIGNMENTS[side]);

/** The longest ESC J. */
export const MAX_FEED_DOTS = 255;

/** ESC J: white rows for three bytes. */
export const feed = (dots: number): Uint8Array => Uint8Array.of(ESC, 0x4a, dots);

/** Bytes of GS v 0 before the picture. */
export const RASTER_HEADER_BYTES = 8;

/** GS v 0: a picture of `widthBytes` times `rows.length / widthBytes`; `doubled` prints each dot as four. */
export function raster(rows: Uint8Array, widthBytes: number, doubled: boolean): Uint8Array {
  const command = new Uint8Array(RASTER_HEADER_BYTES + rows.length);
  command.set([GS, 0x76, 0x30, doubled ? 3 : 0, ...lowHigh(widthBytes), ...lowHigh(rows.length / widthBytes)]);
  command.set(rows, RASTER_HEADER_BYTES);
  return command;
}

const qrFunction = (...parameters: readonly number[]): Uint8Array =>
  Uint8Array.of(GS, 0x28, 0x6b, ...lowHigh(parameters.length + 1), 0x31, ...parameters);

/** ESC $: the next picture or character starts so many dots from the left. */
export const moveTo = (leftDots: number): Uint8Array => Uint8Array.of(ESC, 0x24, ...lowHigh(leftDots));

/** Dots of a column of ESC * 33, three bytes. */
export const COLUMN_DOTS = 24;

/** ESC * 33: columns of 24 dots, top dot first, into the waiting line. */
export function columns(data: Uint8Array): Uint8Array {
  return Uint8Array.of(ESC, 0x2a, 33, ...lowHigh(data.length / (COLUMN_DOTS / 8)), ...data);
}

/** Characters of the printer's own font A, into the waiting line. @param text ASCII */
export const characters = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** GS !: characters so many times as wide and high. */
export const enlargeCharacters = (times: number): Uint8Array => Uint8Array.of(GS, 0x21, ((times - 1) << 4) | (times - 1));

/** Two characters, 32 to 126, that name a picture in the printer's memory. */
export type KeyCode = readonly [number, number];

const graphics = (parameterBytes: number, ...parameters: readonly number[]): number[] => [
  GS,
  0x28,
  0x4c,
  ...lowHigh(parameterBytes),
  0x30,
  ...parameters,
];

/** GS ( L, function 67: keep a picture in non-volatile memory, row by row. */
export function storePicture(key: KeyCode, rows: Uint8Array, widthBytes: number): Uint8Array {
  const size = [...lowHigh(widthBytes * 8), ...lowHigh(rows.length / widthBytes)];
  return Uint8Array.of(...graphics(11 + rows.length, 67, 0x30, ...key, 1, ...size, 0x31), ...rows);
}

/** GS ( L, function 69: print a stored picture; prints nothing, silently, when there is none of that name. */
export const printStored = (key: KeyCode, times: 1 | 2): Uint8Array =>
  Uint8Array.of(...graphics(6, 69, ...key, times, times));

/** GS ( L, function 64: answer the names of all stored pictures. */
export const listStored = (): Uint8Array => Uint8Array.of(...graphics(4, 64, 0x4b, 0x43));

/** GS ( L, function 65: forget all stored pictures. */
export const forgetStored = (): Uint8Array => Uint8Array.of(...graphics(5, 65, 0x43, 0x4c, 0x52));

/** ACK: go on with the next part of a long answer. */
export const acknowledge = (): Uint8Array => Uint8Array.of(0x06);

/** GS ( k: a QR code of model 2 with error correction M, made by the printer; 50 times smaller than its picture. */
export function qrCode(payload: string, moduleDots: number): Uint8Array[] {
  return [
    qrFunction(65, 50, 0),
    qrFunction(67, moduleDots),
    qrFunction(69, 49),
    qrFunction(80, 48, ...Buffer.from(payload, 'latin1')),
    qrFunction(81, 48),
  ];
}

/** GS V 66: feed to the cutter, `dots` further, cut. */
export const feedAndCut = (dots: number): Uint8Array => Uint8Array.of(GS, 0x56, 66, dots);

/** Four characters that name a print job to the printer. */
export type ProcessId = readonly [number, number, number, number];

/** GS ( H, function 48: answer `37 22 d1 d2 d3 d4 00` once everything before is on paper. */
export const reportProcess = (id: ProcessId): Uint8Array =>
  Uint8Array.of(GS, 0x28, 0x48, 6, 0, 48, 48, ...id);

/** GS r 1: answer the paper sensors when everything before has been worked off; not executed while offline. */
export const mark = (): Uint8Array => Uint8Array.of(GS, 0x72, 1);

/** GS I: answer who made this printer, what it is, which one it is, what runs in it. */
export const askIdentity = (what: 'firmware' | 'maker' | 'model' | 'serial'): Uint8Array =>
  Uint8Array.of(GS, 0x49, { firmware: 65, maker: 66, model: 67, serial: 68 }[what]);

/** Maintenance counters that nobody can set back (Epson's numbers for printers with a thermal head). */
export const COUNTERS = { linesFed: 148, headPulses: 149, cuts: 178, hoursOn: 198 } as const;

/** GS g 2: answer a maintenance counter, as decimal digits. */
export const askCounter = (counter: keyof typeof COUNTERS): Uint8Array =>
  Uint8Array.of(GS, 0x67, 0x32, 0, ...lowHigh(COUNTERS[counter]));

/** DLE EOT: answer one byte of status at once, even when offline. */
export const queryStatus = (kind: 1 | 2 | 3 | 4): Uint8Array => Uint8Array.of(0x10, 0x04, kind);

/** DLE DC4 8: throw away everything received and not printed, answer `37 25 00`; works offline. */
export const clearBuffers = (): Uint8Array =>
  Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
