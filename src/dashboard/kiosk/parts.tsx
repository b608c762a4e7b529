import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { whoActs, type ComponentHealth, type Measure } from '../../domain/health.ts';
import { momentText, sinceText } from '../format/times.ts';
import { actorText, reasonText } from '../format/words.ts';
import { Mark } from '../ui/chip.tsx';
import { Empty } from '../ui/notice.tsx';
import { STATE_LOOKS } from '../ui/tone.ts';
import './parts.css';

interface PartsProps {
  readonly components: readonly ComponentHealth[];
  readonly nowMs: number;
  /** When a kiosk that is away was heard last: nothing newer is known of its parts. Null for one that is there. */
  readonly frozenMs: number | null;
}

/** Every part: those with a trouble in full, the rest in a short list. */
export function Parts({ components, frozenMs, nowMs }: PartsProps) {
  const { i18n, t } = useTranslation();
  const troubled = components.filter(({ state }) => state !== 'ok' && state !== 'not_fitted');
  const rest = components.filter((part) => !troubled.includes(part));
  return (
    <section aria-labelledby="kiosk-parts" data-frozen={frozenMs !== null || undefined}>
      <h2 id="kiosk-parts">{frozenMs === null ? t('kiosk.parts') : t('kiosk.partsAsOf', { time: momentText(t, i18n.language, frozenMs, nowMs) })}</h2>
      {components.length === 0 && <Empty>{t('kiosk.noParts')}</Empty>}
      {troubled.length > 0 && (
        <ul className="parts">
          {troubled.map((part) => (
            <Part key={part.component} part={part} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <ul className="card parts__rest">
          {rest.map(({ component, state, value }) => (
            <li key={component}>
              <Mark state={state} />
              <span>{t(`health:components.${component}`)}</span>
              <span className="soft small">{value === null ? t(`health:states.${state}`) : measureText(t, value)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Part({ nowMs, part: { asOf, component, reason, since, state, value } }: { readonly part: ComponentHealth; readonly nowMs: number }) {
  const { i18n, t } = useTranslation();
  return (
    <li className="card part" data-tone={STATE_LOOKS[state].tone}>
      <p className="part__head">
        <Mark state={state} />
        <strong>{t(`health:components.${component}`)}</strong>
        <span className="soft small">
          {t(`health:states.${state}`)} {sinceText(t, Date.parse(since), nowMs)}
        </span>
      </p>
      <p className="part__what">{reason === null ? t('words.noEvidence', { part: t(`health:components.${component}`) }) : reasonText(t, reason, 'what')}</p>
      {reason !== null && (
        <p className="small">
          <strong>{actorText(t, whoActs(reason))}</strong>: {reasonText(t, reason, 'fix')}
        </p>
      )}
      <p className="soft small">
        {t('kiosk.asOf', { time: momentText(t, i18n.language, Date.parse(asOf), nowMs) })}
        {value !== null && ` · ${t('kiosk.measured', { value: measureText(t, value) })}`}
      </p>
    </li>
  );
}

const measureText = (t: TFunction, { amount, unit }: Measure): string => t(`kiosk.units.${unit}`, { amount: String(Number(amount.toFixed(1))) });
