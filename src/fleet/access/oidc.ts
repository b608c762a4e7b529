import { readFileSync } from 'node:fs';
import * as client from 'openid-client';
import { fault, ok, type Result } from '../../domain/result.ts';

/** The organisation's own sign-in (OpenID Connect). */
export interface OidcSettings {
  /** What the button says, in both languages: the name of the organisation's sign-in. */
  readonly name: string;
  /** Such as `https://login.emirate.example`; its discovery document is read from there. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecretFile: string;
  /** Where the organisation sends people back to: `https://hub.emirate.example/api/oidc/callback`. */
  readonly redirectUrl: string;
}

/** A sign-in that was begun; what has to fit when the person comes back. */
interface Begun {
  readonly nonce: string;
  readonly verifier: string;
  readonly begunMs: number;
}

export interface Oidc {
  readonly name: string;
  /** Where to send the person, and the state that the browser must bring back. */
  begin(): Promise<Result<{ readonly url: string; readonly state: string }, 'unreachable'>>;
  /** The subject of whoever came back; `refused` for everything that doesn't fit. */
  finish(callback: URL, state: string): Promise<Result<string, 'refused'>>;
}

const BEGUN_LIMIT_MS = 10 * 60_000;
const MOST_BEGUN = 1_000;

/** Authorization code with PKCE, state and nonce. The organisation must have asked for a second factor itself. */
export function createOidc(settings: OidcSettings, now: () => number): Oidc {
  const begun = new Map<string, Begun>();
  let configuration: Promise<client.Configuration> | null = null;

  function configured(): Promise<client.Configuration> {
    configuration ??= discover(settings).catch((error: unknown) => {
      configuration = null;
      throw error;
    });
    return configuration;
  }

  function forgetOld(): void {
    for (const [state, { begunMs }] of begun) if (now() - begunMs > BEGUN_LIMIT_MS || begun.size > MOST_BEGUN) begun.delete(state);
  }

  return {
    name: settings.name,
    begin: async () => {
      try {
        const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
        const url = client.buildAuthorizationUrl(await configured(), {
          redirect_uri: settings.redirectUrl,
          scope: 'openid',
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        begun.set(state, { nonce, verifier, begunMs: now() });
        forgetOld();
        return ok({ url: url.href, state });
      } catch {
        return fault('unreachable');
      }
    },
    finish: async (callback, state) => {
      forgetOld();
      const expected = begun.get(state);
      begun.delete(state);
      if (expected === undefined) return fault('refused');
      try {
        const tokens = await client.authorizationCodeGrant(await configured(), callback, {
          expectedState: state,
          expectedNonce: expected.nonce,
          pkceCodeVerifier: expected.verifier,
          idTokenExpected: true,
        });
        const subject = tokens.claims()?.sub;
        return subject === undefined ? fault('refused') : ok(subject);
      } catch {
        return fault('refused');
      }
    },
  };
}

function discover({ clientId, clientSecretFile, issuer }: OidcSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  const secret = readFileSync(clientSecretFile, 'utf8').trim();
  // Without the first the identity token's signature isn't looked at: the library trusts the connection it came over.
  const checks = [client.enableNonRepudiationChecks];
  // Deprecated by its makers only so that it is seen; without it no test could run an issuer on loopback.
  // oxlint-disable-next-line typescript/no-deprecated
  const execute = isLoopback ? [...checks, client.allowInsecureRequests] : checks;
  return client.discovery(url, clientId, secret, undefined, { execute });
}
