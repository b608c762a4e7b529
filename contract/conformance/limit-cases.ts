import { demand, demandProblem, type ConformanceCase } from './kit.ts';
import type { WireAnswer } from './wire.ts';

const FAILURES_PER_SESSION = 5;
const INQUIRIES_PER_MINUTE = 10;

/** These use up the kiosk's inquiries of a minute and count against an identity, so they run last and only on demand. */
export const limitCases: readonly ConformanceCase[] = [
  {
    name: 'limits: five failed matches of a session make a pause',
    async run(kit) {
      const sessionId = await kit.openSession();
      for (let tries = 0; tries < FAILURES_PER_SESSION; tries += 1) {
        demandProblem(await kit.inquire(sessionId, kit.target.data.unknown), 404, 'TXN_NOT_FOUND_OR_MISMATCH');
      }
      demandRateLimited(await kit.inquireAtOnce(sessionId, kit.target.data.unknown));
    },
  },
  {
    name: 'limits: the eleventh inquiry of a kiosk within a minute has to wait',
    async run(kit) {
      const [question] = kit.target.data.found;
      demand(question !== undefined, 'the case data names no transaction to find');
      const sessionId = await kit.openSession();
      let last: WireAnswer | null = null;
      for (let tries = 0; tries <= INQUIRIES_PER_MINUTE && last?.status !== 429; tries += 1) {
        last = await kit.inquireAtOnce(sessionId, question);
      }
      demand(last !== null, 'no inquiry was sent');
      demandRateLimited(last);
    },
  },
];

function demandRateLimited(answer: WireAnswer): void {
  demandProblem(answer, 429, 'RATE_LIMITED');
  demand(answer.headers['retry-after'] !== undefined, 'Retry-After is missing');
}
