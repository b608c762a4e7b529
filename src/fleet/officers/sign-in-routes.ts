import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { enrolmentUri, newTotpSecret } from '../../sign-in/one-time-code.ts';
import { hashSecret } from '../../sign-in/secret-hash.ts';
import type { Me, NewSecondFactor, SignInWays } from '../api.ts';
import { accountName, type LocalSecrets, type Officer } from '../access/officers.ts';
import { isSignInCode, useSignInCode } from '../access/sign-in-codes.ts';
import { cookieName, cookieOf, endedCookie, Refused, sessionCookie, signedIn } from './guard.ts';
import type { OfficerParts } from './parts.ts';

/** NIST SP 800-63B: length is what counts. Longer ones only cost time. */
const password = z.string().min(12).max(200);
const signInSchema = z.strictObject({ account: z.string().max(64), password: z.string().max(200), code: z.string().max(10) });
const firstSignInSchema = z.strictObject({ firstCode: z.string().max(40), account: accountName, password });

const OIDC_STATE_COOKIE = 'raha-oidc';

/** Signing in and out: the only routes that need no session. */
export function registerSignInRoutes(server: FastifyInstance, parts: OfficerParts): void {
  const { door, firstSignIn, hub, isSecure, officers, oidc, sessions } = parts;

  server.get('/sign-in-ways', async (): Promise<SignInWays> => {
    const isNew = !(await officers.hasAny());
    return { local: true, oidc: oidc?.name ?? null, isNew };
  });

  server.post('/sign-in', async (request, reply) => {
    const typed = signInSchema.safeParse(request.body);
    if (!typed.success) throw new Refused('malformed');
    const answer = await door.signIn(typed.data, request.ip);
    if (!answer.ok) {
      // Not even looked at, so not written down: strangers must not fill what is kept for good.
      if (answer.fault.code === 'wait') throw new Refused('too_many', Math.ceil(answer.fault.waitMs / 1000));
      await note(request, typed.data.account, 'refused');
      throw new Refused('wrong_sign_in');
    }
    return begin(request, reply, answer.value);
  });

  server.post('/first-sign-in', async (request): Promise<NewSecondFactor> => {
    const typed = firstSignInSchema.safeParse(request.body);
    if (!typed.success) throw new Refused('malformed');
    const { account: name, firstCode } = typed.data;
    const totpSecret = newTotpSecret();
    const local = async (): Promise<LocalSecrets> => ({ password: await hashSecret(typed.data.password), totpSecret, lastStep: 0 });
    // Asked before the password is hashed: strangers must not keep the processor busy.
    if (await isSignInCode(hub.store, name, firstCode, hub.now())) {
      if (!(await useSignInCode(hub.store, name, firstCode, await local(), hub.now()))) throw new Refused('wrong_sign_in');
      await note(request, name, 'password set by code');
      return { otpauthUrl: enrolmentUri(name, totpSecret) };
    }
    if ((await officers.hasAny()) || !firstSignIn.use(firstCode)) throw new Refused('wrong_sign_in');
    await officers.save({
      account: name,
      name: { ar: name, en: name },
      duties: ['technical', 'manager'],
      sites: null,
      language: 'ar',
      mail: null,
      phone: null,
      oidcSubject: null,
      ...(await officers.find(name)),
      role: 'administrator',
      local: await local(),
      isDisabled: false,
    });
    await note(request, name, 'first account made');
    return { otpauthUrl: enrolmentUri(name, totpSecret) };
  });

  server.get('/me', async (request): Promise<Me> => {
    const { csrfToken, officer } = await signedIn(request, parts);
    return { account: officer.account, name: officer.name, role: officer.role, sites: officer.sites, csrfToken };
  });

  server.post('/sign-out', async (request, reply) => {
    await signedIn(request, parts);
    await sessions.end(cookieOf(request, cookieName(isSecure)) ?? '');
    return reply.header('set-cookie', endedCookie(isSecure)).code(204).send();
  });

  if (oidc === null) return;
  server.get('/oidc/start', async (_request, reply) => {
    const begun = await oidc.begin();
    if (!begun.ok) throw new Refused('unavailable', 30);
    // Lax, because the organisation's page sends the browser back; it only ties the answer to the browser that asked.
    const cookie = `${OIDC_STATE_COOKIE}=${begun.value.state}; Path=/api/oidc; HttpOnly; SameSite=Lax; Max-Age=600${isSecure ? '; Secure' : ''}`;
    return reply.header('set-cookie', cookie).redirect(begun.value.url);
  });
  server.get('/oidc/callback', async (request, reply) => {
    const callback = new URL(request.url, parts.pageUrl);
    const subject = await oidc.finish(callback, cookieOf(request, OIDC_STATE_COOKIE) ?? '');
    const officer = subject.ok ? await officers.findBySubject(subject.value) : null;
    if (officer === null || officer.isDisabled) {
      // Who comes with nothing from the organisation is nobody.
      if (subject.ok) await note(request, officer?.account ?? 'unknown', 'refused');
      return reply.redirect('/#/sign-in/refused');
    }
    const { token } = await sessions.begin(officer.account);
    await note(request, officer.account, 'ok');
    return reply.header('set-cookie', sessionCookie(token, isSecure)).redirect('/');
  });

  async function begin(request: FastifyRequest, reply: FastifyReply, officer: Officer): Promise<Me> {
    const { csrfToken, token } = await sessions.begin(officer.account);
    await note(request, officer.account, 'ok');
    void reply.header('set-cookie', sessionCookie(token, isSecure));
    return { account: officer.account, name: officer.name, role: officer.role, sites: officer.sites, csrfToken };
  }

  /** Only names of accounts that there are get into the audit: what was typed could be anything, a password too. */
  async function note(request: FastifyRequest, name: string, outcome: string): Promise<void> {
    const officer = await officers.find(name);
    await hub.store.audit.append({
      atMs: hub.now(),
      who: officer?.account ?? 'unknown',
      role: officer?.role ?? 'none',
      address: request.ip,
      action: 'officer.sign_in',
      target: null,
      reason: null,
      outcome,
    });
  }
}
