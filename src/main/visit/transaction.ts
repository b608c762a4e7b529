import { assign } from 'xstate';
import { hijriYearOf } from '../../domain/dates.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { parseHijriYear, parseTransactionNumber } from '../../domain/transaction.ts';
import type { VisitContext } from './context.ts';
import type { VisitKit, VisitPorts } from './kit.ts';

/** B1: number and Hijri year of the transaction. */
export function transactionState({ ports, visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    id: 'transaction',
    entry: 'newScreen',
    exit: assign({ entryFault: null }),
    on: {
      back: { target: 'identity', actions: 'dropInquiry' },
      submit_transaction: [
        {
          guard: ({ event }) => readEntry(event, ports).ok,
          target: 'searching',
          actions: assign(({ event }) => {
            const entry = readEntry(event, ports);
            return entry.ok ? { entered: entry.value } : {};
          }),
        },
        {
          actions: assign(({ context, event }) => {
            const entry = readEntry(event, ports);
            return {
              entryFault: entry.ok ? null : entry.fault,
              refusals: context.refusals + 1,
            };
          }),
        },
      ],
    },
  });
}

type Entry = Pick<NonNullable<VisitContext['entered']>, 'number' | 'hijriYear'>;

function readEntry(
  typed: { readonly number: string; readonly hijriYear: number },
  { now, yearsBack }: Pick<VisitPorts, 'now' | 'yearsBack'>,
): Result<Entry, NonNullable<VisitContext['entryFault']>> {
  const number = parseTransactionNumber(typed.number);
  if (!number.ok) return fault({ field: 'number', code: number.fault });
  const hijriYear = parseHijriYear(typed.hijriYear, hijriYearOf(now()), yearsBack);
  if (!hijriYear.ok) return fault({ field: 'hijriYear', code: hijriYear.fault });
  return ok({ number: number.value, hijriYear: hijriYear.value });
}
