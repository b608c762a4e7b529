/**
 * Describes a thrown value in one line, without its message: messages quote what they choked on (JSON.parse does), and
 * that could be a visitor's.
 */
export function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return `bug: a thrown ${typeof error}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [`bug: ${error.name}`, ...frames.slice(0, 8).map((frame) => frame.trim())].join(' ');
}
