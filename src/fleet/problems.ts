import type { HubProblem } from '../../contract/fleet/messages.ts';

/** The HTTP status of each refusal. */
export const STATUS_OF_PROBLEM: Readonly<Record<HubProblem, number>> = {
  malformed: 400,
  wrong_code: 401,
  unauthorized: 401,
  bad_signature: 401,
  revoked: 403,
  another_kiosk: 403,
  no_session: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};
