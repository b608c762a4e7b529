import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isOwnUrl } from './own-pages.ts';

/** Answers the pages' requests from memory, so that a reload after a crash needs no disk. */
export type PageAnswer = (request: { readonly method: string; readonly url: string }) => Response;

interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The page loads its own files and reaches nothing else: no network, no frame, no inline script or style. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Abilities a page may have by default or ask for; the shell refuses them as well when they are asked for. */
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
 * No Cross-Origin-Opener-Policy: nothing can open or be opened here, and a page that dies while such a header makes
 * Chromium change processes is what Electron's main process has crashed on (#53924).
 */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Permissions-Policy': REFUSED_ABILITIES.map((ability) => `${ability}=()`).join(', '),
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/**
 * Reads the files of the given folders once. A request is looked up among them and never turned into a path, so
 * nothing else can be asked for. Throws when a folder isn't there.
 */
export function answerFrom(directories: readonly string[]): PageAnswer {
  const files = new Map(directories.flatMap((directory) => readFolder(directory)));
  return ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    const file = isOwnUrl(url) ? files.get(new URL(url).pathname) : undefined;
    if (file === undefined) return refusal(404);
    return new Response(file.body, { headers: { ...HEADERS, 'Content-Type': file.contentType } });
  };
}

/** Walks by hand: inside app.asar Electron answers `readdir` itself, and plain listings are what it surely knows. */
function readFolder(directory: string, address = ''): [address: string, file: PageFile][] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry): [string, PageFile][] => {
    const path = join(directory, entry.name);
    const entryAddress = `${address}/${entry.name}`;
    if (entry.isDirectory()) return readFolder(path, entryAddress);
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (contentType === undefined) return [];
    return [[entryAddress, { body: new Uint8Array(readFileSync(path)), contentType }]];
  });
}

const refusal = (status: number): Response => new Response(null, { status, headers: HEADERS });
