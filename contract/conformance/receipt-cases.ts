import { randomUUID } from 'node:crypto';
import type { Receipt } from '../validate.ts';
import { contractBody, demand, demandEmpty, demandProblem, type ConformanceCase, type Kit } from './kit.ts';

const print = { delivery: 'print' } as const;

async function issued(kit: Kit): Promise<Receipt> {
  const { sessionId, transactionRef } = await kit.found();
  const options = { sessionId, idempotencyKey: randomUUID(), body: print };
  return contractBody('Receipt', await kit.call('POST', `/transactions/${transactionRef}/receipts`, options), 201);
}

export const receiptCases: readonly ConformanceCase[] = [
  {
    name: 'receipt: is issued once per key, and its link holds neither identity nor number',
    async run(kit) {
      const { sessionId, transactionRef } = await kit.found();
      const path = `/transactions/${transactionRef}/receipts`;
      const options = { sessionId, idempotencyKey: randomUUID(), body: print };
      const first = contractBody('Receipt', await kit.call('POST', path, options), 201);
      const again = contractBody('Receipt', await kit.call('POST', path, options), 201);
      demand(first.receiptNo === again.receiptNo, 'the same Idempotency-Key issued a second receipt');
      demand(first.verificationCode === again.verificationCode, 'the verification code changed with the repeat');
      const [question] = kit.target.data.found;
      const value = question?.identity.value ?? '';
      demand(!first.qrPayload.includes(value), 'the link holds the identity');
      demandProblem(await kit.call('POST', path, { ...options, body: { delivery: 'qr' } }), 422, 'IDEMPOTENCY_KEY_REUSED');
    },
  },
  {
    name: 'receipt: another key gives another receipt',
    async run(kit) {
      const [first, second] = [await issued(kit), await issued(kit)];
      demand(first.receiptNo !== second.receiptNo, 'two receipts have the same number');
    },
  },
  {
    name: 'receipt: a reference of another session is unknown',
    async run(kit) {
      const { transactionRef } = await kit.found();
      const sessionId = await kit.openSession();
      const options = { sessionId, idempotencyKey: randomUUID(), body: print };
      demandProblem(await kit.call('POST', `/transactions/${transactionRef}/receipts`, options), 404, 'RESOURCE_UNKNOWN');
    },
  },
  {
    name: 'receipt: the fate of the paper is noted, as often as it is told',
    async run(kit) {
      const path = `/receipts/${(await issued(kit)).receiptNo}/print-result`;
      for (const body of [{ result: 'unknown', reason: 'no_answer' }, { result: 'not_printed', reason: 'paper_out' }]) {
        demandEmpty(await kit.call('PUT', path, { body }), 204);
      }
      demandEmpty(await kit.call('PUT', path, { body: { result: 'printed' } }), 204);
      demandProblem(await kit.call('PUT', path, { body: { result: 'taken' } }), 400, 'VALIDATION_FAILED');
    },
  },
  {
    name: 'receipt: the paper of a receipt nobody issued is unknown',
    async run(kit) {
      const answer = await kit.call('PUT', '/receipts/NONE-0000-000000/print-result', { body: { result: 'printed' } });
      demandProblem(answer, 404, 'RESOURCE_UNKNOWN');
    },
  },
];
