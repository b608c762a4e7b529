import { useTranslation } from 'react-i18next';
import type { Board, BoardKiosk, Site } from '../../fleet/api.ts';
import { sinceText } from '../format/times.ts';
import { causeText, named } from '../format/words.ts';
import { hrefOf } from '../routes.ts';
import { Mark } from '../ui/chip.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { STATUS_LOOKS } from '../ui/tone.ts';

interface PlacesProps {
  readonly board: Board;
  /** Those to show. */
  readonly kiosks: readonly BoardKiosk[];
  readonly nowMs: number;
}

/** Region, site, kiosk: every kiosk in a place that doesn't move, so that people learn where theirs is. */
export function Places({ board, kiosks, nowMs }: PlacesProps) {
  const { t } = useTranslation();
  const bySite = Map.groupBy(kiosks, ({ site }) => site);
  // By number, in the order in which they were set up.
  const firstId = ({ id }: Site): string => bySite.get(id)?.[0]?.id ?? '';
  return board.regions.map((region) => {
    const sites = board.sites.filter((site) => site.region === region.id && bySite.has(site.id)).sort((left, right) => firstId(left).localeCompare(firstId(right)));
    if (sites.length === 0) return null;
    const count = sites.reduce((sum, { id }) => sum + (bySite.get(id)?.length ?? 0), 0);
    return (
      <section key={region.id} aria-labelledby={`region-${region.id}`}>
        <h2 id={`region-${region.id}`} className="board__heading">
          {named(region.name)}
          <span className="board__heading-more">{t('board.inRegion', { count, sites: t('board.sites', { count: sites.length }) })}</span>
        </h2>
        <ul className="places">
          {sites.map((site) => (
            <Place key={site.id} site={site} kiosks={bySite.get(site.id) ?? []} nowMs={nowMs} />
          ))}
        </ul>
      </section>
    );
  });
}

/** As wide as it has kiosks, as far as the screen allows. */
const WIDEST = 3;

function Place({ kiosks, nowMs, site }: { readonly site: Site; readonly kiosks: readonly BoardKiosk[]; readonly nowMs: number }) {
  const { t } = useTranslation();
  return (
    <li className="card place" data-width={Math.min(kiosks.length, WIDEST)}>
      <div className="place__head">
        <h3>{named(site.name)}</h3>
        {!site.isOpenNow && <span className="place__closed">{t('board.closedNow')}</span>}
      </div>
      <ul className="place__kiosks">
        {kiosks.map((kiosk) => (
          <li key={kiosk.id}>
            <a className="tile" href={hrefOf({ at: 'kiosk', id: kiosk.id })} data-tone={kiosk.heardMs === null ? 'calm' : STATUS_LOOKS[kiosk.status].tone} data-calm={kiosk.status === 'in_service' || undefined}>
              <Mark state={kiosk.heardMs === null ? 'not_fitted' : kiosk.status} />
              <span className="tile__words">
                <span className="tile__name">
                  {named(kiosk.name)}
                  <span className="tile__id">
                    <Ltr>{kiosk.id}</Ltr>
                  </span>
                </span>
                <span className="tile__status">
                  <strong>{kiosk.heardMs === null ? t('board.never') : t(`health:statuses.${kiosk.status}`)}</strong>
                  {kiosk.heardMs !== null && <span> {sinceText(t, kiosk.statusSinceMs, nowMs)}</span>}
                </span>
                {kiosk.heardMs !== null && kiosk.status !== 'offline' && causeText(t, kiosk) !== null && <span className="tile__cause">{causeText(t, kiosk)}</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </li>
  );
}
