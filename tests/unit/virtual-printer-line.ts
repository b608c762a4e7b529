import { isBlack, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';

export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));

/** What was answered by now has come. */
export const heard = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** A virtual printer behind an open line; `send` gives what it answered at once, both in hex. */
export async function opened(options: VirtualPrinterOptions = {}) {
  const printer = new VirtualPrinter(options);
  const line = await printer.connect();
  if (!line.ok) throw new Error(line.fault);
  const answers: number[] = [];
  line.value.onData((data) => answers.push(...data));
  const send = async (hex: string): Promise<string> => {
    answers.length = 0;
    await line.value.write(bytes(hex));
    await heard();
    return Buffer.from(answers).toString('hex');
  };
  return { printer, line: line.value, send, answers };
}

/** The black dots as `x,y`. */
export function dots(picture: Bitmap): string[] {
  const found: string[] = [];
  for (let y = 0; y < picture.heightDots; y += 1) {
    for (let x = 0; x < picture.widthDots; x += 1) if (isBlack(picture, x, y)) found.push(`${String(x)},${String(y)}`);
  }
  return found;
}
