import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An organisation's sign-in as small as OpenID Connect Core 1.0 allows: whoever comes is the person it was told. */
export interface OidcIssuer {
  readonly url: string;
  /** Who signs in next. */
  subject: string;
  /** Spoils the next identity token in this way. */
  spoil: 'nothing' | 'nonce' | 'signature' | 'audience';
  close(): void;
}

export const CLIENT = { id: 'raha-hub', secret: 'synthetic-client-secret' } as const;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startOidcIssuer(): Promise<OidcIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const codes = new Map<string, { nonce: string; challenge: string }>();
  const issuer: OidcIssuer = { url: '', subject: 'subject-1', spoil: 'nothing', close: () => server.close() };
  let url = '';

  const token = (nonce: string): string => {
    const nowSeconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: url,
      sub: issuer.subject,
      aud: issuer.spoil === 'audience' ? 'somebody-else' : CLIENT.id,
      exp: nowSeconds + 60,
      iat: nowSeconds,
      nonce: issuer.spoil === 'nonce' ? 'another' : nonce,
    };
    const head = `${part({ alg: 'RS256', kid: 'key-1' })}.${part(claims)}`;
    return `${head}.${sign('sha256', Buffer.from(head), issuer.spoil === 'signature' ? other : privateKey).toString('base64url')}`;
  };

  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', url);
    const json = (value: object, status = 200): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (asked.pathname === '/.well-known/openid-configuration')
      return json({
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      });
    if (asked.pathname === '/jwks') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }] });
    if (asked.pathname === '/authorize') {
      const { searchParams } = asked;
      const code = randomUUID();
      codes.set(code, { nonce: searchParams.get('nonce') ?? '', challenge: searchParams.get('code_challenge') ?? '' });
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      return void response.writeHead(302, { location: back.href }).end();
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const begun = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const verifier = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      if (begun === undefined || verifier !== begun.challenge) return json({ error: 'invalid_grant' }, 400);
      return json({ access_token: randomUUID(), token_type: 'bearer', expires_in: 60, id_token: token(begun.nonce) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return Object.assign(issuer, { url });
}
