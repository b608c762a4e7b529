import { useTranslation } from 'react-i18next';
import type { KioskStatus } from '../../domain/health-status.ts';
import type { BoardKiosk } from '../../fleet/api.ts';
import { Mark } from '../ui/chip.tsx';
import { STATUS_LOOKS } from '../ui/tone.ts';

/** In the reading direction: what serves, what doesn't, what isn't meant to. */
const ORDER: readonly KioskStatus[] = ['in_service', 'limited', 'out_of_service', 'offline', 'unknown', 'maintenance', 'closed'];

const countOf = (kiosks: readonly BoardKiosk[], status: KioskStatus): number => kiosks.filter((kiosk) => kiosk.status === status).length;
const presentIn = (kiosks: readonly BoardKiosk[]): readonly KioskStatus[] => ORDER.filter((status) => countOf(kiosks, status) > 0);

/** How many of all serve now, and how the rest is divided. */
export function Serving({ kiosks }: { readonly kiosks: readonly BoardKiosk[] }) {
  const { t } = useTranslation();
  return (
    <section className="card serving" aria-label={t('board.summary')}>
      <p>
        <strong>{countOf(kiosks, 'in_service') + countOf(kiosks, 'limited')}</strong> {t('board.serving', { count: kiosks.length })}
      </p>
      <div className="serving__bar" aria-hidden="true">
        {presentIn(kiosks).map((status) => (
          <span key={status} data-tone={STATUS_LOOKS[status].tone} style={{ flexGrow: countOf(kiosks, status) }} />
        ))}
      </div>
    </section>
  );
}

interface StatusFilterProps {
  readonly kiosks: readonly BoardKiosk[];
  /** Null: all of them. */
  readonly chosen: KioskStatus | null;
  readonly onChoose: (status: KioskStatus | null) => void;
}

/** How many are how; each count shows only those. */
export function StatusFilter({ chosen, kiosks, onChoose }: StatusFilterProps) {
  const { t } = useTranslation();
  return (
    <ul className="filters" aria-label={t('board.filter')}>
      <li>
        <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
          {t('board.all')} <span>{kiosks.length}</span>
        </button>
      </li>
      {presentIn(kiosks).map((status) => (
        <li key={status}>
          <button type="button" aria-pressed={chosen === status} onClick={() => onChoose(chosen === status ? null : status)}>
            <Mark state={status} />
            {t(`health:statuses.${status}`)} <span>{countOf(kiosks, status)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
