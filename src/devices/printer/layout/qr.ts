import createQrCode from 'qrcode-generator';

/**
 * Beyond this a module on paper of 58 mm would be smaller than half a millimetre. Receipts hold addresses of some 60 bytes;
 * the longest payload is the signed code of a readiness report.
 */
export const MAX_QR_BYTES = 450;

/** Printable ASCII without spaces: an address. Anything else has no place in a code people open. */
export const isQrPayload = (payload: string): boolean => new RegExp(`^[!-~]{1,${String(MAX_QR_BYTES)}}$`).test(payload);

/** How many bytes codes of version 1, 2, ... hold with error correction M (ISO/IEC 18004, table 7). */
const CAPACITY_BYTES = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450] as const;

/** The side of a payload's code in modules: known without drawing it, which takes longer than a receipt's letters. */
export function qrSide(payload: string): number {
  const version = CAPACITY_BYTES.findIndex((capacity) => payload.length <= capacity) + 1;
  if (version === 0) throw new Error('a payload no code of ours holds');
  return 17 + 4 * version;
}

/** The modules of a code, true = dark, without the quiet zone. Error correction M, as the printer is told. */
export function qrModules(payload: string): boolean[][] {
  const code = createQrCode(0, 'M');
  code.addData(payload);
  code.make();
  const side = code.getModuleCount();
  return Array.from({ length: side }, (_row, row) =>
    Array.from({ length: side }, (_column, column) => code.isDark(row, column)),
  );
}
