import type { Transaction } from '../../domain/transaction.ts';
import { useTexts } from '../frame.ts';
import { DateText } from '../ui/date-text.tsx';
import { Icon } from '../ui/icon.tsx';
import { SourceText } from '../ui/source-text.tsx';

/** What the visitor is asked for, where and until when: the most important block of the page when there is one. */
export function RequiredAction({ required }: { readonly required: Transaction['requiredAction'] }) {
  const t = useTexts();
  if (required === undefined) return <p className="required__text">{t('status.requiredUnknown')}</p>;
  const { dueOn, place, text } = required;
  return (
    <section className="required" aria-label={t('status.required')}>
      <p className="required__title">{t('status.required')}</p>
      <p className="required__text">
        <SourceText text={text} />
      </p>
      <dl className="required__details">
        {place === undefined ? null : (
          <div>
            <dt>
              <Icon name="pin" />
              {t('status.place')}
            </dt>
            <dd>
              <SourceText text={place} />
            </dd>
          </div>
        )}
        {dueOn === undefined ? null : (
          <div>
            <dt>
              <Icon name="calendar" />
              {t('status.due')}
            </dt>
            <dd>
              <DateText date={dueOn} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
