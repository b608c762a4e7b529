import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy, PAGE_HEADERS, readPageFiles, type PageFile } from '../../page-files/page-files.ts';

const HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'content-security-policy': contentSecurityPolicy("'self'"),
  // Officers open the page in their own browsers: nothing else may keep a hold of its window.
  'cross-origin-opener-policy': 'same-origin',
};
/** Only over TLS, where browsers heed it: this host is asked over TLS for a year. */
const STRICT_TRANSPORT = 'max-age=31536000';
/** Vite puts a hash of the content into these names, so what was fetched once stays true. */
const HASHED = /^\/assets\//;

/** Fonts and pictures are packed already. */
const PACKABLE = /^(text\/|image\/svg)/;

/** A file as it is and, where that saves something, packed: officers' phones are on mobile networks. */
interface ServedFile {
  readonly path: string;
  readonly contentType: string;
  readonly plain: Buffer;
  readonly packed: Buffer | null;
}

const servedFile = (path: string, { body, contentType }: PageFile): ServedFile => ({
  path,
  contentType,
  plain: Buffer.from(body),
  packed: PACKABLE.test(contentType) ? gzipSync(body) : null,
});

/**
 * Serves the officers' page. Its files are in memory and looked up by name, so nothing else of the disk can be asked for.
 * Throws where the page hasn't been built.
 */
export function registerOfficersPage(server: FastifyInstance, directory: string, isSecure: boolean): void {
  const files = [...readPageFiles(directory)].map(([path, file]) => servedFile(path, file));
  const start = files.find(({ path }) => path === '/index.html');
  if (start === undefined) throw new Error(`no index.html in ${directory}: build the dashboard first`);
  for (const file of files) server.get(file.path, (request, reply) => answer(request, reply, file, isSecure));
  server.get('/', (request, reply) => answer(request, reply, start, isSecure));
}

function answer(request: FastifyRequest, reply: FastifyReply, file: ServedFile, isSecure: boolean): FastifyReply {
  const packed = /\bgzip\b/.test(String(request.headers['accept-encoding'])) ? file.packed : null;
  return reply
    .headers(HEADERS)
    .headers(isSecure ? { 'strict-transport-security': STRICT_TRANSPORT } : {})
    .headers(packed === null ? {} : { 'content-encoding': 'gzip' })
    .header('vary', 'accept-encoding')
    .header('cache-control', HASHED.test(file.path) ? 'public, max-age=31536000, immutable' : 'no-store')
    .header('content-type', file.contentType)
    .send(packed ?? file.plain);
}
