import type { Operation } from '../../contract/gateway-faults.ts';
import { conforms, violationOf, type ContractTypes, type SchemaName } from '../../contract/validate.ts';
import { Refusal } from './problem.ts';
import { minimised } from './records.ts';
import { opaqueId } from './sessions.ts';
import type { Answer, State } from './state.ts';

/** A call as the operations see it; the server has already let the kiosk in. */
export interface Call {
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
  readonly sessionId: string | undefined;
}

type CitizenOperation = Exclude<Operation, 'fetchToken'>;

/** What each operation of the contract does. Throws a Refusal where the contract has a problem for it. */
export const operations: Readonly<Record<CitizenOperation, (state: State, call: Call) => Answer>> = {
  startSession(state, { body }) {
    return { status: 201, body: state.sessions.open(accept('SessionStart', body)) };
  },

  endSession(state, { params }) {
    state.sessions.end(params['sessionId'] ?? '');
    return { status: 204, body: null };
  },

  inquire(state, { body, sessionId }) {
    const session = state.sessions.get(sessionId);
    const inquiry = accept('InquiryRequest', body);
    state.limits.admit(session, inquiry.identity);
    const transaction = state.records.find(inquiry);
    if (transaction === null) {
      state.limits.failed(session, inquiry.identity);
      throw new Refusal('TXN_NOT_FOUND_OR_MISMATCH');
    }
    const transactionRef = opaqueId();
    session.found.add(transactionRef);
    const asOf = new Date(state.now()).toISOString();
    return { status: 200, body: { transactionRef, asOf, stale: false, transaction: minimised(transaction) } };
  },

  issueReceipt(state, { body, params, sessionId }) {
    const session = state.sessions.get(sessionId);
    accept('ReceiptRequest', body);
    if (!session.found.has(params['transactionRef'] ?? '')) throw new Refusal('RESOURCE_UNKNOWN');
    return { status: 201, body: state.receipts.issue() };
  },

  reportPrint(state, { body, params }) {
    state.receipts.report(params['receiptNo'] ?? '', accept('PrintResult', body));
    return { status: 204, body: null };
  },

  rate(state, { body }) {
    state.scores.push(accept('Feedback', body).score);
    return { status: 202, body: null };
  },
};

function accept<Name extends SchemaName>(name: Name, body: unknown): ContractTypes[Name] {
  if (conforms(name, body)) return body;
  throw refusalOf(violationOf(name, body)?.path ?? '');
}

/** @param path JSON pointer of what is wrong; the value itself is never repeated. */
function refusalOf(path: string): Refusal {
  const field = path.split('/')[1] ?? '';
  const errors = [{ field: field === '' ? 'body' : field, code: 'INVALID' }];
  if (field === 'number') return new Refusal('NUMBER_FORMAT', { errors });
  if (field === 'hijriYear') return new Refusal('YEAR_RANGE', { errors });
  return new Refusal('VALIDATION_FAILED', { errors });
}
