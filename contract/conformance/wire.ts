import http from 'node:http';
import https from 'node:https';
import { parseJson } from '../../src/domain/json.ts';
import { MAX_BODY_BYTES } from '../validate.ts';

/** PEM texts for a gateway that asks for a client certificate, or whose own comes from a private authority. */
export interface ClientTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

const LIMIT_MS = 15_000;

/** One plain exchange, without the kiosk's own client, so that the suite judges the gateway and nothing else. */
export async function send({ method, url, headers, body }: WireRequest, tls: ClientTls): Promise<WireAnswer> {
  const options = { method, headers, signal: AbortSignal.timeout(LIMIT_MS) };
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const request = url.startsWith('https:')
    ? https.request(url, { ...options, ...tls }, resolve)
    : http.request(url, options, resolve);
  request.once('error', reject);
  request.end(body);
  const response = await promise;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const piece = chunk as Buffer;
    bytes += piece.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new Error('the answer is larger than 256 kB');
    chunks.push(piece);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, text, json: parseJson(text) };
}
