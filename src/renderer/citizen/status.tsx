import type { ScreenOf } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { Progress } from '../ui/progress.tsx';
import { LastUpdate } from './last-update.tsx';
import { StatusCard } from './status-card.tsx';
import { STATUS_LOOKS } from './status-looks.ts';
import { pathOf } from './status-path.ts';
import { WhoAsks } from './who-asks.tsx';
import './status.css';

/** B3: where the transaction stands, in one glance, and what is asked of the visitor. */
export function Status({ screen }: { readonly screen: ScreenOf<'status'> }) {
  const t = useTexts();
  const { asOf, identity, printer, stale, transaction } = screen;
  const { direction, hijriYear, number, status } = transaction;
  return (
    <main className="stage status">
      <div className="stage__tell">
        <div className="status__which">
          <p className="status__number">
            {t('status.number')}{' '}
            <strong>
              <Ltr>{`${number}/${String(hijriYear)}`}</Ltr>
            </strong>
            <span className="status__direction">{t(`status.direction.${direction}`)}</span>
          </p>
          <WhoAsks identity={identity} />
        </div>
        <StatusCard transaction={transaction} />
        <div className="status__progress" data-tone={STATUS_LOOKS[status].tone}>
          <StatusProgress status={status} />
        </div>
      </div>
      <div className="stage__act">
        {status === 'restricted' ? null : <Buttons printer={printer} />}
        <LastUpdate asOf={asOf} stale={stale} />
      </div>
    </main>
  );
}

function StatusProgress({ status }: Pick<ScreenOf<'status'>['transaction'], 'status'>) {
  const t = useTexts();
  const path = pathOf(status);
  if (path === null) return null;
  const nowIndex = path.stages.indexOf(path.now);
  const isOver = nowIndex === path.stages.length - 1;
  return (
    <Progress
      label={t('status.progress')}
      steps={path.stages.map((stage, index) => ({
        key: stage,
        label: t(`status.stage.${stage}`),
        state: index < nowIndex || (isOver && status !== 'cancelled') ? 'done' : index === nowIndex ? 'now' : 'next',
      }))}
    />
  );
}

function Buttons({ printer }: Pick<ScreenOf<'status'>, 'printer'>) {
  const t = useTexts();
  const prints = printer !== 'unavailable';
  return (
    <>
      {prints ? null : <p className="status__paperless">{t('status.paperlessNote')}</p>}
      <ButtonRow>
        <Button icon={prints ? 'printer' : 'receipt'} onPress={() => send({ type: 'print_receipt' })}>
          {prints ? t('status.print') : t('status.paperless')}
        </Button>
        <Button look="secondary" icon="route" onPress={() => send({ type: 'show_referrals' })}>
          {t('status.referrals')}
        </Button>
      </ButtonRow>
    </>
  );
}
