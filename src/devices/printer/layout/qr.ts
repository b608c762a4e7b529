import createQrCode from 'qrcode-generator';

/** Beyond this a code would hardly fit a phone's view at arm's length; real payloads are addresses of some 60 bytes. */
export const MAX_QR_BYTES = 300;

/** Printable ASCII without spaces: an address. Anything else has no place in a code people open. */
export const isQrPayload = (payload: string): boolean => new RegExp(`^[!-~]{1,${String(MAX_QR_BYTES)}}$`).test(payload);

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
