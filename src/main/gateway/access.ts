import { randomUUID } from 'node:crypto';
import type { GatewayFault } from '../../domain/faults.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { mapped, readBody } from './answers.ts';
import { beforeLimit, limited, perform, type Call, type CallTools } from './call.ts';
import { readClientSecret } from './client-secret.ts';
import type { HttpGatewayConfig } from './config.ts';
import type { HttpRequest } from './http.ts';
import type { AccessToken, TokenSource } from './token.ts';

/** An operation of the contract before the kiosk's token is added. */
export interface Operation<Value> extends Pick<Call<Value>, 'wantedStatus' | 'read'> {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: (() => Uint8Array) | null;
}

export interface Access {
  readonly baseUrl: URL;
  readonly tokens: TokenSource;
  readonly tools: CallTools;
}

/** Calls with the shared token; where the gateway refuses it, once more with a new one. */
export async function callWithToken<Value>(
  operation: Operation<Value>,
  signal: AbortSignal | null,
  { baseUrl, tokens, tools }: Access,
): Promise<Result<Value, GatewayFault>> {
  using limit = limited(signal, tools);
  const callOnce = async (): Promise<{ token: string | null; result: Result<Value, GatewayFault> }> => {
    const token = await beforeLimit(tokens.get(), limit);
    if (!token.ok) return { token: null, result: token };
    return { token: token.value, result: await perform(authorized(operation, baseUrl, token.value), limit, tools) };
  };
  const first = await callOnce();
  const refused = !first.result.ok && first.result.fault.code === 'unauthorized';
  if (!refused || first.token === null) return first.result;
  tokens.refused(first.token);
  return (await callOnce()).result;
}

function authorized<Value>(operation: Operation<Value>, baseUrl: URL, token: string): Call<Value> {
  const { method, path, headers, body, wantedStatus, read } = operation;
  return {
    wantedStatus,
    read,
    request: () => ({
      method,
      url: resourceUrl(baseUrl, path),
      headers: {
        accept: 'application/json, application/problem+json',
        authorization: `Bearer ${token}`,
        'x-request-id': randomUUID(),
        ...(body !== null && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === null ? null : body(),
    }),
  };
}

/** @param path of the contract, e.g. `/sessions` */
export const resourceUrl = (baseUrl: URL, path: string): URL =>
  new URL(`${baseUrl.origin}${baseUrl.pathname.replace(/\/$/, '')}${path}`);

/** Asks for an access token with the kiosk's own id and secret. */
export async function fetchToken(
  url: URL,
  { clientId, clientSecretFile }: HttpGatewayConfig,
  tools: CallTools,
): Promise<Result<AccessToken, GatewayFault>> {
  // For every new token, so that a changed secret needs no restart.
  const secret = readClientSecret(clientSecretFile);
  if (!secret.ok) return fault({ code: 'unauthorized' });
  const credentials = `${formEncoded(clientId)}:${formEncoded(secret.value)}`;
  const call: Call<AccessToken> = {
    wantedStatus: 200,
    request: () => ({
      method: 'POST',
      url,
      headers: {
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.from('grant_type=client_credentials'),
    }),
    read: (answer) =>
      mapped(readBody('Token', answer), (token) =>
        ok({ value: token.access_token, lifetimeSeconds: token.expires_in }),
      ),
  };
  // Others may be waiting for the same token.
  using limit = limited(null, tools);
  return await perform(call, limit, tools);
}

/** RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined. */
const formEncoded = (text: string): string => new URLSearchParams({ text }).toString().slice('text='.length);
