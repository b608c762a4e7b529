import type * as contract from '../../../contract/validate.ts';
import type { GatewayFault } from '../../domain/faults.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { LocalizedText, Transaction } from '../../domain/transaction.ts';
import type { Inquiry, InquiryAnswer } from './gateway.ts';

/**
 * The gateway's answer as the visit uses it. Fields are picked, so that whatever a gateway sends beyond assurance L1
 * (a subject, a name) goes no further. An answer about another transaction than the one asked for is a bad answer.
 */
export function inquiryAnswer(
  { transactionRef, asOf, stale, transaction }: contract.InquiryResult,
  asked: Pick<Inquiry, 'number' | 'hijriYear'>,
): Result<InquiryAnswer, GatewayFault> {
  const same = serial(transaction.number) === serial(asked.number) && transaction.hijriYear === asked.hijriYear;
  if (!same) return fault({ code: 'bad_answer' });
  return ok({ transactionRef, asOf, stale, transaction: pickedTransaction(transaction) });
}

/** Serial numbers are the same with and without leading zeros. */
const serial = (number: string): string => number.replace(/^0+(?=.)/, '');

function pickedTransaction(source: contract.Transaction): Transaction {
  const { number, hijriYear, direction, registeredOn, status, statusSince, expectedBy } = source;
  const category = cleaned(source.category);
  const currentUnit = cleaned(source.currentUnit);
  const referredTo = cleaned(source.referredTo);
  const outgoing = pickedOutgoing(source.outgoing);
  const requiredAction = pickedAction(source);
  return {
    number,
    hijriYear,
    direction,
    registeredOn,
    status,
    statusSince,
    ...(category && { category }),
    ...(currentUnit && { currentUnit }),
    ...(referredTo && { referredTo }),
    ...(outgoing && { outgoing }),
    ...(expectedBy && { expectedBy }),
    ...(requiredAction && { requiredAction }),
    referrals: pickedReferrals(source.referrals ?? []),
  };
}

function pickedOutgoing(source: contract.Transaction['outgoing']): Transaction['outgoing'] | null {
  const number = onOneLine(source?.number ?? '');
  if (number === '') return null;
  return { number, ...(source?.date && { date: source.date }) };
}

/** Where the gateway gives a place or a day but no text of its own, the public wording of the state stands in. */
function pickedAction({ requiredAction, statusText }: contract.Transaction): Transaction['requiredAction'] | null {
  if (requiredAction === undefined) return null;
  const text = cleaned(requiredAction.text) ?? cleaned(statusText);
  if (text === null) return null;
  const place = cleaned(requiredAction.place);
  return { text, ...(place && { place }), ...(requiredAction.dueOn && { dueOn: requiredAction.dueOn }) };
}

function pickedReferrals(source: readonly contract.Referral[]): Transaction['referrals'] {
  return source
    .flatMap(({ seq, to, on }) => {
      const unit = cleaned(to);
      return unit === null ? [] : [{ sequence: seq, to: unit, on }];
    })
    .sort((a, b) => b.sequence - a.sequence);
}

/** Line breaks and other control characters, which neither the page nor paper can show. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu;
/** Embeddings, overrides and isolates: unbalanced ones would turn the text around them. Joiners and marks stay. */
const BIDI_FRAMES = /[\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const onOneLine = (text: string): string => text.replace(BIDI_FRAMES, '').replace(CONTROLS, ' ').trim();

/** A text without what could upset a layout; null where its Arabic is empty. */
function cleaned(source: contract.LocalizedText | undefined): LocalizedText | null {
  if (source === undefined) return null;
  const ar = onOneLine(source.ar);
  if (ar === '') return null;
  const others = Object.entries(source).map(([language, text]) => [language, onOneLine(text ?? '')] as const);
  return { ...Object.fromEntries(others.filter(([, text]) => text !== '')), ar };
}
