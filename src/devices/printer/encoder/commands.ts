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

/** DLE EOT: answer one byte of status at once, even when offline. */
export const queryStatus = (kind: 1 | 2 | 3 | 4): Uint8Array => Uint8Array.of(0x10, 0x04, kind);

/** DLE DC4 8: throw away everything received and not printed, answer `37 25 00`; works offline. */
export const clearBuffers = (): Uint8Array =>
  Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
