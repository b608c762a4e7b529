import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { startDemo } from '../../scripts/demo.ts';

/** The built standalone program where no window can be shown. */
const EXIT_RESTART = 1;

const LACKS: Readonly<Record<string, { readonly env: Readonly<Record<string, string>>; readonly said: RegExp }>> = {
  'Chromium': { env: { DISPLAY: ':0', CHROME_PATH: '/none' }, said: /^no Chromium found[^\n]*\n$/ },
  'a display': { env: { DISPLAY: '', WAYLAND_DISPLAY: '', CHROME_PATH: process.execPath }, said: /^no display[^\n]*\n$/ },
};

for (const [lack, { env, said }] of Object.entries(LACKS))
  test(`a kiosk in production without ${lack} ends, so that whoever started it sees that it has failed`, async () => {
    const demo = await startDemo();
    const directory = mkdtempSync(join(tmpdir(), 'raha-start-'));
    const configFile = join(directory, 'kiosk.json');
    writeFileSync(
      configFile,
      JSON.stringify({
        ...demo.config,
        mode: 'production',
        reader: { driver: 'none' },
        printer: { ...demo.config.printer, address: 'tcp://127.0.0.1:9' },
      }),
    );
    const host = spawn(process.execPath, ['out/standalone/main.mjs', '--config', configFile], {
      // Node warns where both are set, which has nothing to do with the kiosk.
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
    });
    try {
      const errors = text(host.stderr);
      await once(host, 'exit');
      expect(host.exitCode).toBe(EXIT_RESTART);
      expect(await errors).toMatch(said);
    } finally {
      host.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
      await demo.close();
    }
  });
