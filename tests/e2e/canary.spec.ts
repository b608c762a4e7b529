import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { findChromium, QUIET_FLAGS, rootFlags } from '../../src/main/standalone/chromium.ts';
import { startDemo } from '../../scripts/demo.ts';
import { Visitor } from '../../scripts/visitor.ts';
import { expect, test } from '../harness/live-kiosk.ts';

/**
 * What must never be found. Put together here, so that this file and its compiled form aren't found themselves; the
 * identity is synthetic.
 */
const IDENTITY = ['19999', '99996'].join('');
const NUMBER = `77${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`;
const SECRETS = [IDENTITY, NUMBER].flatMap((secret) => [Buffer.from(secret), Buffer.from(secret, 'utf16le')]);

const DATA = [
  {
    identity: { kind: 'national_id', value: IDENTITY },
    transaction: {
      number: NUMBER,
      hijriYear: 1448,
      direction: 'incoming',
      registeredOn: { gregorian: '2026-08-25', hijri: '1448-03-12' },
      status: 'under_procedure',
      statusSince: { gregorian: '2026-10-18', hijri: '1448-05-07' },
    },
  },
];

/** Every regular file under the places a program may write to, changed since a time. */
function filesWrittenSince(sinceMs: number, roots: readonly string[]): string[] {
  return roots.flatMap((root) =>
    unlessGone(() => readdirSync(root, { withFileTypes: true }), []).flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) return filesWrittenSince(sinceMs, [file]);
      const stats = entry.isFile() ? statSync(file, { throwIfNoEntry: false }) : undefined;
      return stats !== undefined && stats.mtimeMs >= sinceMs ? [file] : [];
    }),
  );
}

/** Others tidy up meanwhile: what is gone holds nothing any more. */
function unlessGone<Value>(look: () => Value, gone: Value): Value {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return gone;
    throw error;
  }
}

const filesWithSecrets = (files: readonly string[]): string[] =>
  files.filter((file) => {
    const bytes = unlessGone(() => readFileSync(file), Buffer.alloc(0));
    return SECRETS.some((secret) => bytes.includes(secret));
  });

async function firstUrls(host: ChildProcess): Promise<{ page: string; dock: string }> {
  const urls: string[] = [];
  for await (const line of createInterface({ input: host.stdout! })) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url !== undefined) urls.push(url);
    if (urls.length === 2) break;
  }
  const [page, dock] = urls;
  if (page === undefined || dock === undefined) throw new Error('the host printed no URLs');
  return { page, dock };
}

/** The printer is ready when the device process is there. */
async function printerState(dockUrl: string): Promise<string> {
  const { hash, origin } = new URL(dockUrl);
  const answer = await fetch(`${origin}/state`, { headers: { 'x-dock-token': hash.slice('#k='.length) } });
  return ((await answer.json()) as { printer: string }).printer;
}

async function tapCard(dockUrl: string, civilNumber: string): Promise<void> {
  const { hash, origin } = new URL(dockUrl);
  const headers = { 'x-dock-token': hash.slice('#k='.length) };
  const body = JSON.stringify({ type: 'card', civilNumber });
  expect((await fetch(`${origin}/act`, { method: 'POST', headers, body })).status).toBe(204);
}

test('after visits the number and the identity are in no byte on disk and nowhere in the page', async () => {
  test.setTimeout(120_000);
  const startedMs = Date.now();
  const home = mkdtempSync(join(tmpdir(), 'raha-canary-'));
  const profile = mkdtempSync(join(tmpdir(), 'raha-canary-profile-'));
  const demo = await startDemo({ data: DATA });
  const host = spawn(process.execPath, ['out/standalone/main.mjs', '--config', demo.configFile, '--no-window'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOME: home, TMPDIR: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home },
  });
  const urls = await firstUrls(host);
  // A profile on disk, not incognito: Chromium may write whatever it likes.
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium() ?? '',
    args: [...QUIET_FLAGS, ...rootFlags()],
    viewport: { width: 1080, height: 1920 },
  });
  const page = await browser.newPage();
  try {
    await page.goto(urls.page);
    await expect.poll(() => printerState(urls.dock), { timeout: 15_000 }).toBe('ready');
    for (const method of ['card', 'keypad'] as const) {
      const visitor = new Visitor(page, 'ar', 15_000);
      await visitor.sees('attract');
      await page.locator('[data-screen="attract"] button').first().click();
      await page.locator('button[lang="ar"]').click();
      await visitor.touch('home.inquiry');
      await visitor.touch('privacy.accept');
      await visitor.sees('identity');
      if (method === 'card') {
        await tapCard(urls.dock, IDENTITY);
      } else {
        await visitor.touch('identity.useKeypad');
        await visitor.keyIn(IDENTITY);
        await visitor.touch('identity.submit');
      }
      await visitor.sees('transaction');
      await visitor.keyIn(NUMBER);
      await visitor.touch('transaction.submit');
      await visitor.sees('status');
      await expect(page.locator('body')).toContainText(NUMBER);
      await visitor.touch('status.print');
      await visitor.touch('receipt.continue');
      await visitor.sees('rating');
      await visitor.touch('footer.finish');
      await visitor.sees('attract');
      await page.waitForTimeout(300);
      expect(await remainsIn(page)).toEqual([]);
    }
    // While everything still runs, then again after it has shut down and flushed.
    const roots = [home, profile, tmpdir(), '/dev/shm', '/var/tmp', join(homedir(), '.cache'), join(homedir(), '.config'), 'out'];
    const running = filesWrittenSince(startedMs, roots);
    expect(running.length, 'the search sees what Chromium wrote').toBeGreaterThan(5);
    expect(filesWithSecrets(running)).toEqual([]);
    await browser.close();
    host.kill('SIGTERM');
    await new Promise((resolve) => host.once('exit', resolve));
    expect(filesWithSecrets(filesWrittenSince(startedMs, roots))).toEqual([]);
  } finally {
    await browser.close();
    host.kill('SIGKILL');
    await demo.close();
    rmSync(home, { recursive: true, force: true });
    rmSync(profile, { recursive: true, force: true });
  }
});

/** Where in the page a secret is still to be found. */
async function remainsIn(page: Page): Promise<string[]> {
  const places = await page.evaluate(async () => ({
    dom: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join(),
    local: JSON.stringify(localStorage),
    session: JSON.stringify(sessionStorage),
    cookies: document.cookie,
    databases: JSON.stringify(await indexedDB.databases()),
    caches: JSON.stringify(await caches.keys()),
    url: location.href,
    history: JSON.stringify(history.state),
  }));
  return Object.entries(places)
    .filter(([, text]) => text.includes(IDENTITY) || text.includes(NUMBER) || text.includes(IDENTITY.slice(-3) + '\u2069'))
    .map(([place]) => place);
}
