import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHttpGateway } from '../../src/main/gateway/client.ts';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('SKIPPED: mutual TLS is not tested, because this machine has no openssl');

let directory: string;
let sandbox: Sandbox;
const file = (name: string): string => join(directory, name);

/** A throw-away authority with a server and a kiosk certificate, and a stranger's authority with a kiosk of its own. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'raha-mtls-'));
  if (!openssl) return;
  makeAuthority('ca');
  makeAuthority('stranger-ca');
  makeCertificate('server', 'ca');
  makeCertificate('kiosk', 'ca');
  makeCertificate('stranger', 'stranger-ca');
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  sandbox = await startSandbox({ tls: { key: read('server.key'), cert: read('server.pem'), ca: read('ca.pem') } });
  writeFileSync(file('secret'), sandbox.credentials.clientSecret);
});
afterAll(async () => {
  if (openssl) await sandbox.close();
  rmSync(directory, { recursive: true });
});

beforeEach(({ skip }) => skip(!openssl, 'no openssl on this machine'));

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function run(...command: string[]): void {
  execFileSync('openssl', command, { cwd: directory, stdio: 'pipe' });
}

function makeAuthority(name: string): void {
  run('req', '-x509', ...EC_KEY, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '2', '-subj', `/CN=${name}`);
}

function makeCertificate(name: string, authority: string): void {
  run('req', ...EC_KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
  writeFileSync(file(`${name}.ext`), 'subjectAltName=IP:127.0.0.1\n');
  const signer = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial'];
  run('x509', '-req', '-in', `${name}.csr`, ...signer, '-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`);
}

function gatewayWith(authority: string, certificate: string | null, baseUrl = sandbox.url): Gateway {
  return createHttpGateway({
    baseUrl,
    tokenUrl: null,
    kioskId: 'MK-007',
    clientId: sandbox.credentials.clientId,
    clientSecretFile: file('secret'),
    mutualTls:
      certificate === null
        ? null
        : {
            certificateAuthorityFile: file(`${authority}.pem`),
            certificateFile: file(`${certificate}.pem`),
            keyFile: file(`${certificate}.key`),
          },
  });
}

const open = (gateway: Gateway) => gateway.openSession('ar', new AbortController().signal);

test('a kiosk with the right certificate is served', async () => {
  const gateway = gatewayWith('ca', 'kiosk');
  expect((await open(gateway)).ok).toBe(true);
  expect((await open(gateway)).ok).toBe(true);
});

test('a certificate of another authority isn’t served', async () => {
  const before = sandbox.control.calls().fetchToken;
  expect((await open(gatewayWith('ca', 'stranger'))).ok).toBe(false);
  expect(sandbox.control.calls().fetchToken).toBe(before);
});

test('a certificate the gateway refuses by a TLS alert is unauthorized', async () => {
  // Node's own server hangs up without an alert; openssl's sends one, as most gateways do.
  const identity = ['-cert', 'server.pem', '-key', 'server.key', '-CAfile', 'ca.pem'];
  const command = ['s_server', '-accept', '127.0.0.1:0', ...identity, '-Verify', '1', '-verify_return_error', '-tls1_2'];
  // Without an open stdin it ends at once.
  const server = spawn('openssl', command, { cwd: directory, stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const port = await acceptedPort(server.stdout);
    const gateway = gatewayWith('ca', 'stranger', `https://127.0.0.1:${port}/kiosk/v1`);
    expect(await open(gateway)).toEqual({ ok: false, fault: { code: 'unauthorized' } });
  } finally {
    server.kill();
  }
});

async function acceptedPort(stdout: Readable): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const port = /^ACCEPT \S+:(\d+)$/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('openssl s_server did not start');
}

test('a gateway the kiosk can’t verify is never spoken to', async () => {
  const before = sandbox.control.calls().fetchToken;
  expect(await open(gatewayWith('stranger-ca', 'kiosk'))).toEqual({ ok: false, fault: { code: 'unreachable' } });
  expect(await open(gatewayWith('ca', null))).toEqual({ ok: false, fault: { code: 'unreachable' } });
  expect(sandbox.control.calls().fetchToken).toBe(before);
});

test('a certificate file that isn’t there is said at the start', () => {
  expect(() => gatewayWith('ca', 'nobody')).toThrow('nobody.pem');
});
