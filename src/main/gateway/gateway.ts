import type { GatewayFault, PrintFault } from '../../domain/faults.ts';
import type { IdentityKind } from '../../domain/identity.ts';
import type { PrintOutcome } from '../../domain/receipt.ts';
import type { Result } from '../../domain/result.ts';
import type { HijriYear, Transaction, TransactionNumber } from '../../domain/transaction.ts';

/** The emirate's gateway as the kiosk sees it. The HTTP client and the tests' fakes implement it. */
export interface Gateway {
  /** Opens the anonymous session of one visit; the gateway counts wrong guesses within it. */
  openSession(language: string, signal: AbortSignal): Promise<Result<string, GatewayFault>>;
  /** @param query.digits ASCII digits of the civil number; read during the call, never kept. */
  inquire(query: Inquiry, signal: AbortSignal): Promise<Result<InquiryAnswer, GatewayFault>>;
  /** Issues the receipt's number and verification code. Idempotent per `jobId` (a UUID v4). */
  issueReceipt(request: ReceiptRequest, signal: AbortSignal): Promise<Result<IssuedReceipt, GatewayFault>>;
  /** Says what became of the paper. Best effort: the visitor doesn't wait for it. */
  reportPrint(receiptNumber: string, outcome: PrintOutcome, reason: PrintFault | null): Promise<Result<null, GatewayFault>>;
  /** Anonymous rating, never tied to an identity. */
  rate(journeyId: string, score: number): Promise<Result<null, GatewayFault>>;
  /** Ends and shreds the session at the gateway. Best effort. */
  endSession(sessionId: string): Promise<Result<null, GatewayFault>>;
  /** What the circuit breaker knows: `down` while calls would fail at once. */
  health(): 'up' | 'down' | 'unknown';
}

export interface Inquiry {
  readonly sessionId: string;
  readonly identityKind: IdentityKind;
  readonly digits: Uint8Array;
  readonly number: TransactionNumber;
  readonly hijriYear: HijriYear;
}

export interface InquiryAnswer {
  /** Opaque, dies with the session. */
  readonly transactionRef: string;
  /** RFC 3339: when the source system was read. */
  readonly asOf: string;
  readonly stale: boolean;
  readonly transaction: Transaction;
}

export interface ReceiptRequest {
  readonly sessionId: string;
  readonly transactionRef: string;
  readonly jobId: string;
  readonly delivery: 'print' | 'qr';
}

export interface IssuedReceipt {
  readonly receiptNumber: string;
  readonly verificationCode: string;
  /** RFC 3339 */
  readonly issuedAt: string;
  /** What the QR on paper or screen holds: a link that verifies the receipt, without personal data. */
  readonly qrPayload: string;
}
