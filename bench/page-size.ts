import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PAGE_DIRECTORY } from '../scripts/checkout.ts';
import type { Measurement } from './result.ts';

/** Loaded when staff open their room, never by a visitor. */
const isStaff = (file: string): boolean => file.includes('staff-room');

/** What the page's scripts weigh on the wire; fonts and styles are given beside them. */
export async function pageSize(): Promise<Measurement[]> {
  const files = readdirSync(PAGE_DIRECTORY, { recursive: true, encoding: 'utf8' });
  const gzippedKb = (extension: string, ofStaff = false): number =>
    files
      .filter((file) => file.endsWith(extension) && isStaff(file) === ofStaff)
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(PAGE_DIRECTORY, file)), { level: 9 }).length / 1000, 0);
  const note = 'gzip -9';
  return [
    { name: 'page scripts', value: gzippedKb('.js'), unit: 'kB', goal: 150, note },
    { name: 'staff scripts', value: gzippedKb('.js', true), unit: 'kB', goal: null, note },
    { name: 'page styles', value: gzippedKb('.css'), unit: 'kB', goal: null, note },
    { name: 'page fonts', value: gzippedKb('.woff2'), unit: 'kB', goal: null, note },
  ];
}
