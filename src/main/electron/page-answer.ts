import { contentSecurityPolicy, PAGE_HEADERS, readPageFiles } from '../../page-files/page-files.ts';
import { isOwnUrl } from './own-pages.ts';

/** Answers the pages' requests from memory. */
export type PageAnswer = (request: { readonly method: string; readonly url: string }) => Response;

const HEADERS = { ...PAGE_HEADERS, 'content-security-policy': contentSecurityPolicy("'none'") };

/** Answers with the files of the given folders, and with nothing else. Throws when a folder isn't there. */
export function answerFrom(directories: readonly string[]): PageAnswer {
  const files = new Map(directories.flatMap((directory) => [...readPageFiles(directory)]));
  return ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    const file = isOwnUrl(url) ? files.get(new URL(url).pathname) : undefined;
    if (file === undefined) return refusal(404);
    return new Response(file.body, { headers: { ...HEADERS, 'content-type': file.contentType } });
  };
}

const refusal = (status: number): Response => new Response(null, { status, headers: HEADERS });
