import type { PageName } from '../page-guard.ts';

/**
 * The kiosk's two pages live under a scheme of their own. Unlike `file:` it reaches no other file of the machine, and
 * unlike a loopback server no other program can reach it.
 */
export const SCHEME = 'raha';
const HOST = 'kiosk';

export const PAGES = {
  kiosk: `${SCHEME}://${HOST}/index.html`,
  outOfService: `${SCHEME}://${HOST}/out-of-service.html`,
} as const satisfies Record<PageName, string>;

/**
 * Tells whether an address is one of ours. Compares protocol and host, never `origin`: `new URL('raha://kiosk').origin`
 * is the text "null", and so is that of every `data:` address and of every other scheme.
 */
export function isOwnUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${SCHEME}:` &&
    parsed.host === HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Tells whether an address is the kiosk page itself, whatever follows its `?` or `#`. */
export function isKioskPage(url: string): boolean {
  return isOwnUrl(url) && new URL(url).pathname === new URL(PAGES.kiosk).pathname;
}
