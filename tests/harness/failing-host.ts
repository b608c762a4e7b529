import { endOnBug } from '../../src/main/standalone/end-on-bug.ts';
import { chromiumWindow } from '../../src/main/standalone/window.ts';

/**
 * A host that shows a page and meets a bug as soon as it is told how: "throw" or "reject". The bug quotes what a visitor typed.
 *
 *   node tests/harness/failing-host.ts CHROMIUM
 */
const window = chromiumWindow({
  executable: process.argv[2] ?? '',
  addresses: { kiosk: 'http://127.0.0.1/', outOfService: 'http://127.0.0.1/' },
  onGone: () => undefined,
});
endOnBug(7, () => window.close());
window.load('kiosk');

process.stdin.once('data', (how) => {
  if (String(how) === 'reject') void Promise.reject(new Error('not a name: 1000000008'));
  else JSON.parse('1000000008<<AL');
});
