import { randomUUID } from 'node:crypto';
import { contractBody, demand, demandEmpty, demandProblem, type ConformanceCase } from './kit.ts';

export const sessionCases: readonly ConformanceCase[] = [
  {
    name: 'session: opens at assurance L0 and ends in the future',
    async run(kit) {
      const body = { kioskId: kit.target.data.kioskId, language: 'ar' };
      const answer = await kit.call('POST', '/sessions', { idempotencyKey: randomUUID(), body });
      const session = contractBody('Session', answer, 201);
      demand(session.assurance === 'L0', `expected L0, got ${session.assurance}`);
      demand(Date.parse(session.expiresAt) > Date.now(), 'expiresAt has passed already');
    },
  },
  {
    name: 'session: the same key opens the same session, another key another one',
    async run(kit) {
      const options = { idempotencyKey: randomUUID(), body: { kioskId: kit.target.data.kioskId, language: 'en' } };
      const first = contractBody('Session', await kit.call('POST', '/sessions', options), 201);
      const again = contractBody('Session', await kit.call('POST', '/sessions', options), 201);
      demand(first.sessionId === again.sessionId, 'the same Idempotency-Key opened a second session');
      demand((await kit.openSession()) !== first.sessionId, 'two sessions have the same id');
    },
  },
  {
    name: 'session: a body that breaks the contract is refused by field',
    async run(kit) {
      const options = { idempotencyKey: randomUUID(), body: { kioskId: 'no kiosk', language: 'ar' } };
      const problem = demandProblem(await kit.call('POST', '/sessions', options), 400, 'VALIDATION_FAILED');
      demand(problem.errors?.some(({ field }) => field === 'kioskId') === true, 'errors does not name kioskId');
    },
  },
  {
    name: 'session: ends, ends again without complaint, and answers no inquiry after that',
    async run(kit) {
      const sessionId = await kit.openSession();
      demandEmpty(await kit.call('DELETE', `/sessions/${sessionId}`), 204);
      demandEmpty(await kit.call('DELETE', `/sessions/${sessionId}`), 204);
      demandProblem(await kit.inquire(sessionId, kit.target.data.unknown), 401, 'SESSION_EXPIRED');
    },
  },
  {
    name: 'headers: a call without X-Request-Id is refused',
    async run(kit) {
      const options = {
        idempotencyKey: randomUUID(),
        body: { kioskId: kit.target.data.kioskId, language: 'ar' },
        headers: { 'x-request-id': null },
      };
      demandProblem(await kit.call('POST', '/sessions', options), 400, 'VALIDATION_FAILED');
    },
  },
  {
    name: 'headers: a POST that creates is refused without Idempotency-Key',
    async run(kit) {
      const body = { kioskId: kit.target.data.kioskId, language: 'ar' };
      demandProblem(await kit.call('POST', '/sessions', { body }), 400, 'VALIDATION_FAILED');
    },
  },
];
