import { randomUUID } from 'node:crypto';
import { demandEmpty, demandProblem, type ConformanceCase } from './kit.ts';

export const feedbackCases: readonly ConformanceCase[] = [
  {
    name: 'feedback: is accepted without a session, and may be sent again',
    async run(kit) {
      const options = { idempotencyKey: randomUUID(), body: { journeyId: randomUUID(), score: 4 } };
      demandEmpty(await kit.call('POST', '/feedback', options), 202);
      demandEmpty(await kit.call('POST', '/feedback', options), 202);
      const changed = { ...options, body: { ...options.body, score: 1 } };
      demandProblem(await kit.call('POST', '/feedback', changed), 422, 'IDEMPOTENCY_KEY_REUSED');
    },
  },
  {
    name: 'feedback: six of five stars are refused',
    async run(kit) {
      const options = { idempotencyKey: randomUUID(), body: { journeyId: randomUUID(), score: 6 } };
      demandProblem(await kit.call('POST', '/feedback', options), 400, 'VALIDATION_FAILED');
    },
  },
];
