import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FiguresReport } from '../../fleet/api.ts';
import { wholeDay } from '../format/times.ts';
import { useFleet } from '../hub/fleet.ts';
import { useResource } from '../hub/use-resource.ts';
import { needTexts } from '../i18n.ts';
import { Empty, FaultNotice, Reading } from '../ui/notice.tsx';
import { lastDays, type Asked } from './asked.ts';
import { Charts } from './charts.tsx';
import { Controls } from './controls.tsx';
import { FigureGroups } from './figure-groups.tsx';
import './figures.css';

/** What management asks for, each number with how it was computed and how much it can be trusted. */
export function Figures() {
  const { i18n, t } = useTranslation();
  const board = useFleet((fleet) => fleet.board);
  const [hasTexts, setHasTexts] = useState(false);
  useEffect(() => void needTexts('kpi').then(() => setHasTexts(true)), []);
  const [asked, setAsked] = useState<Asked>(() => ({ ...lastDays(7), site: '', kiosk: '' }));
  const query = queryOf(asked);
  const { fault, isReading, value: report } = useResource<FiguresReport>(`/figures?${query}`);

  return (
    <>
      <header className="room-head">
        <div>
          <h1>{t('figures.title')}</h1>
          <p>{t('figures.lead')}</p>
        </div>
      </header>
      <Controls asked={asked} board={board} onAsk={setAsked} csv={`/api/figures.csv?${query}&language=${i18n.language}`} pdf={`/api/figures.pdf?${query}&language=${i18n.language}`} />
      {fault !== null && <FaultNotice fault={fault} />}
      {report === null || !hasTexts ? (
        fault === null && <Reading />
      ) : (
        <div className="figures" aria-busy={isReading}>
          <p className="soft small">
            {t('kpi:period', { from: wholeDay(i18n.language, report.from), to: wholeDay(i18n.language, report.to) })} · {t('figures.scope', { count: report.scope.kiosks })}
          </p>
          {report.days.every(({ visits }) => visits === 0) && <Empty>{t('figures.noVisits')}</Empty>}
          <Charts report={report} />
          <FigureGroups figures={report.figures} />
        </div>
      )}
    </>
  );
}

const queryOf = ({ from, kiosk, site, to }: Asked): string =>
  new URLSearchParams({ from, to, ...(site !== '' && { site }), ...(kiosk !== '' && { kiosk }) }).toString();
