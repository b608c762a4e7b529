import { useState } from 'react';
import type { ScreenOf } from '../../bridge/view.ts';
import type { Referral } from '../../domain/transaction.ts';
import { useFrame, useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button, ButtonRow } from '../ui/button.tsx';
import { DateText } from '../ui/date-text.tsx';
import { SourceText } from '../ui/source-text.tsx';
import { Stage } from '../ui/stage.tsx';
import { useIsLandscape } from '../use-is-landscape.ts';
import { pageOf } from './pages.ts';
import './referrals.css';

/** How many referrals fit without scrolling. */
const ON_A_PAGE = { upright: 6, uprightLarge: 4, lying: 3, lyingLarge: 2 } as const;

/** B4: the way of the transaction, newest first. Pages instead of scrolling. */
export function Referrals({ screen }: { readonly screen: ScreenOf<'referrals'> }) {
  const t = useTexts();
  const { access } = useFrame();
  const lies = useIsLandscape();
  const [wanted, setWanted] = useState(0);
  const { referrals, registeredOn } = screen.transaction;
  const size = lies
    ? access.largeText
      ? ON_A_PAGE.lyingLarge
      : ON_A_PAGE.lying
    : access.largeText
      ? ON_A_PAGE.uprightLarge
      : ON_A_PAGE.upright;
  const { items, page, pages } = pageOf(referrals, wanted, size);
  const isLastPage = page === pages - 1;
  return (
    <Stage
      title={t('referrals.title')}
      lead={t('referrals.lead', { count: referrals.length })}
      show={
        <ol className="timeline">
          {items.map((referral) => (
            <Stop key={referral.sequence} referral={referral} isNow={referral === referrals[0]} />
          ))}
          {isLastPage ? (
            <li className="timeline__stop timeline__stop--first">
              <span className="timeline__dot" />
              <p className="timeline__unit">{t('referrals.registered')}</p>
              <p className="timeline__date">
                <DateText date={registeredOn} />
              </p>
            </li>
          ) : null}
        </ol>
      }
      act={
        <>
          {pages > 1 ? (
            <div className="timeline__pages">
              <Button look="quiet" disabled={page === 0} onPress={() => setWanted(page - 1)}>
                {t('referrals.newer')}
              </Button>
              <output>{t('referrals.page', { part: page + 1, whole: pages })}</output>
              <Button look="quiet" disabled={isLastPage} onPress={() => setWanted(page + 1)}>
                {t('referrals.older')}
              </Button>
            </div>
          ) : null}
          <ButtonRow>
            <Button look="secondary" onPress={() => send({ type: 'back' })}>
              {t('referrals.back')}
            </Button>
          </ButtonRow>
        </>
      }
    />
  );
}

function Stop({ referral, isNow }: { readonly referral: Referral; readonly isNow: boolean }) {
  const t = useTexts();
  return (
    <li className="timeline__stop" data-now={isNow || undefined}>
      <span className="timeline__dot" />
      <p className="timeline__unit">
        <SourceText text={referral.to} />
        {isNow ? <span className="timeline__now">{t('referrals.now')}</span> : null}
      </p>
      <p className="timeline__date">
        <DateText date={referral.on} />
      </p>
    </li>
  );
}
