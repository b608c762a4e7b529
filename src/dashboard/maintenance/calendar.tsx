import { useTranslation } from 'react-i18next';
import type { MaintenanceView } from '../../fleet/api.ts';
import { dayOf, timeOf } from '../format/times.ts';
import { named } from '../format/words.ts';
import { hubNow, useFleet } from '../hub/fleet.ts';
import { hrefOf } from '../routes.ts';
import { Ltr } from '../ui/ltr.tsx';
import { hijriDay, weekdayName, type CalendarView } from './shown-days.ts';

interface CalendarProps {
  readonly days: readonly string[];
  readonly view: CalendarView;
  readonly around: string;
  readonly windows: readonly MaintenanceView[];
  /** Null for whoever may only look. */
  readonly onEnd: ((id: string) => void) | null;
}

const DAYS_IN_WEEK = 7;

/** Days in their weeks; on a phone one below the other, those with something to say only. */
export function Calendar({ around, days, onEnd, view, windows }: CalendarProps) {
  const { i18n, t } = useTranslation();
  const today = dayOf(hubNow());
  return (
    <div className="card calendar" data-view={view}>
      <ol className="calendar__weekdays" aria-hidden="true">
        {days.slice(0, DAYS_IN_WEEK).map((day) => (
          <li key={day}>{weekdayName(day, i18n.language)}</li>
        ))}
      </ol>
      <ol className="calendar__days">
        {days.map((day) => {
          const own = windows.filter(({ startsMs }) => dayOf(startsMs) === day).sort((left, right) => left.startsMs - right.startsMs);
          const isFar = view === 'month' && day.slice(0, 7) !== around.slice(0, 7);
          return (
            <li key={day} className="day" data-today={day === today || undefined} data-far={isFar || undefined} data-empty={own.length === 0 || undefined}>
              <p className="day__head">
                <span className="day__weekday">{weekdayName(day, i18n.language)}</span>
                <strong>
                  <Ltr>{String(Number(day.slice(8)))}</Ltr>
                </strong>
                <span className="day__hijri">{hijriDay(day, i18n.language)}</span>
              </p>
              {own.length === 0 ? (
                <p className="heard-only">{t('maintenance.nothing')}</p>
              ) : (
                <ul>
                  {own.map((window) => (
                    <Slot key={window.id} window={window} onEnd={onEnd} />
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Slot({ onEnd, window: { endedMs, id, kiosk, owner, plannedEndMs, reason, startsMs } }: { readonly window: MaintenanceView; readonly onEnd: CalendarProps['onEnd'] }) {
  const { t } = useTranslation();
  const board = useFleet((fleet) => fleet.board);
  const site = board?.sites.find((one) => one.id === board.kiosks.find((each) => each.id === kiosk)?.site);
  const isOver = endedMs !== null || plannedEndMs <= hubNow();
  return (
    <li className="slot" data-tone={isOver ? 'calm' : 'work'}>
      <span className="slot__time">{t('maintenance.slot', { from: timeOf(startsMs), to: timeOf(endedMs ?? plannedEndMs) })}</span>
      <a href={hrefOf({ at: 'kiosk', id: kiosk })}>
        <Ltr>{kiosk}</Ltr>
        {site !== undefined && ` ${named(site.name)}`}
      </a>
      <span>{t(`maintenance.reasons.${reason}`)}</span>
      <span className="soft">{named(owner)}</span>
      {!isOver && onEnd !== null && (
        <button type="button" className="slot__end" onClick={() => onEnd(id)} aria-label={t('maintenance.endOf', { kiosk })}>
          {t('maintenance.endShort')}
        </button>
      )}
    </li>
  );
}
