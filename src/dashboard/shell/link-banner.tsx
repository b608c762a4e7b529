import { useTranslation } from 'react-i18next';
import { sinceText, timeOf } from '../format/times.ts';
import { useFleet } from '../hub/fleet.ts';
import { useNow } from '../hub/use-now.ts';
import { Notice } from '../ui/notice.tsx';

/** Says so when what is on the screen doesn't change by itself any more, and from when it is. */
export function LinkBanner() {
  const { t } = useTranslation();
  const link = useFleet((fleet) => fleet.link);
  const heardMs = useFleet((fleet) => fleet.heardMs);
  const now = useNow();
  if (link === 'polling')
    return (
      <Notice tone="work" spoken="soon">
        {t('link.polling')}
      </Notice>
    );
  if (link !== 'away') return null;
  return (
    <Notice tone="bad" spoken="now">
      {heardMs === 0 ? t('link.awayFromStart') : t('link.away', { time: timeOf(heardMs), since: sinceText(t, heardMs, now) })}
    </Notice>
  );
}

/** The small sign beside a title that says how fresh the page is. */
export function LiveSign() {
  const { t } = useTranslation();
  const link = useFleet((fleet) => fleet.link);
  const heardMs = useFleet((fleet) => fleet.heardMs);
  if (heardMs === 0) return null;
  return (
    <p className="live-sign" data-link={link}>
      <span className="live-sign__dot" aria-hidden="true" />
      {t(`link.signs.${link}`, { time: timeOf(heardMs) })}
    </p>
  );
}
