import type { ReactNode } from 'react';
import { localized, type Transaction } from '../../domain/transaction.ts';
import { useFrame, useTexts, useWords, type Words } from '../frame.ts';
import type { Texts } from '../i18n.ts';
import { DateText } from '../ui/date-text.tsx';
import { Heading } from '../ui/heading.tsx';
import { Icon } from '../ui/icon.tsx';
import { Rosette } from '../ui/rosette.tsx';
import { SourceText } from '../ui/source-text.tsx';
import { RequiredAction } from './required-action.tsx';
import { STATUS_LOOKS } from './status-looks.ts';

/** Letters from which on a state with its unit takes the smaller type. */
const LONG_NAME = 30;

export function StatusCard({ transaction }: { readonly transaction: Transaction }) {
  const { language } = useFrame();
  const t = useTexts();
  const words = useWords();
  const { status } = transaction;
  const { icon, tone } = STATUS_LOOKS[status];
  const name = stateName(transaction, t, words, language);
  const asksSomething = status === 'action_required' || status === 'returned';
  return (
    <section className="status-card" data-tone={tone} data-asks={asksSomething || undefined}>
      <div className="status-card__banner" data-long={name.length > LONG_NAME || undefined}>
        <span className="status-card__art">
          <Rosette />
        </span>
        <span className="status-card__icon">
          <Icon name={icon} towards={icon === 'undo' ? 'back' : 'forward'} />
        </span>
        <div>
          <p className="status-card__over">{t('status.heading')}</p>
          <Heading>{name}</Heading>
        </div>
        <p className="status-card__line">{t(`status.line.${status}`)}</p>
      </div>
      <div className="status-card__body">
        {asksSomething ? <RequiredAction required={transaction.requiredAction} /> : null}
        <Facts transaction={transaction} name={name} />
      </div>
    </section>
  );
}

/** The state with its unit or number, as far as those are known in the visitor's language. */
function stateName(transaction: Transaction, t: Texts, words: Words, language: string): string {
  const { currentUnit, outgoing, referredTo, status } = transaction;
  if (status === 'issued_out' && outgoing !== undefined)
    return t('status.labelWith.issued_out', { number: outgoing.number });
  if (status === 'referred' || status === 'awaiting_reply') {
    const unit = status === 'referred' ? (referredTo ?? currentUnit) : referredTo;
    if (unit !== undefined && localized(unit, language).language === language)
      return t(`status.labelWith.${status}`, { unit: words.text(unit) });
  }
  return t(`status.label.${status}`);
}

interface FactsProps {
  readonly transaction: Transaction;
  /** The state as it stands above; a unit named there isn't named twice. */
  readonly name: string;
}

function Facts({ transaction, name }: FactsProps) {
  const t = useTexts();
  const words = useWords();
  const { category, currentUnit, expectedBy, outgoing, registeredOn, status, statusSince } = transaction;
  if (status === 'restricted') return null;
  const isInName = currentUnit !== undefined && name.includes(words.text(currentUnit));
  return (
    <dl className="facts">
      {currentUnit === undefined || isInName ? null : (
        <Fact name={t('status.facts.currentUnit')}>
          <SourceText text={currentUnit} />
        </Fact>
      )}
      {outgoing?.date === undefined ? null : (
        <Fact name={t('status.facts.outgoingDate')}>
          <DateText date={outgoing.date} />
        </Fact>
      )}
      <Fact name={t('status.facts.since')}>
        <DateText date={statusSince} />
      </Fact>
      {expectedBy === undefined ? null : (
        <Fact name={t('status.facts.expectedBy')}>
          <DateText date={expectedBy} />
        </Fact>
      )}
      <Fact name={t('status.facts.registeredOn')}>
        <DateText date={registeredOn} />
      </Fact>
      {category === undefined ? null : (
        <Fact name={t('status.facts.category')}>
          <SourceText text={category} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="facts__fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
