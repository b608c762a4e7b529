import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HUB_FILES } from '../../scripts/checkout.ts';
import type { HubConfig } from '../../src/fleet/config.ts';
import { startHub, type RunningHub } from '../../src/fleet/start.ts';
import { freePort } from '../harness/free-port.ts';
import { CLIENT, startOidcIssuer, type OidcIssuer } from '../harness/oidc-issuer.ts';

let folder: string;
let issuer: OidcIssuer;
let running: RunningHub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-oidc-'));
  const clientSecretFile = join(folder, 'client-secret');
  writeFileSync(clientSecretFile, CLIENT.secret, { mode: 0o600 });
  issuer = await startOidcIssuer();
  const port = await freePort();
  const config: HubConfig = {
    pageUrl: `http://127.0.0.1:${String(port)}`,
    host: '127.0.0.1',
    port,
    dataFolder: folder,
    store: { kind: 'sqlite' },
    natsUrl: null,
    tls: null,
    mail: null,
    sms: null,
    oidc: { name: 'الدخول الموحد', issuer: issuer.url, clientId: CLIENT.id, clientSecretFile },
    desired: { version: null, configVersion: null },
  };
  running = await startHub(config, { ...HUB_FILES, page: null });
  await running.room.officers.save({
    account: 'officer',
    name: { ar: 'ضابط تجريبي', en: 'Synthetic officer' },
    role: 'liaison',
    duties: ['liaison'],
    sites: ['airport'],
    language: 'ar',
    mail: null,
    phone: null,
    local: null,
    oidcSubject: 'subject-1',
    isDisabled: false,
  });
});
afterEach(async () => {
  await running.close();
  issuer.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, cookie = ''): Promise<Response> => fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
const cookieOf = (answer: Response): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const placeOf = (answer: Response): string => answer.headers.get('location') ?? '';

/** From the button to whatever the hub says when the person comes back. @param change spoils the way back */
async function signIn(change: (url: URL) => URL = (url) => url, carriesCookie = true): Promise<Response> {
  const begun = await get(`${running.hub.url}/api/oidc/start`);
  expect(begun.status).toBe(302);
  const back = await get(placeOf(begun));
  return get(change(new URL(placeOf(back))).href, carriesCookie ? cookieOf(begun) : '');
}

test('whoever the organisation vouches for, and who has an account, is signed in', async () => {
  const answer = await signIn();
  expect([answer.status, placeOf(answer)]).toEqual([302, '/']);
  const me = await get(`${running.hub.url}/api/me`, cookieOf(answer));
  expect(await me.json()).toMatchObject({ account: 'officer', role: 'liaison', sites: ['airport'] });
});

test.each<[string, () => void, (url: URL) => URL, boolean]>([
  ['somebody without an account', () => void (issuer.subject = 'subject-9'), (url) => url, true],
  ['a token for somebody else', () => void (issuer.spoil = 'audience'), (url) => url, true],
  ['a token of another sign-in', () => void (issuer.spoil = 'nonce'), (url) => url, true],
  ['a token that another key signed', () => void (issuer.spoil = 'signature'), (url) => url, true],
  ['an answer to another browser', () => undefined, (url) => url, false],
  [
    'a code that was made up',
    () => undefined,
    (url) => {
      url.searchParams.set('code', 'made-up');
      return url;
    },
    true,
  ],
])('%s is not let in', async (_name, prepare, change, carriesCookie) => {
  prepare();
  const answer = await signIn(change, carriesCookie);
  expect([answer.status, placeOf(answer)]).toEqual([302, '/#/sign-in/refused']);
  expect(cookieOf(answer)).not.toMatch(/^raha=./);
});

test('an organisation that is away is told as such', async () => {
  issuer.close();
  const answer = await get(`${running.hub.url}/api/oidc/start`);
  expect([answer.status, await answer.json()]).toEqual([503, { problem: 'unavailable' }]);
});
