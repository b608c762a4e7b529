import type { ReportDecoder } from './decoder.ts';
import { frame } from './decoder.ts';
import { hidPosBarcode } from './hid-pos-barcode.ts';
import { mrzText } from './mrz-text.ts';
import { msrHid } from './msr-hid.ts';
import type { ReportLayout } from './report-descriptor.ts';
import { wedgeHidraw } from './wedge-hidraw.ts';
import { wedgePage } from './wedge-page.ts';

/** The drivers by the names that the configuration and the tools use. */
export const DRIVER_NAMES = [
  'hid-pos-barcode',
  'mrz-text',
  'mrz-text-elyctis',
  'msr-hid',
  'wedge-hidraw',
  'wedge-page',
  'virtual',
] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];

/** @param descriptor of a HID device, if it could be read; other drivers don't look at it */
export function createDecoder(driver: DriverName, descriptor: ReportLayout | null = null): ReportDecoder {
  switch (driver) {
    case 'hid-pos-barcode':
      return hidPosBarcode(descriptor);
    case 'mrz-text':
      return mrzText('plain');
    case 'mrz-text-elyctis':
      return mrzText('elyctis');
    case 'msr-hid':
      return msrHid(descriptor);
    case 'wedge-hidraw':
      return wedgeHidraw(descriptor);
    case 'wedge-page':
      return wedgePage();
    case 'virtual':
      return wholeFrames();
  }
}

/** Each report is a whole presentation, as the virtual reader sends it. */
function wholeFrames(): ReportDecoder {
  return {
    prompt: null,
    deadlineMs: null,
    feed: (report, atMs) => {
      const bytes = report.slice();
      report.fill(0);
      return frame(bytes, atMs);
    },
    expire: () => [],
    reset: () => undefined,
  };
}
