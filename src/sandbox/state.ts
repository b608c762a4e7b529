import { OPERATIONS, type FaultPlan, type Operation } from '../../contract/gateway-faults.ts';
import { createIdempotencyStore, type IdempotencyStore } from './idempotency.ts';
import { createInquiryLimits, type InquiryLimits, type Limits } from './limits.ts';
import { createReceiptBook, type ReceiptBook } from './receipts.ts';
import type { RecordStore } from './records.ts';
import { createSessionBook, type SessionBook } from './sessions.ts';
import { createTokenDesk, type Credentials, type TokenDesk } from './tokens.ts';

/** What an operation answers when it isn't refused. */
export interface Answer {
  readonly status: number;
  readonly body: object | null;
}

/** Everything one sandbox remembers; it lives in memory and dies with the process. */
export interface State {
  readonly now: () => number;
  readonly tokens: TokenDesk;
  readonly sessions: SessionBook;
  readonly limits: InquiryLimits;
  readonly records: RecordStore;
  readonly receipts: ReceiptBook;
  readonly idempotency: IdempotencyStore<Answer>;
  readonly faults: FaultPlan;
  readonly calls: Record<Operation, number>;
  /** Told of a call before a fault is chosen for it. */
  readonly callListeners: Set<(operation: Operation) => void>;
  readonly scores: number[];
}

export interface StateOptions {
  readonly now: () => number;
  readonly credentials: Credentials;
  readonly limits: Limits;
  readonly records: RecordStore;
  readonly faults: FaultPlan;
}

export function createState({ now, credentials, limits, records, faults }: StateOptions): State {
  return {
    now,
    tokens: createTokenDesk(credentials, now),
    sessions: createSessionBook(now),
    limits: createInquiryLimits(limits, now),
    records,
    receipts: createReceiptBook(now),
    idempotency: createIdempotencyStore(now),
    faults,
    calls: Object.fromEntries(OPERATIONS.map((operation) => [operation, 0])) as Record<Operation, number>,
    callListeners: new Set(),
    scores: [],
  };
}
