import { isSignedBy, publicKeyText, readPublicKey } from '../../../contract/fleet/keys.ts';
import {
  challengeRequestSchema,
  challengeText,
  enrolmentText,
  enrolSchema,
  PROTOCOL_VERSION,
  tokenRequestSchema,
  type HubProblem,
} from '../../../contract/fleet/messages.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { Asker } from '../asker.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { hashOfCode } from './codes.ts';
import type { Directory } from './directory.ts';
import { issueEnrolmentCode, type EnrolmentCode } from './enrolment-codes.ts';
import type { HubKeys } from './hub-keys.ts';
import { CHALLENGE_LIFETIME_MS, TOKEN_LIFETIME_MS, type TokenDesk } from './tokens.ts';

export interface IdentityParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly tokens: TokenDesk;
  readonly keys: HubKeys;
  readonly now: () => number;
  /** A kiosk was enrolled or revoked: others have to know. */
  readonly changed: () => Promise<void>;
}

export type IdentityDoor = ReturnType<typeof createIdentityDoor>;

/** How a kiosk becomes known, proves who it is, and is shut out. */
export function createIdentityDoor({ changed, directory, keys, now, store, tokens }: IdentityParts) {
  const deed = (by: Asker, action: string, target: string, reason: string | null, outcome: string): AuditEntry => ({
    atMs: now(),
    who: by.account,
    role: by.role,
    address: by.address,
    action,
    target,
    reason,
    outcome,
  });

  return {
    /** @returns the code, this once: only its hash is kept. */
    async issueCode(kiosk: string, by: Asker): Promise<Result<EnrolmentCode, 'unknown_kiosk'>> {
      if (directory.get(kiosk) === null) return fault('unknown_kiosk');
      return store.audit.along(async (transaction, append) => {
        const issued = await issueEnrolmentCode(transaction, kiosk, by.account, now());
        await append(deed(by, 'kiosk.enrolment_code', kiosk, null, 'done'));
        return ok(issued);
      });
    },

    async enrol(body: unknown, address: string): Promise<Result<object, HubProblem>> {
      const request = enrolSchema.safeParse(body);
      if (!request.success) return fault('malformed');
      const { code, kiosk, publicKey, signature } = request.data;
      const key = readPublicKey(publicKey);
      if (!key.ok) return fault('malformed');
      if (!isSignedBy(key.value, enrolmentText(kiosk, code), signature)) return fault('bad_signature');
      const enrolment = { kiosk, codeHash: hashOfCode(code), publicKey: publicKeyText(key.value), nowMs: now() };
      const isEnrolled = await store.kiosks.enrol(enrolment);
      await store.audit.append(deed({ account: kiosk, role: 'kiosk', address }, 'kiosk.enrol', kiosk, null, isEnrolled ? 'done' : 'refused: wrong_code'));
      if (!isEnrolled) return fault('wrong_code');
      await changed();
      return ok({ v: PROTOCOL_VERSION, kiosk, hubKey: publicKeyText(keys.verifying), hubTimeMs: now() });
    },

    /** A stranger gets one like everybody else: who asks learns nothing about which kiosks there are. */
    challenge(body: unknown): Result<object, HubProblem> {
      const request = challengeRequestSchema.safeParse(body);
      if (!request.success) return fault('malformed');
      const challenge = tokens.challenge(request.data.kiosk, now());
      return ok({ v: PROTOCOL_VERSION, challenge, expiresInSeconds: CHALLENGE_LIFETIME_MS / 1000 });
    },

    token(body: unknown): Result<object, HubProblem> {
      const request = tokenRequestSchema.safeParse(body);
      if (!request.success) return fault('malformed');
      const { challenge, kiosk, signature } = request.data;
      if (!tokens.takeChallenge(kiosk, challenge, now())) return fault('unauthorized');
      const key = directory.key(kiosk);
      if (key === null || !isSignedBy(key, challengeText(kiosk, challenge), signature)) return fault('bad_signature');
      if (directory.isRevoked(kiosk)) return fault('revoked');
      const enrolledMs = directory.get(kiosk)?.enrolled_ms ?? 0;
      const token = tokens.issue({ kiosk, enrolledMs }, now());
      return ok({ v: PROTOCOL_VERSION, token, expiresInSeconds: TOKEN_LIFETIME_MS / 1000 });
    },

    /** Which kiosk speaks. @param authorization the HTTP header */
    authenticate(authorization: string | undefined): Result<string, HubProblem> {
      const token = /^Bearer ([A-Za-z0-9_-]{40,400})$/i.exec(authorization ?? '')?.[1];
      const claims = token === undefined ? null : tokens.check(token, now());
      if (claims === null) return fault('unauthorized');
      if (directory.isRevoked(claims.kiosk)) return fault('revoked');
      if (directory.get(claims.kiosk)?.enrolled_ms !== claims.enrolledMs) return fault('unauthorized');
      return ok(claims.kiosk);
    },

    /** From now on it is a stranger: its session ends, its tokens are void, until somebody enrols it again. */
    async revoke(kiosk: string, by: Asker, reason: string): Promise<Result<null, 'unknown_kiosk'>> {
      if (directory.get(kiosk) === null) return fault('unknown_kiosk');
      await store.kiosks.revoke(kiosk, now());
      await store.audit.append(deed(by, 'kiosk.revoke', kiosk, reason, 'done'));
      await changed();
      return ok(null);
    },
  };
}
