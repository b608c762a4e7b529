import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../fleet/api.ts';
import { named } from '../format/words.ts';
import { LinkButton } from '../ui/button.tsx';
import { Choice, Field } from '../ui/field.tsx';
import { lastDays, type Asked } from './asked.ts';

const PERIODS = { day: 1, week: 7, month: 30 } as const;
type Period = keyof typeof PERIODS | 'custom';

interface ControlsProps {
  readonly asked: Asked;
  readonly board: Board | null;
  readonly onAsk: (asked: Asked) => void;
  readonly csv: string;
  readonly pdf: string;
}

/** Which days, which kiosks, and the same on paper or for a spreadsheet. */
export function Controls({ asked, board, csv, onAsk, pdf }: ControlsProps) {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<Period>('week');

  function choose(chosen: Period): void {
    setPeriod(chosen);
    if (chosen !== 'custom') onAsk({ ...asked, ...lastDays(PERIODS[chosen]) });
  }

  const kiosks = board?.kiosks.filter(({ site }) => asked.site === '' || site === asked.site) ?? [];
  return (
    <div className="card controls">
      <Choice label={t('figures.period')} value={period} onChange={({ target }) => choose(target.value as Period)}>
        {(['day', 'week', 'month', 'custom'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`figures.periods.${one}`)}
          </option>
        ))}
      </Choice>
      {period === 'custom' && (
        <>
          <Field label={t('figures.from')} type="date" max={asked.to} value={asked.from} onChange={({ target }) => target.value !== '' && onAsk({ ...asked, from: target.value })} />
          <Field label={t('figures.to')} type="date" min={asked.from} value={asked.to} onChange={({ target }) => target.value !== '' && onAsk({ ...asked, to: target.value })} />
        </>
      )}
      <Choice label={t('words.site')} value={asked.site} onChange={({ target }) => onAsk({ ...asked, site: target.value, kiosk: '' })}>
        <option value="">{t('words.allSites')}</option>
        {board?.sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {named(name)}
          </option>
        ))}
      </Choice>
      <Choice label={t('words.kiosk')} value={asked.kiosk} onChange={({ target }) => onAsk({ ...asked, kiosk: target.value })}>
        <option value="">{t('words.allKiosks')}</option>
        {kiosks.map(({ id, name }) => (
          <option key={id} value={id}>
            {`${id} · ${named(name)}`}
          </option>
        ))}
      </Choice>
      <div className="controls__files">
        <LinkButton href={csv} icon="download" download>
          {t('figures.csv')}
        </LinkButton>
        <LinkButton href={pdf} icon="download" download>
          {t('figures.pdf')}
        </LinkButton>
      </div>
    </div>
  );
}
