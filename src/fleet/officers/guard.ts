import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../api.ts';
import type { Officer } from '../access/officers.ts';
import { may, mayAnywhere, type Right, type SiteAsker } from '../access/roles.ts';
import type { OfficerParts } from './parts.ts';

/** Somebody who is signed in, with what decisions and the audit need. */
export interface SignedIn extends SiteAsker {
  readonly officer: Officer;
  readonly csrfToken: string;
}

const STATUS_OF: Readonly<Record<Refusal['problem'], number>> = {
  malformed: 400,
  wrong_sign_in: 401,
  signed_out: 401,
  csrf: 403,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  too_much: 413,
  too_many: 429,
  unavailable: 503,
};

/** Thrown to end a call with a refusal; the routes' error handler answers with it. */
export class Refused extends Error {
  readonly problem: Refusal['problem'];
  readonly retryAfterSeconds: number | null;

  constructor(problem: Refusal['problem'], retryAfterSeconds: number | null = null) {
    super(problem);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function answerRefusal(reply: FastifyReply, { problem, retryAfterSeconds }: Refused): FastifyReply {
  if (retryAfterSeconds !== null) void reply.header('retry-after', retryAfterSeconds);
  return reply.code(STATUS_OF[problem]).send({ problem } satisfies Refusal);
}

/** Browsers keep `__Host-` cookies to this very host, over https. On loopback, without TLS, they would refuse it. */
export const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-raha' : 'raha');

export const sessionCookie = (token: string, isSecure: boolean): string =>
  `${cookieName(isSecure)}=${token}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;

export const endedCookie = (isSecure: boolean): string => `${sessionCookie('', isSecure)}; Max-Age=0`;

/** The value of one cookie of a call, or null. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  const pairs = (request.headers.cookie ?? '').split(/; */);
  const pair = pairs.find((one) => one.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Who is calling; refused where nobody is signed in, or where the call could have come from another page. */
export async function signedIn(request: FastifyRequest, parts: OfficerParts): Promise<SignedIn> {
  const token = cookieOf(request, cookieName(parts.isSecure));
  const session = token === null || token === '' ? null : await parts.sessions.find(token);
  const officer = session === null ? null : await parts.officers.find(session.account);
  if (session === null || officer === null || officer.isDisabled) throw new Refused('signed_out');
  if (!READS.has(request.method) && !isSame(request.headers['x-raha-csrf'], session.csrfToken)) throw new Refused('csrf');
  const { account, role, sites } = officer;
  return { account, role, sites, address: request.ip, officer, csrfToken: session.csrfToken };
}

function isSame(given: string | string[] | undefined, expected: string): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/**
 * Lets through who may do this at this site. Who may do it elsewhere is told that there is no such thing here, as for an
 * id that nobody has; who may not do it anywhere is told so.
 */
export function allow(who: SiteAsker, right: Right, site: string | null): void {
  if (!mayAnywhere(who, right)) throw new Refused('not_allowed');
  if (!may(who, right, site)) throw new Refused('not_found');
}

/** The site of a kiosk; an unknown one is refused like one of another site. */
export function siteOfKiosk({ hub }: OfficerParts, kiosk: string): string {
  const row = hub.directory.get(kiosk);
  if (row === null) throw new Refused('not_found');
  return row.site;
}

/** Writes down what somebody did, or looked at where looking is worth knowing. */
export function noteDeed(parts: OfficerParts, who: SignedIn, action: string, target: string | null, outcome = 'ok', reason: string | null = null): Promise<unknown> {
  const { account, address, role } = who;
  return parts.hub.store.audit.append({ atMs: parts.hub.now(), who: account, role, address, action, target, reason, outcome });
}
