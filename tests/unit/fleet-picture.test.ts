import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { MAX_PICTURE_CHARACTERS } from '../../contract/fleet/messages.ts';
import type { View } from '../../src/bridge/view.ts';
import { takeScreenshot, type ScreenshotPorts } from '../../src/main/fleet-agent/picture/screenshot.ts';
import { drawWireframe } from '../../src/main/fleet-agent/picture/wireframe.ts';
import type { ScreenPicture } from '../../src/main/staff/power.ts';
import { CITIZEN, TestKiosk } from '../harness/fakes.ts';

const AT = new Date('2026-11-22T09:30:00Z');
const RED_SCREEN: ScreenPicture = {
  width: 1080,
  height: 1920,
  bgra: new Uint8Array(1080 * 1920 * 4).map((_byte, index) => (index % 4 === 2 || index % 4 === 3 ? 255 : 0)),
};

const shoot = (kiosk: TestKiosk['kiosk'], capture: ScreenshotPorts['capture']) =>
  takeScreenshot({ kiosk, kioskId: 'MK-007', now: () => AT, capture });
const pixels = (picture: string): PNG => PNG.sync.read(Buffer.from(picture, 'base64'));
const colourAt = ({ data, width }: PNG, x: number, y: number): number[] => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];

describe('a picture of the screen', () => {
  test('is the screen itself while nobody is there, small, and marked', async () => {
    const { isMasked, picture } = await shoot(new TestKiosk().kiosk, async () => RED_SCREEN);
    expect(isMasked).toBe(false);
    expect(picture.length).toBeLessThan(MAX_PICTURE_CHARACTERS);
    const png = pixels(picture);
    expect([png.width, png.height]).toEqual([405, 720]);
    expect(colourAt(png, 200, 300)).toEqual([255, 0, 0]);
    expect(colourAt(png, 400, 715)).toEqual([255, 255, 255]);
  });

  test('is never taken while a visitor is there', async () => {
    const { kiosk } = new TestKiosk();
    kiosk.receive({ step: kiosk.view().step, action: { type: 'start' } });
    let captures = 0;
    const { isMasked } = await shoot(kiosk, async () => {
      captures += 1;
      return RED_SCREEN;
    });
    expect([isMasked, captures]).toEqual([true, 0]);
  });

  test('is thrown away when somebody came while it was taken', async () => {
    const { kiosk } = new TestKiosk();
    const { isMasked } = await shoot(kiosk, async () => {
      kiosk.receive({ step: kiosk.view().step, action: { type: 'start' } });
      return RED_SCREEN;
    });
    expect(isMasked).toBe(true);
  });

  test.each([
    ['can’t be taken', null],
    ['fails', () => Promise.reject(new Error('no window'))],
    ['shows nothing', async () => null],
    ['is too large', async () => ({ ...RED_SCREEN, bgra: RED_SCREEN.bgra.map(() => Math.floor(Math.random() * 256)) })],
  ])('is boxes where the real one %s', async (_what, capture) => {
    const { isMasked, picture } = await shoot(new TestKiosk().kiosk, capture);
    expect(isMasked).toBe(true);
    expect(pixels(picture)).toMatchObject({ width: 270, height: 480 });
  });
});

test('boxes depend on the kind of the screen alone: two visitors look the same', async () => {
  const viewOf = async (number: string): Promise<View> => {
    const kiosk = new TestKiosk();
    kiosk.identify(CITIZEN);
    await kiosk.inquire(number);
    return kiosk.view;
  };
  const found = await viewOf('1003');
  expect(found.screen.id).toBe('status');
  const other = { ...found, screen: { ...found.screen, identity: { kind: 'iqama', masked: '•••••••999' }, asOf: AT.toISOString() } } as View;
  expect(drawWireframe(other).png()).toEqual(drawWireframe(found).png());
  expect(drawWireframe(found).png()).not.toEqual(drawWireframe(await viewOf('9')).png());
});
