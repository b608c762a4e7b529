import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { publicKeyText } from '../../contract/fleet/keys.ts';
import { simulatedFleet } from '../../scripts/fleet/simulated-fleet.ts';
import { TokenDesk } from '../../src/fleet/identity/tokens.ts';
import { createHub, type Hub } from '../../src/fleet/hub.ts';
import { ADMINISTRATOR, DemoKiosk, until } from '../harness/fleet-demo.ts';
import { newKeyPair } from '../harness/fleet-kiosk.ts';

/** A hub that ends TLS itself and asks kiosks for certificates of its authority. */
const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('SKIPPED: mutual TLS of the hub is not tested, because this machine has no openssl');

let folder: string;
let hub: Hub;
let token: string;
const file = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(file(name), 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-hub-mtls-'));
  if (!openssl) return;
  for (const authority of ['ca', 'stranger-ca']) run('req', '-x509', ...KEY, '-keyout', `${authority}.key`, '-out', `${authority}.pem`, '-days', '2', '-subj', `/CN=${authority}`);
  makeCertificate('hub', '127.0.0.1', 'ca');
  makeCertificate('kiosk', 'AA-000', 'ca');
  makeCertificate('other', 'AA-001', 'ca');
  makeCertificate('stranger', 'AA-000', 'stranger-ca');
  hub = await createHub({
    store: { kind: 'sqlite', file: file('hub.sqlite') },
    keysFolder: file('keys'),
    host: '127.0.0.1',
    port: 0,
    tls: { key: read('hub.key'), cert: read('hub.pem'), kioskAuthority: read('ca.pem') },
  });
  await hub.addKiosks(simulatedFleet(2, publicKeyText(newKeyPair('ed25519').publicKey)));
  token = new TokenDesk(readFileSync(file('keys/token-secret'))).issue({ kiosk: 'AA-000', enrolledMs: 1 }, Date.now());
});
afterAll(async () => {
  if (openssl) await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function run(...command: string[]): void {
  execFileSync('openssl', command, { cwd: folder, stdio: 'pipe' });
}

function makeCertificate(name: string, subject: string, authority: string): void {
  run('req', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${subject}`);
  writeFileSync(file(`${name}.ext`), 'subjectAltName=IP:127.0.0.1\n');
  run('x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`);
}

const tlsOf = (certificate: string | null): { ca: string; cert?: string; key?: string } =>
  certificate === null ? { ca: read('ca.pem') } : { ca: read('ca.pem'), cert: read(`${certificate}.pem`), key: read(`${certificate}.key`) };

/** Sends no events at all: an authenticated kiosk is told so with 400. */
function sendEvents(certificate: string | null): Promise<{ status: number; body: { problem: string } }> {
  return new Promise((done, failed) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const call = request(`${hub.url}/v1/events`, { method: 'POST', headers, agent: new Agent(tlsOf(certificate)) }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.once('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(text) as { problem: string } }));
    });
    call.once('error', failed);
    call.end('{}');
  });
}

test.each([
  ['its own', 'kiosk', 400, 'malformed'],
  ['another kiosk’s', 'other', 403, 'another_kiosk'],
  ['one of a strange authority', 'stranger', 401, 'unauthorized'],
  ['none', null, 401, 'unauthorized'],
])('a kiosk with %s certificate: %s', async (_what, certificate, status, problem) => {
  if (!openssl) return;
  expect(await sendEvents(certificate)).toEqual({ status, body: { v: 1, problem } });
});

test('a session is opened with the kiosk’s own certificate only', async ({ skip }) => {
  skip(!openssl, 'no openssl on this machine');
  const outcome = (certificate: string): Promise<string | undefined> =>
    new Promise((done) => {
      const socket = new WebSocket(`${hub.url.replace('https', 'wss')}/v1/session`, { headers: { authorization: `Bearer ${token}` }, ...tlsOf(certificate) });
      socket.once('open', () => {
        socket.close();
        done('open');
      });
      socket.once('unexpected-response', (_request, response) => done(String(response.statusCode)));
      socket.on('error', () => undefined);
    });
  expect(await outcome('kiosk')).toBe('open');
  expect(await outcome('other')).toBe('403');
});

test('officers come without a certificate', async ({ skip }) => {
  skip(!openssl, 'no openssl on this machine');
  const status = await new Promise<number>((done, failed) => {
    request(`${hub.url}/nothing-here`, { agent: new Agent(tlsOf(null)) }, (response) => done(response.resume().statusCode ?? 0)).once('error', failed).end();
  });
  expect(status).toBe(404);
});

test.runIf(openssl)('a whole kiosk comes in with its own certificate, and not with another kiosk’s', async () => {
  const code = async (): Promise<string> => {
    const issued = await hub.identity.issueCode('AA-000', ADMINISTRATOR);
    if (!issued.ok) throw new Error(issued.fault);
    return issued.value.code;
  };
  const filesOf = (name: string) => ({ certificateAuthorityFile: file('ca.pem'), certificateFile: file(`${name}.pem`), keyFile: file(`${name}.key`) });
  const own = await DemoKiosk.start({ hubUrl: hub.url, kioskId: 'AA-000', code: await code(), mutualTls: filesOf('kiosk') });
  await until('it is in', () => own.agent.isConnected);
  expect(own.agent.way).toBe('websocket');
  await until('its journal is there', () => own.running.journal.backlog().events === 0);
  await own.close();
  const wrong = await DemoKiosk.start({ hubUrl: hub.url, kioskId: 'AA-000', code: await code(), mutualTls: filesOf('other') });
  await until('it knows why', () => wrong.agent.trouble() === 'network.hub_refuses_kiosk');
  expect(wrong.agent.isConnected).toBe(false);
  await wrong.close();
}, 60_000);
