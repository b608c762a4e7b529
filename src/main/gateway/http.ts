import { readFileSync } from 'node:fs';
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { MAX_BODY_BYTES } from '../../../contract/validate.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { MutualTlsFiles } from './config.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** May hold an identity: it is overwritten as soon as the exchange has ended. */
  readonly body: Uint8Array | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** At most MAX_BODY_BYTES of UTF-8. */
  readonly body: string;
}

/**
 * Why there is no answer to look at: no connection or a broken one, our certificate refused, the signal fired, or
 * what came isn't HTTP or is too large.
 */
export type WireFault = 'unreachable' | 'unauthorized' | 'aborted' | 'bad_answer';

/** One request, one answer. Redirects are not followed: a redirect is an answer like any other. */
export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<Result<HttpAnswer, WireFault>>;

/** Throws where a file of `mutualTls` can't be read. */
export function createExchange(connectTimeoutMs: number, mutualTls: MutualTlsFiles | null): Exchange {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({
    keepAlive: true,
    minVersion: 'TLSv1.2',
    ...(mutualTls !== null && {
      ca: readFileSync(mutualTls.certificateAuthorityFile),
      cert: readFileSync(mutualTls.certificateFile),
      key: readFileSync(mutualTls.keyFile),
    }),
  });

  return async (request, signal) => {
    try {
      if (signal.aborted) return fault('aborted');
      const { method, url, headers, body } = request;
      const options = { method, headers: { ...headers, 'content-length': body?.byteLength ?? 0 } };
      const sending =
        url.protocol === 'https:'
          ? https.request(url, { ...options, agent: secure })
          : http.request(url, { ...options, agent: plain });
      return await exchanged(sending, request, connectTimeoutMs, signal);
    } finally {
      request.body?.fill(0);
    }
  };
}

function exchanged(
  sending: ClientRequest,
  { url, body }: HttpRequest,
  connectTimeoutMs: number,
  signal: AbortSignal,
): Promise<Result<HttpAnswer, WireFault>> {
  return new Promise((resolve) => {
    const settle = (result: Result<HttpAnswer, WireFault>): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(result);
      if (!result.ok) sending.destroy();
    };
    const onAbort = (): void => settle(fault('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays for the life of the request: a destroyed one may still report an error, which must not be uncaught.
    sending.on('error', (error) => settle(fault(wireFault(error))));
    sending.on('socket', (socket) =>
      limitConnecting(socket, url.protocol === 'https:', connectTimeoutMs, () => settle(fault('unreachable'))),
    );
    sending.on('response', (response) => collect(response, settle));
    if (body === null) sending.end();
    else sending.end(body);
  });
}

function limitConnecting(socket: Socket, secure: boolean, limitMs: number, tooLate: () => void): void {
  // A socket kept alive from an earlier request is connected already.
  if (!socket.connecting) return;
  const connected = secure ? 'secureConnect' : 'connect';
  const timer = setTimeout(tooLate, limitMs);
  const stop = (): void => clearTimeout(timer);
  socket.once(connected, stop);
  socket.once('close', stop);
}

function collect(response: IncomingMessage, settle: (result: Result<HttpAnswer, WireFault>) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) settle(fault('bad_answer'));
    else chunks.push(chunk);
  });
  response.on('error', () => settle(fault('unreachable')));
  // Only a whole body ends; a cut one is an error.
  response.on('end', () => settle(decoded(response, Buffer.concat(chunks))));
}

function decoded({ statusCode, headers }: IncomingMessage, body: Buffer): Result<HttpAnswer, WireFault> {
  try {
    return ok({ status: statusCode ?? 0, headers, body: new TextDecoder('utf-8', { fatal: true }).decode(body) });
  } catch {
    return fault('bad_answer');
  }
}

/**
 * TLS alerts by which a server says that it wants a client certificate, or doesn't want ours (RFC 8446 section 6.2):
 * handshake failure, bad, unsupported, revoked, expired, unknown certificate, unknown authority, access denied,
 * certificate required.
 */
const CERTIFICATE_ALERTS = new Set([40, 42, 43, 44, 45, 46, 48, 49, 116]);

function wireFault({ code, message }: Error & { readonly code?: string }): WireFault {
  // llhttp, Node's HTTP parser, could make nothing of the answer.
  if (code?.startsWith('HPE_') === true) return 'bad_answer';
  // OpenSSL's own wording; the error's code differs between reading (ERR_SSL_…) and writing (EPROTO).
  const alert = /SSL alert number (\d{1,3})/.exec(message)?.[1];
  return CERTIFICATE_ALERTS.has(Number(alert)) ? 'unauthorized' : 'unreachable';
}
