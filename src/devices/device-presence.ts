import { stat } from 'node:fs/promises';

const LOOK_EVERY_MS = 100;

/**
 * Tells once when the device node at a path is gone or has become another one. A serial line doesn't tell that by
 * itself: a read from a terminal that was hung up gives 0 bytes, and @serialport/bindings-cpp 13.0.0 answers that by
 * reading again at once, for ever, until the port is closed. Looks at the one node and enumerates nothing.
 * @param path of a node in `/dev`; a Windows name such as COM3 has none, and there the driver reports the loss
 * @returns the way to stop
 */
export function watchPresence(path: string, onGone: () => void): () => void {
  if (!path.startsWith('/')) return () => undefined;
  let opened: string | null = null;
  let isWatching = true;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const now = await nodeAt(path);
    if (!isWatching) return;
    opened ??= now;
    if (now === opened && now !== 'none') {
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      return;
    }
    isWatching = false;
    onGone();
  };
  void look();
  return () => {
    isWatching = false;
    clearTimeout(timer);
  };
}

/** What tells one node from the next of the same name; its owner and its rights may change. */
async function nodeAt(path: string): Promise<string> {
  try {
    const { ino, rdev } = await stat(path);
    return `${String(rdev)} ${String(ino)}`;
  } catch {
    return 'none';
  }
}
