import { describeBug } from '../bug.ts';

/**
 * After a bug nothing of this process can be relied on: it says in one line where the bug is, puts away what would outlive
 * it, and ends with `exitCode`, so that whoever started it starts it anew. Node's own words would quote what the bug choked on.
 */
export function endOnBug(exitCode: number, putAway: () => void): void {
  const end = (error: unknown): void => {
    process.stderr.write(`raha: ${describeBug(error)}\n`);
    try {
      putAway();
    } finally {
      process.exit(exitCode);
    }
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
