import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for whatever a run puts among the temporary files, also by processes that it kills; gone with the run. */
export default function ownTemporaryFiles(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'raha-tests-'));
  // Some tests play another user, who must be able to go through.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
