/** How to reach one emirate's gateway. Secrets and keys are never in it, only the paths of the files that hold them. */
export interface HttpGatewayConfig {
  /** Where the contract's paths begin. https, or http on loopback only. */
  readonly baseUrl: string;
  /** Where the emirate issues tokens; null: at `{baseUrl}/oauth2/token`. */
  readonly tokenUrl: string | null;
  readonly kioskId: string;
  readonly clientId: string;
  readonly clientSecretFile: string;
  /** PEM files; null where the emirate asks for no client certificate. */
  readonly mutualTls: MutualTlsFiles | null;
}

export interface MutualTlsFiles {
  readonly certificateAuthorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface GatewayTiming {
  /** TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** One call of the port with its retry. */
  readonly totalTimeoutMs: number;
  /** The retry waits at random between these two, so that kiosks that failed together don't come back together. */
  readonly retryAfterMs: readonly [least: number, most: number];
  readonly circuit: CircuitTiming;
}

export interface CircuitTiming {
  readonly failures: number;
  readonly withinMs: number;
  /** How long calls fail at once before one is let through as a probe. */
  readonly openMs: number;
}

export const CONTRACT_TIMING: GatewayTiming = {
  connectTimeoutMs: 2000,
  totalTimeoutMs: 8000,
  retryAfterMs: [100, 400],
  circuit: { failures: 5, withinMs: 30_000, openMs: 15_000 },
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Throws where identities would cross a network in the clear. */
export function checkedUrl(text: string): URL {
  const url = new URL(text);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!safe) throw new Error(`the gateway must be reached by https: ${url.origin}`);
  if (url.username !== '' || url.password !== '') throw new Error('the address of the gateway must not hold a password');
  return url;
}
