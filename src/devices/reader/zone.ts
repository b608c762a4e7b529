import type { ReadFault } from '../../domain/faults.ts';
import { parseTd1, parseTd2, parseTd3, type MrzFault, type Zone } from '../../domain/mrz.ts';
import { fault, ok, type Result } from '../../domain/result.ts';

export type ZoneSource = 'mrz_td1' | 'mrz_td2' | 'mrz_td3';

/** A zone and the format it was read in. */
export type SourcedZone = Zone & { readonly source: ZoneSource };

const FORMATS = [
  { source: 'mrz_td1', lines: 3, lineCharacters: 30, parse: parseTd1 },
  { source: 'mrz_td2', lines: 2, lineCharacters: 36, parse: parseTd2 },
  { source: 'mrz_td3', lines: 2, lineCharacters: 44, parse: parseTd3 },
] as const;

const MRZ_LINE = /^[A-Z0-9<]+$/;

/** Whether these non-empty lines are as many and as long as those of a machine-readable zone. */
export const haveZoneShape = (lines: readonly string[]): boolean =>
  FORMATS.some((format) => lines.length === format.lines && lines.every((line) => line.length === format.lineCharacters));

/** Whether a line may be one of a machine-readable zone, by its length. */
export const isZoneLine = (line: string): boolean => FORMATS.some((format) => line.length === format.lineCharacters);

/** The lines of a zone of any format with `<` for the filler, or null where the text is something else. */
export function zoneLines(text: readonly string[]): readonly string[] | null {
  const lines = text.map((line) => line.replaceAll('_', '<'));
  if (!MRZ_LINE.test(lines.join(''))) return null;
  const [line = ''] = lines;
  if (lines.length > 1) return lines.length === 3 || haveZoneShape(lines) ? lines : null;
  const format = FORMATS.find((each) => line.length === each.lines * each.lineCharacters);
  if (format === undefined) return null;
  return Array.from({ length: format.lines }, (_, index) =>
    line.slice(index * format.lineCharacters, (index + 1) * format.lineCharacters),
  );
}

/** Reads a zone and proves its check digits. */
export function parseZone(lines: readonly string[]): Result<SourcedZone, ReadFault> {
  const format = FORMATS.find((each) => lines.length === each.lines && lines[0]?.length === each.lineCharacters);
  if (format === undefined) return fault('unreadable');
  // Visas (Doc 9303-7) have the lines of a TD2 or TD3 but no composite check digit, and no number for us.
  if (format.lines === 2 && lines[0]?.startsWith('V') === true) return fault('unsupported_document');
  const zone = format.parse(lines);
  return zone.ok ? ok({ ...zone.value, source: format.source }) : fault(readFaultOf(zone.fault));
}

const readFaultOf = (mrzFault: MrzFault): ReadFault => (mrzFault === 'checksum' ? 'checksum' : 'unreadable');
