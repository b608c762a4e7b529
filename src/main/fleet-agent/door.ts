import { fault, ok, type Result } from '../../domain/result.ts';
import { endOfCall, type HubCalls } from './hub-calls.ts';
import type { FleetIdentity } from './identity.ts';
import type { LinkEnd } from './link.ts';

export interface DoorPorts {
  readonly calls: Pick<HubCalls, 'enrol' | 'forgetToken' | 'token'>;
  readonly identity: Pick<FleetIdentity, 'enrolled' | 'hubKey' | 'newCode' | 'publicKey' | 'refused'>;
}

/** The kiosk was never enrolled and has no code to do so. */
const NO_CODE: LinkEnd = { code: 'refused', problem: 'no_code', retryAfterMs: 0 };
/** By these the hub says that it doesn't know this kiosk's key, or no more: only a new code can help. */
const STRANGER: ReadonlySet<string | null> = new Set(['bad_signature', 'revoked']);

/** @returns a token that proves who the kiosk is; where it is a stranger to the hub it uses a new code, if there is one. */
export async function enterHub({ calls, identity }: DoorPorts): Promise<Result<string, LinkEnd>> {
  if (identity.hubKey === null) {
    const enrolled = await enrol({ calls, identity });
    if (!enrolled.ok) return enrolled;
  }
  const token = await calls.token();
  if (token.ok) return token;
  if (!STRANGER.has(token.fault.problem) || identity.newCode() === null) return fault(endOfCall(token.fault));
  const enrolled = await enrol({ calls, identity });
  if (!enrolled.ok) return enrolled;
  const second = await calls.token();
  return second.ok ? second : fault(endOfCall(second.fault));
}

async function enrol({ calls, identity }: DoorPorts): Promise<Result<null, LinkEnd>> {
  const code = identity.newCode();
  if (code === null) return fault(NO_CODE);
  const hubKey = await calls.enrol(code, identity.publicKey);
  if (hubKey.ok) {
    identity.enrolled(code, hubKey.value);
    calls.forgetToken();
    return ok(null);
  }
  // Only a plain "no" uses a code up: an answer that was lost is asked for again.
  if (hubKey.fault.problem === 'wrong_code') identity.refused(code);
  return fault(endOfCall(hubKey.fault));
}
