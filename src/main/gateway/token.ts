import type { GatewayFault } from '../../domain/faults.ts';
import { ok, type Result } from '../../domain/result.ts';

export interface AccessToken {
  readonly value: string;
  readonly lifetimeSeconds: number;
}

/** The access token all calls share: asked for once, reused, renewed before it expires. */
export interface TokenSource {
  get(): Promise<Result<string, GatewayFault>>;
  /** The gateway refused this token; the next `get` asks for another. */
  refused(token: string): void;
}

/** Renewed this long before its end, or at 80 % of a short life. */
const RENEW_BEFORE_MS = 30_000;
const SHORT_LIFE_SHARE = 0.2;

/** @param fetchToken asks for a new one; never called twice at a time */
export function createTokenSource(
  fetchToken: () => Promise<Result<AccessToken, GatewayFault>>,
  now: () => number,
): TokenSource {
  let current: { readonly value: string; readonly renewAtMs: number } | null = null;
  let pending: Promise<Result<string, GatewayFault>> | null = null;

  async function renew(): Promise<Result<string, GatewayFault>> {
    const askedAtMs = now();
    const fetched = await fetchToken();
    if (!fetched.ok) return fetched;
    const { value, lifetimeSeconds } = fetched.value;
    const lifetimeMs = lifetimeSeconds * 1000;
    const marginMs = Math.min(RENEW_BEFORE_MS, lifetimeMs * SHORT_LIFE_SHARE);
    current = { value, renewAtMs: askedAtMs + lifetimeMs - marginMs };
    return ok(value);
  }

  return {
    async get() {
      if (current !== null && now() < current.renewAtMs) return ok(current.value);
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    refused(token) {
      if (current?.value === token) current = null;
    },
  };
}
