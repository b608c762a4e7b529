import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Token } from '../../contract/validate.ts';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const LIFETIME_SECONDS = 300;

export interface TokenDesk {
  /** @param authorization the Authorization header of the token call; null where it isn't ours. */
  issue(authorization: string | undefined): Token | null;
  accepts(authorization: string | undefined): boolean;
}

export function createTokenDesk(credentials: Credentials, now: () => number): TokenDesk {
  const expected = basicAuthorization(credentials);
  const expiresAtMs = new Map<string, number>();
  return {
    issue(authorization) {
      if (authorization === undefined || !sameSecret(authorization, expected)) return null;
      for (const [token, expiry] of expiresAtMs) if (expiry <= now()) expiresAtMs.delete(token);
      const token = randomBytes(32).toString('base64url');
      expiresAtMs.set(token, now() + LIFETIME_SECONDS * 1000);
      return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS };
    },
    accepts(authorization) {
      const token = /^Bearer (\S{1,4096})$/i.exec(authorization ?? '')?.[1];
      return token !== undefined && (expiresAtMs.get(token) ?? 0) > now();
    },
  };
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function basicAuthorization({ clientId, clientSecret }: Credentials): string {
  const [id, secret] = [clientId, clientSecret].map((part) => new URLSearchParams({ part }).toString().slice(5));
  return `Basic ${Buffer.from(`${id ?? ''}:${secret ?? ''}`).toString('base64')}`;
}

/** Hashed first, so that neither length nor common prefix shows in the duration. */
function sameSecret(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
