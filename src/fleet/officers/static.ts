import type { FastifyInstance, FastifyReply } from 'fastify';
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

/**
 * Serves the officers' page. Its files are in memory and looked up by name, so nothing else of the disk can be asked for.
 * Throws where the page hasn't been built.
 */
export function registerOfficersPage(server: FastifyInstance, directory: string, isSecure: boolean): void {
  for (const [path, file] of readPageFiles(directory)) server.get(path, (_request, reply) => answer(reply, path, file, isSecure));
  const start = readPageFiles(directory).get('/index.html');
  if (start === undefined) throw new Error(`no index.html in ${directory}: build the dashboard first`);
  server.get('/', (_request, reply) => answer(reply, '/', start, isSecure));
}

function answer(reply: FastifyReply, path: string, { body, contentType }: PageFile, isSecure: boolean): FastifyReply {
  return reply
    .headers(HEADERS)
    .headers(isSecure ? { 'strict-transport-security': STRICT_TRANSPORT } : {})
    .header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-store')
    .header('content-type', contentType)
    .send(Buffer.from(body));
}
