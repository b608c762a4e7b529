import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEMO_CONFIG } from '../../scripts/demo.ts';
import type { BuiltProgram } from '../../src/main/electron/program-files.ts';
import * as electron from '../doubles/electron.ts';

vi.mock('electron', async () => import('../doubles/electron.ts'));

const OUT_OF_SERVICE = 'raha://kiosk/out-of-service.html';
const start = vi.fn<() => Promise<object>>();
vi.mock('../../src/main/start.ts', () => ({ startKioskProcess: async () => start() }));

const directory = mkdtempSync(join(tmpdir(), 'raha-main-'));
writeFileSync(join(directory, 'index.html'), '');
const PROGRAM: BuiltProgram = {
  kiosk: { assets: 'assets', receiptFonts: directory, pdfFonts: directory, faultScripts: directory, deviceHost: '' },
  preload: '/preload.cjs',
  page: directory,
  ownPages: directory,
};
const { runElectronHost } = await import('../../src/main/electron/run.ts');

const SIGNALS = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let said = '';
let before: Map<string, Set<unknown>>;

const close = vi.fn<() => Promise<void>>();
const RUNNING = {
  kiosk: {
    view: () => ({ step: 1, screen: { id: 'attract' } }),
    subscribe: () => () => undefined,
    receive: () => undefined,
    observe: () => () => undefined,
    report: () => undefined,
  },
  dockUrl: null,
  close,
};

beforeEach(() => {
  electron.reset();
  vi.useFakeTimers();
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  before = new Map(SIGNALS.map((name) => [name, new Set(process.listeners(name as 'SIGTERM'))]));
  start.mockReset().mockResolvedValue(RUNNING);
  close.mockReset().mockResolvedValue(undefined);
});

afterEach(() => {
  for (const name of SIGNALS)
    for (const listener of process.listeners(name as 'SIGTERM'))
      if (!before.get(name)?.has(listener)) process.off(name, listener);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Runs the entry as `raha --config=FILE ...switches`. */
async function run(config: object | string, ...switches: string[]): Promise<void> {
  const file = join(directory, 'kiosk.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  writeFileSync(join(directory, 'client-secret'), 'not a secret');
  runElectronHost(PROGRAM, [`--config=${file}`, ...switches], {});
  await vi.advanceTimersByTimeAsync(0);
}

const CONFIG = {
  ...DEMO_CONFIG,
  dataDirectory: 'data',
  staff: null,
  gateway: { baseUrl: 'http://127.0.0.1:9', tokenUrl: null, clientId: 'x', clientSecretFile: 'client-secret', mutualTls: null, answerWithinSeconds: 8 },
};
const loaded = (): unknown[] => electron.callsOf('window.loadURL').map(([url]) => url);

/** What the host did when the process met an error nobody caught, without ending the test run. */
const meet = (name: 'uncaughtException' | 'unhandledRejection', error: unknown): void => {
  for (const listener of process.listeners(name as 'uncaughtException'))
    if (!before.get(name)?.has(listener)) (listener as (error: unknown) => void)(error);
};

test('starts the kiosk and shows its page', async () => {
  await run(CONFIG);
  expect(loaded()).toEqual(['raha://kiosk/index.html']);
  expect(said).toBe('');
});

test('a wrong configuration is one line and exit code 2, and no window', async () => {
  await run('{"mode":"demo"}');
  expect(said).toMatch(/^raha: configuration .*kiosk\.json: .+\n$/);
  expect(electron.callsOf('app.exit')).toEqual([[2]]);
  expect(start).not.toHaveBeenCalled();
  expect(electron.windows).toEqual([]);
});

test('in production a switch that opens the kiosk up is refused, without repeating its value', async () => {
  const production = {
    ...CONFIG,
    mode: 'production',
    reader: { driver: 'none' },
    printer: { address: 'tcp://printer:9100', paperWidthMm: 80, profile: 'P1', believesProcessId: true, provisioningFile: null, waitForPaperSeconds: 0 },
  };
  await run(production, '--remote-debugging-port=9222');
  expect(said).toBe('raha: --remote-debugging-port: not accepted when mode is "production"\n');
  expect(electron.callsOf('app.exit')).toEqual([[2]]);
  expect(start).not.toHaveBeenCalled();
});

test('a second kiosk ends quietly', async () => {
  electron.app.isFirst = false;
  await run(CONFIG);
  expect(said).toContain('already runs');
  expect(electron.callsOf('app.exit')).toEqual([[0]]);
  expect(start).not.toHaveBeenCalled();
});

test('a kiosk process that cannot start shows it, and the program starts anew after a while', async () => {
  start.mockRejectedValue(new Error('about 1000000008'));
  await run(CONFIG);
  expect(loaded()).toEqual([OUT_OF_SERVICE]);
  expect(said).toMatch(/^raha: bug: Error at /);
  expect(said).not.toContain('1000000008');
  await vi.advanceTimersByTimeAsync(9_999);
  expect(electron.callsOf('app.relaunch')).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(electron.callsOf('app.relaunch')).toEqual([[]]);
  expect(electron.callsOf('app.exit')).toEqual([[0]]);
});

test('a bug at run time does the same, once, and puts the kiosk process away', async () => {
  await run(CONFIG);
  meet('uncaughtException', new Error('about 1000000008'));
  meet('unhandledRejection', 'about 1000000008');
  expect(loaded()).toEqual(['raha://kiosk/index.html', OUT_OF_SERVICE]);
  expect(said).not.toContain('1000000008');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(electron.callsOf('app.relaunch')).toEqual([[]]);
  expect(close).toHaveBeenCalledOnce();
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it in order', async (signal) => {
  await run(CONFIG);
  for (const listener of process.listeners(signal)) if (!before.get(signal)?.has(listener)) listener(signal);
  await vi.advanceTimersByTimeAsync(0);
  expect(close).toHaveBeenCalledOnce();
  expect(electron.callsOf('app.exit')).toEqual([[0]]);
});
