import { randomUUID } from 'node:crypto';
import type { PrintResult } from '../../../contract/validate.ts';
import type { GatewayFault } from '../../domain/faults.ts';
import { ok, type Result } from '../../domain/result.ts';
import { callWithToken, fetchToken, resourceUrl, type Operation } from './access.ts';
import { mapped, readBody } from './answers.ts';
import { inquiryBody, json, uuidOf } from './bodies.ts';
import { nothing, type CallTools } from './call.ts';
import { createCircuit } from './circuit.ts';
import { checkedUrl, CONTRACT_TIMING, type GatewayTiming, type HttpGatewayConfig } from './config.ts';
import type { Gateway } from './gateway.ts';
import { createExchange, type Exchange } from './http.ts';
import { createTokenSource } from './token.ts';
import { inquiryAnswer } from './transaction.ts';

/** What tests replace: limits to shorten, clock and chance to steer. */
export interface ClientOptions {
  readonly timing?: Partial<GatewayTiming>;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonicMs?: () => number;
  readonly random?: () => number;
  /** Comes between the client and the wire; for faults that are played. */
  readonly around?: (wire: Exchange) => Exchange;
}

/**
 * The emirate's gateway over HTTP. Throws where the configuration can't work (an address without TLS, a certificate
 * that can't be read); whatever goes wrong later is a fault. After its signal has fired a call ends at once, with a
 * `timeout` that means nothing.
 */
export function createHttpGateway(config: HttpGatewayConfig, options: ClientOptions = {}): Gateway {
  const baseUrl = checkedUrl(config.baseUrl);
  const timing = { ...CONTRACT_TIMING, ...options.timing };
  const { around = (wire) => wire, monotonicMs = () => performance.now(), now = Date.now } = options;
  const tools: CallTools = {
    exchange: around(createExchange(timing.connectTimeoutMs, config.mutualTls)),
    circuit: createCircuit(timing.circuit, monotonicMs),
    timing,
    now,
    monotonicMs,
    random: options.random ?? Math.random,
  };
  const tokenUrl = checkedUrl(config.tokenUrl ?? resourceUrl(baseUrl, '/oauth2/token').href);
  const tokens = createTokenSource(() => fetchToken(tokenUrl, config, tools), monotonicMs);
  const call = <Value>(operation: Operation<Value>, signal: AbortSignal | null = null): Promise<Result<Value, GatewayFault>> =>
    callWithToken(operation, signal, { baseUrl, tokens, tools });

  return {
    openSession: (language, signal) =>
      call(
        {
          method: 'POST',
          path: '/sessions',
          headers: { 'idempotency-key': randomUUID() },
          body: json({ kioskId: config.kioskId, language }),
          wantedStatus: 201,
          read: (answer) => mapped(readBody('Session', answer), ({ sessionId }) => ok(sessionId)),
        },
        signal,
      ),

    inquire: (inquiry, signal) =>
      call(
        {
          method: 'POST',
          path: '/inquiries',
          headers: { 'x-citizen-session': inquiry.sessionId },
          body: () => inquiryBody(inquiry),
          wantedStatus: 200,
          read: (answer) => mapped(readBody('InquiryResult', answer), (result) => inquiryAnswer(result, inquiry)),
        },
        signal,
      ),

    issueReceipt: ({ sessionId, transactionRef, jobId, delivery }, signal) =>
      call(
        {
          method: 'POST',
          path: `/transactions/${encodeURIComponent(transactionRef)}/receipts`,
          headers: { 'x-citizen-session': sessionId, 'idempotency-key': jobId },
          body: json({ delivery }),
          wantedStatus: 201,
          read: (answer) =>
            mapped(readBody('Receipt', answer), ({ receiptNo, verificationCode, issuedAt, qrPayload }) =>
              ok({ receiptNumber: receiptNo, verificationCode, issuedAt, qrPayload }),
            ),
        },
        signal,
      ),

    reportPrint: (receiptNumber, outcome, reason) =>
      call({
        method: 'PUT',
        path: `/receipts/${encodeURIComponent(receiptNumber)}/print-result`,
        body: json({ result: outcome, ...(reason !== null && { reason }) } satisfies PrintResult),
        wantedStatus: 204,
        read: nothing,
      }),

    rate: (journeyId, score) =>
      call({
        method: 'POST',
        path: '/feedback',
        headers: { 'idempotency-key': uuidOf(`feedback ${journeyId}`) },
        body: json({ journeyId, score }),
        wantedStatus: 202,
        read: nothing,
      }),

    endSession: (sessionId) =>
      call({
        method: 'DELETE',
        path: `/sessions/${encodeURIComponent(sessionId)}`,
        body: null,
        wantedStatus: 204,
        read: nothing,
      }),

    health: () => tools.circuit.health(),
  };
}
