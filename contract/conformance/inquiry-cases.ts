import type { ErrorCode, Transaction } from '../validate.ts';
import { contractBody, demand, demandProblem, type ConformanceCase, type Kit } from './kit.ts';

const REQUIRED = ['number', 'hijriYear', 'direction', 'registeredOn', 'status', 'statusSince'];
const ABOVE_L1 = ['subject', 'source', 'urgency', 'attachmentsCount', 'applicant'] as const;

export const inquiryCases: readonly ConformanceCase[] = [
  {
    name: 'inquiry: every transaction of the case data is found, with its status and nothing above L1',
    async run(kit) {
      const sessionId = await kit.openSession();
      for (const question of kit.target.data.found) {
        const answer = await kit.inquire(sessionId, question);
        const { transaction, asOf } = contractBody('InquiryResult', answer, 200);
        const { number, hijriYear, status } = question;
        const what = `${number}/${String(hijriYear)}`;
        demand(transaction.hijriYear === hijriYear, `${what} answers another year`);
        demand(Number(transaction.number) === Number(number), `${what} answers another number`);
        demand(transaction.status === status, `${what} should be ${status}, is ${transaction.status}`);
        demand(Date.parse(asOf) <= Date.now() + 60_000, `${what} was read in the future`);
        demandMinimised(transaction, what);
      }
    },
  },
  {
    name: 'inquiry: an unknown number and a stranger’s number get the same answer',
    async run(kit) {
      const unknown = await notFound(kit, 'unknown');
      const mismatch = await notFound(kit, 'mismatch');
      demand(unknown.body === mismatch.body, 'the two bodies differ in more than traceId');
      demand(unknown.headers === mismatch.headers, 'the two answers have different headers');
    },
  },
  refusal('a number with letters is NUMBER_FORMAT', { number: '12a4' }, 'NUMBER_FORMAT', 'number'),
  refusal('a number of 13 digits is NUMBER_FORMAT', { number: '1234567890123' }, 'NUMBER_FORMAT', 'number'),
  refusal('a year before 1400 is YEAR_RANGE', { hijriYear: 1399 }, 'YEAR_RANGE', 'hijriYear'),
  refusal('a year in quotes is YEAR_RANGE', { hijriYear: '1448' }, 'YEAR_RANGE', 'hijriYear'),
  refusal(
    'an identity that is none is VALIDATION_FAILED',
    { identity: { kind: 'national_id', value: '10000000081' } },
    'VALIDATION_FAILED',
    'identity',
  ),
  {
    name: 'inquiry: a body that is no JSON is VALIDATION_FAILED',
    async run(kit) {
      const sessionId = await kit.openSession();
      demandProblem(await kit.call('POST', '/inquiries', { sessionId, body: '{"by":' }), 400, 'VALIDATION_FAILED');
    },
  },
  {
    name: 'inquiry: without a session it is SESSION_EXPIRED',
    async run(kit) {
      const answer = await kit.inquire('unknown-unknown-unknown', kit.target.data.unknown);
      demandProblem(answer, 401, 'SESSION_EXPIRED');
    },
  },
];

/** A refused inquiry names the field and never repeats what was sent. */
function refusal(title: string, change: object, code: ErrorCode, field: string): ConformanceCase {
  return {
    name: `inquiry: ${title}`,
    async run(kit) {
      const sessionId = await kit.openSession();
      const { number, hijriYear, identity } = kit.target.data.unknown;
      const body = { by: 'registration_number', number, hijriYear, identity, ...change };
      const answer = await kit.call('POST', '/inquiries', { sessionId, body });
      const problem = demandProblem(answer, 400, code);
      demand(problem.errors?.some((error) => error.field === field) === true, `errors does not name ${field}`);
      demand(!answer.text.includes(body.identity.value), 'the problem repeats the identity');
    },
  };
}

/** Headers that may differ between any two answers. */
const PASSING_HEADERS = new Set(['date', 'x-request-id', 'connection', 'keep-alive']);

async function notFound(kit: Kit, which: 'unknown' | 'mismatch'): Promise<{ body: string; headers: string }> {
  const question = kit.target.data[which];
  const answer = await kit.inquire(await kit.openSession(), question);
  const problem = demandProblem(answer, 404, 'TXN_NOT_FOUND_OR_MISMATCH');
  demand(!answer.text.includes(question.identity.value), 'the problem repeats the identity');
  demand(!answer.text.includes(question.number), 'the problem repeats the number');
  const headers = Object.keys(answer.headers).filter((name) => !PASSING_HEADERS.has(name));
  return { body: JSON.stringify({ ...problem, traceId: '' }), headers: headers.sort().join() };
}

function demandMinimised(transaction: Transaction, what: string): void {
  const fields = Object.keys(transaction);
  const shown = ABOVE_L1.find((field) => fields.includes(field));
  demand(shown === undefined, `${what} shows ${shown ?? ''}, which is above L1`);
  demand(transaction.outgoing?.to === undefined, `${what} shows to whom it was sent, which is above L1`);
  for (const { from, action, receivedOn } of transaction.referrals ?? []) {
    const bare = from === undefined && action === undefined && receivedOn === undefined;
    demand(bare, `${what} shows more of a referral than where to and when, which is above L1`);
  }
  const extra = fields.filter((field) => !REQUIRED.includes(field));
  const quiet = transaction.status !== 'restricted' || extra.length === 0;
  demand(quiet, `${what} is restricted, yet shows ${extra.join(', ')}`);
}
