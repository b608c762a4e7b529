import fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';

/** PEM texts of the hub's key and certificate; with an authority, kiosks must bring certificates that it signed. */
export interface HubTls {
  readonly key: string;
  readonly cert: string;
  readonly kioskAuthority: string | null;
}

/** More than the largest batch; each route has a smaller limit of its own. */
const MAX_BODY_BYTES = 1024 * 1024;
/** For a request to arrive in full, so that nobody holds connections open by sending a byte now and then. */
const REQUEST_LIMIT_MS = 30_000;

/** The server that kiosks and officers share. Nothing is logged: addresses and paths would say who looked at what. */
export function createServer(tls: HubTls | null, onError: (error: unknown) => void): FastifyInstance {
  const options = {
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    requestTimeout: REQUEST_LIMIT_MS,
    // A proxy on the same machine says whose call it is; nobody else is believed.
    trustProxy: 'loopback',
  } as const;
  const server: FastifyInstance =
    tls === null
      ? fastify(options)
      : fastify({
          ...options,
          https: {
            key: tls.key,
            cert: tls.cert,
            minVersion: 'TLSv1.2',
            // Officers come without a certificate: who may do without is decided by route.
            ...(tls.kioskAuthority !== null && { ca: tls.kioskAuthority, requestCert: true, rejectUnauthorized: false }),
          },
        });
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) onError(error);
    return reply.code(status).send({ problem: status >= 500 ? 'unavailable' : 'malformed' });
  });
  return server;
}

/** Where it listens, for people and tests. */
export function urlOf(server: FastifyInstance, host: string, tls: HubTls | null): string {
  const { port } = server.server.address() as AddressInfo;
  return `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
