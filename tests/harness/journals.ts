import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Journal, JOURNAL_LIMITS, type JournalLimits, type JournalOptions } from '../../src/main/journal/journal.ts';

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'raha-journal-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Lets a file grow until nothing more fits on its disk. */
export function fillUpBy(file: string): void {
  for (let size = 65_536; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      continue;
    }
  }
}

/** A journal that lets go of its file after the test, and what it said aloud. */
export function openJournal(
  directory: string,
  limits: Partial<JournalLimits> = {},
  options: Partial<JournalOptions> = {},
): { readonly journal: Journal; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const journal = new Journal({
    directory,
    limits: { ...JOURNAL_LIMITS, ...limits },
    warn: (line) => warnings.push(line),
    ...options,
  });
  onTestFinished(() => journal.close());
  return { journal, warnings };
}
