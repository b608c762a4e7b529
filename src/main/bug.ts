const MAX_FRAMES = 8;

/**
 * Describes a thrown value in one line, without its message: messages quote what they choked on (JSON.parse does), and
 * that could be a visitor's.
 */
export function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return `bug: a thrown ${typeof error}`;
  return ['bug:', error.name, ...framesOf(error)].join(' ');
}

/** A stack starts with the message, which may have any lines in it; without a place to cut there is nothing to tell. */
function framesOf({ message, stack = '' }: Error): string[] {
  const messageAt = stack.indexOf(message);
  if (messageAt === -1) return [];
  const lines = stack.slice(messageAt + message.length).split('\n').slice(1, 1 + MAX_FRAMES);
  return lines.map((line) => line.trim());
}
