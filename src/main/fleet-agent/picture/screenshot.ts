import { MAX_PICTURE_CHARACTERS } from '../../../../contract/fleet/messages.ts';
import { showCode, type Kiosk } from '../../kiosk.ts';
import type { RemoteMeans, ScreenPicture } from '../../staff/power.ts';
import { Canvas } from './canvas.ts';
import { drawWireframe } from './wireframe.ts';

/** As wide as the picture of a real screen is made: text can be read, and it stays small. */
const PICTURE_WIDTH = 405;

export interface ScreenshotPorts {
  readonly kiosk: Pick<Kiosk, 'view'>;
  readonly kioskId: string;
  readonly now: () => Date;
  readonly capture: RemoteMeans['capture'];
}

export interface Screenshot {
  /** PNG, base64. */
  readonly picture: string;
  /** Whether it shows boxes instead of the screen itself. */
  readonly isMasked: boolean;
}

/**
 * The screen as it is, where no visitor can be on it and the host can see it; in every other case a drawing without any
 * value. Both say in the picture which kiosk it is, which screen, and when.
 */
export async function takeScreenshot(ports: ScreenshotPorts): Promise<Screenshot> {
  const { capture, kiosk, kioskId, now } = ports;
  const before = kiosk.view();
  const mark = (canvas: Canvas): string => {
    const time = now().toISOString().slice(0, 16).replace('T', ' ');
    canvas.watermark(`${kioskId} ${showCode(before)} ${time}Z`);
    return canvas.png().toString('base64');
  };
  const seen = capture !== null && isEmpty(before) ? await capture().catch(() => null) : null;
  // Somebody may have come while it was taken.
  if (seen !== null && isEmpty(kiosk.view())) {
    const picture = mark(reduced(seen));
    if (picture.length <= MAX_PICTURE_CHARACTERS) return { picture, isMasked: false };
  }
  return { picture: mark(drawWireframe(before)), isMasked: true };
}

const isEmpty = ({ screen, staff }: ReturnType<Kiosk['view']>): boolean =>
  staff === null && (screen.id === 'attract' || screen.id === 'out_of_service');

/** Every so many pixels one, as red, green and blue. */
function reduced({ bgra, height, width }: ScreenPicture): Canvas {
  const step = Math.max(1, width / PICTURE_WIDTH);
  const [columns, rows] = [Math.floor(width / step), Math.floor(height / step)];
  const rgb = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const from = (Math.floor(row * step) * width + Math.floor(column * step)) * 4;
      rgb.set([bgra[from + 2] ?? 0, bgra[from + 1] ?? 0, bgra[from] ?? 0], (row * columns + column) * 3);
    }
  return new Canvas(columns, rows, rgb);
}
