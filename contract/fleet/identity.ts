import { z } from 'zod';
import { base64url, kioskId, name, publicKey, shortText, signature, timeMs, version } from './fields.ts';

/**
 * How a kiosk becomes known (`POST /v1/enrol`, once) and proves who it is (`POST /v1/challenge`, `POST /v1/token`, every
 * few minutes). Everything else carries the token as `Authorization: Bearer`.
 */

/** One-time code as an administrator reads it out: no letters that look alike. */
export const enrolmentCode = z.string().regex(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$/, 'expected four groups of four');

export const enrolSchema = z.object({
  v: version,
  kiosk: kioskId,
  code: enrolmentCode,
  /** SPKI, DER, base64url: Ed25519 or ECDSA on P-256. The private half never leaves the kiosk. */
  publicKey,
  /** Over `enrolmentText`, by that key: proves that the kiosk holds it. */
  signature,
});

export const enrolledSchema = z.object({
  v: version,
  kiosk: kioskId,
  /** Ed25519 key that signs remote jobs, SPKI, DER, base64url. The kiosk pins it. */
  hubKey: publicKey,
  hubTimeMs: timeMs,
});

export const challengeRequestSchema = z.object({ v: version, kiosk: kioskId });
export const challengeSchema = z.object({ v: version, challenge: base64url.min(40).max(200), expiresInSeconds: z.int().min(1).max(600) });
export const tokenRequestSchema = z.object({
  v: version,
  kiosk: kioskId,
  challenge: base64url.min(40).max(200),
  /** Over `challengeText`. */
  signature,
});
export const tokenSchema = z.object({ v: version, token: z.string().min(40).max(400), expiresInSeconds: z.int().min(1).max(86_400) });

/** Why the hub refused an HTTP call, with the status in brackets. */
export const HUB_PROBLEMS = [
  'malformed', // 400
  'wrong_code', // 401: unknown, used before or expired
  'unauthorized', // 401: no token, a forged or an expired one; get a new one
  'bad_signature', // 401
  'revoked', // 403: an administrator has to enrol the kiosk again
  'another_kiosk', // 403
  'no_session', // 409: say hello first
  'too_large', // 413: send less at once
  'too_many', // 429: come back after Retry-After
  'unavailable', // 503: the hub can't write; come back after Retry-After
] as const;
export type HubProblem = (typeof HUB_PROBLEMS)[number];
export const problemSchema = z.object({ v: version, problem: name, detail: shortText.optional() });

/** What an enrolling kiosk signs. */
export const enrolmentText = (kiosk: string, code: string): string => `raha-enrol/v1\n${kiosk}\n${code}`;
/** What a kiosk signs to get a token. */
export const challengeText = (kiosk: string, challenge: string): string => `raha-token/v1\n${kiosk}\n${challenge}`;
