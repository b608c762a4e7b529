import { POWER_ACTIONS, type PowerAction, type StaffScreenOf } from '../../bridge/staff.ts';
import { Alert } from '../ui/alert.tsx';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { act } from './act.ts';
import { Busy } from './busy.tsx';
import { StaffIcon, type StaffIconName } from './staff-icon.tsx';
import { useStaffTexts } from './texts.ts';
import './power.css';

const ICONS: Readonly<Record<PowerAction, StaffIconName>> = {
  reload_page: 'page',
  restart_app: 'refresh',
  shut_down: 'power',
};

/** Starting again, from the page to the whole machine; nothing happens before a second tap. */
export function Power({ screen: { asked, doing, failed } }: { readonly screen: StaffScreenOf<'power'> }) {
  const t = useStaffTexts();
  return (
    <main className="power">
      <div className="room-intro">
        <Heading>{t('power.title')}</Heading>
        <p>{t('power.lead')}</p>
      </div>
      {doing === null ? null : <Busy>{t(`power.doing.${doing}`)}</Busy>}
      {failed === null ? null : (
        <Alert tone="error" icon="alert" urgent>
          {t(`power.failed.${failed}`)}
        </Alert>
      )}
      <ul className="power__all">
        {POWER_ACTIONS.map((power) => (
          <li key={power} className="power__action" data-asked={power === asked || undefined}>
            <span className="power__icon">
              <StaffIcon name={ICONS[power]} />
            </span>
            <div className="power__words">
              <h2>{t(`power.actions.${power}`)}</h2>
              <p>{t(`power.consequences.${power}`)}</p>
            </div>
            {power === asked ? <Confirm power={power} /> : <Ask power={power} disabled={doing !== null || asked !== null} />}
          </li>
        ))}
      </ul>
    </main>
  );
}

function Ask({ power, disabled }: { readonly power: PowerAction; readonly disabled: boolean }) {
  const t = useStaffTexts();
  return (
    <Button look="secondary" disabled={disabled} onPress={() => act({ act: 'ask_power', power })}>
      {t(`power.actions.${power}`)}
    </Button>
  );
}

function Confirm({ power }: { readonly power: PowerAction }) {
  const t = useStaffTexts();
  return (
    <div className="power__confirm" role="alert">
      <p>{t('power.sure')}</p>
      <ButtonRow>
        <Button icon="check" onPress={() => act({ act: 'do_power', power })}>
          {t(`power.yes.${power}`)}
        </Button>
        <Button look="quiet" icon="x" onPress={() => act({ act: 'cancel_power' })}>
          {t('power.no')}
        </Button>
      </ButtonRow>
    </div>
  );
}
