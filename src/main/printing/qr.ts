import createQrCode from 'qrcode-generator';
import type { QrPicture } from '../../bridge/view.ts';

/** Draws a QR code (error correction M, smallest version that holds the payload) as one SVG path. */
export function drawQr(payload: string): QrPicture {
  const code = createQrCode(0, 'M');
  code.addData(payload, 'Byte');
  code.make();
  const modules = code.getModuleCount();
  const dark: string[] = [];
  for (let row = 0; row < modules; row += 1) {
    for (let column = 0; column < modules; column += 1) {
      if (code.isDark(row, column)) dark.push(`M${String(column)} ${String(row)}h1v1h-1z`);
    }
  }
  return { modules, path: dark.join('') };
}
