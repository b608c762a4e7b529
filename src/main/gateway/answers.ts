import { conforms, type ContractTypes, type ErrorCode, type Problem, type SchemaName } from '../../../contract/validate.ts';
import type { GatewayFault } from '../../domain/faults.ts';
import { parseJson } from '../../domain/json.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { HttpAnswer } from './http.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** Where a 429 doesn't say how long, though the contract asks it to. */
const DEFAULT_PAUSE_SECONDS = 30;

const BAD_ANSWER: GatewayFault = { code: 'bad_answer' };

/** Reads a body the contract names; anything else is a bad answer. */
export function readBody<Name extends SchemaName>(
  name: Name,
  { headers, body }: HttpAnswer,
): Result<ContractTypes[Name], GatewayFault> {
  if (mediaType(headers['content-type']) !== 'application/json') return fault(BAD_ANSWER);
  const value = parseJson(body);
  return conforms(name, value) ? ok(value) : fault(BAD_ANSWER);
}

/**
 * What an answer that isn't the wanted one means. A problem of the contract speaks for itself; an answer without one
 * comes from something in between (a proxy, a firewall), and then only the status is believed, and never as far as
 * "no such transaction".
 */
export function faultOfAnswer(answer: HttpAnswer, nowMs: number): GatewayFault {
  const { headers } = answer;
  const seconds = retryAfterSeconds(headers['retry-after'], headers.date, nowMs);
  const problem = problemIn(answer);
  return problem === null ? faultOfStatus(answer.status, seconds) : faultOfProblem(problem, seconds);
}

function problemIn({ status, headers, body }: HttpAnswer): Problem | null {
  if (mediaType(headers['content-type']) !== 'application/problem+json') return null;
  const value = parseJson(body);
  return conforms('Problem', value) && value.status === status ? value : null;
}

/** The code of a problem, for the few decisions that need more than the fault. */
export const codeOf = (answer: HttpAnswer): ErrorCode | null => problemIn(answer)?.code ?? null;

function faultOfStatus(status: number, seconds: number | null): GatewayFault {
  if (status === 401 || status === 403) return { code: 'unauthorized' };
  if (status === 429) return { code: 'rate_limited', retryAfterSeconds: seconds ?? DEFAULT_PAUSE_SECONDS };
  if (status === 504) return { code: 'timeout' };
  return status >= 500 ? unavailable(seconds) : BAD_ANSWER;
}

function faultOfProblem({ code, errors }: Problem, seconds: number | null): GatewayFault {
  switch (code) {
    case 'VALIDATION_FAILED':
      return errors?.some(({ field }) => field === 'identity') === true
        ? { code: 'invalid_input', field: 'identity' }
        : BAD_ANSWER;
    case 'NUMBER_FORMAT':
      return { code: 'invalid_input', field: 'number' };
    case 'YEAR_RANGE':
      return { code: 'invalid_input', field: 'hijriYear' };
    case 'SESSION_EXPIRED':
      return { code: 'session_expired' };
    case 'DEVICE_UNAUTHORIZED':
      return { code: 'unauthorized' };
    case 'RESTRICTED':
      return { code: 'restricted' };
    case 'TXN_NOT_FOUND_OR_MISMATCH':
      return { code: 'not_found' };
    case 'IDENTITY_LOCKED':
      return { code: 'locked' };
    case 'RATE_LIMITED':
      return { code: 'rate_limited', retryAfterSeconds: seconds ?? DEFAULT_PAUSE_SECONDS };
    case 'IDEMPOTENCY_IN_PROGRESS':
    case 'INTERNAL':
    case 'BACKEND_BAD_ANSWER':
    case 'BACKEND_UNAVAILABLE':
      return unavailable(seconds);
    case 'BACKEND_TIMEOUT':
      return { code: 'timeout' };
    // The path or the key is wrong: the address of the gateway, or one of the two programs, needs mending.
    case 'RESOURCE_UNKNOWN':
    case 'IDEMPOTENCY_KEY_REUSED':
      return BAD_ANSWER;
  }
}

const unavailable = (seconds: number | null): GatewayFault =>
  seconds === null ? { code: 'unavailable' } : { code: 'unavailable', retryAfterSeconds: seconds };

const mediaType = (contentType: string | undefined): string => (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Goes on with a good value, hands a fault through. */
export function mapped<From, To>(
  result: Result<From, GatewayFault>,
  next: (value: From) => Result<To, GatewayFault>,
): Result<To, GatewayFault> {
  return result.ok ? next(result.value) : result;
}
