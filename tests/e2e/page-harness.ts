import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { PAGE_DIRECTORY } from '../../scripts/checkout.ts';
import type { Intent } from '../../src/bridge/intent.ts';
import type { View } from '../../src/bridge/view.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The policy both hosts send; the page has to live with it. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";

export async function servePage(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const path = request.url === undefined || request.url === '/' ? '/index.html' : request.url;
    readFile(join(PAGE_DIRECTORY, path)).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
            'content-security-policy': CONTENT_SECURITY_POLICY,
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/`, server };
}

interface StubWindow {
  show?: (view: View) => void;
  sent: Intent[];
}

/** Opens the page with a preload bridge that the test holds in its hand. */
export async function openPage(page: Page, url: string): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    const stub = window as unknown as StubWindow;
    stub.sent = [];
    Object.assign(window, {
      raha: {
        onView: (listener: (view: View) => void) => {
          stub.show = listener;
          return () => undefined;
        },
        sendIntent: (intent: Intent) => stub.sent.push(intent),
        requestView: () => undefined,
      },
    });
  });
  await page.goto(url);
  await page.waitForFunction(() => (window as unknown as StubWindow).show !== undefined);
  return complaints;
}

/** Draws a View and waits until it is painted with its fonts. */
export async function draw(page: Page, view: View): Promise<void> {
  await page.evaluate((next) => (window as unknown as StubWindow).show?.(next), view);
  await page.waitForFunction(
    (step) =>
      (window as unknown as StubWindow).sent.some((intent) => intent.action.type === 'painted' && intent.step === step),
    view.step,
  );
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** What the page has sent, without the news that it painted or was touched. */
export async function sentIntents(page: Page): Promise<Intent[]> {
  const all = await page.evaluate(() => (window as unknown as StubWindow).sent);
  return all.filter(({ action }) => action.type !== 'painted' && action.type !== 'activity');
}

export async function allIntents(page: Page): Promise<Intent[]> {
  return page.evaluate(() => (window as unknown as StubWindow).sent);
}
