import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Reads the files of built pages into memory, keyed by URL path. A request is looked up among them and never turned
 * into a path, so nothing else can be asked for, and a reload after a crash needs no disk. Throws when a folder isn't
 * there. Walks by hand: inside app.asar Electron answers `readdir` itself, and plain listings are what it surely knows.
 */
export function readPageFiles(directory: string, address = ''): ReadonlyMap<string, PageFile> {
  return new Map(
    readdirSync(directory, { withFileTypes: true }).flatMap((entry): [string, PageFile][] => {
      const path = join(directory, entry.name);
      const entryAddress = `${address}/${entry.name}`;
      if (entry.isDirectory()) return [...readPageFiles(path, entryAddress)];
      const contentType = CONTENT_TYPES[extname(entry.name)];
      if (contentType === undefined) return [];
      return [[entryAddress, { body: new Uint8Array(readFileSync(path)), contentType }]];
    }),
  );
}

/** The page loads its own files and reaches nothing else; `connect` is what its bridge needs: nothing, or its own host. */
export const contentSecurityPolicy = (connect: "'none'" | "'self'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Abilities a page may have by default or ask for. */
const REFUSED_ABILITIES = [
  'bluetooth',
  'camera',
  'display-capture',
  'geolocation',
  'hid',
  'local-fonts',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
];

/**
 * What every answer with a page's file carries beside the policy. No Cross-Origin-Opener-Policy: nothing can open or
 * be opened here, and a page that dies while such a header makes Chromium change processes is what Electron's main
 * process has crashed on (electron#53924).
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'permissions-policy': REFUSED_ABILITIES.map((ability) => `${ability}=()`).join(', '),
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
