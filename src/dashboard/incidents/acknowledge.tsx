import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentView } from '../../fleet/api.ts';
import { post, type CallFault } from '../hub/call.ts';
import { takeIncident } from '../hub/fleet.ts';
import { Button } from '../ui/button.tsx';
import { faultText } from '../ui/notice.tsx';

interface DeedProps {
  readonly incident: IncidentView;
  /** Told of the incident as it is afterwards. */
  readonly onDone?: (changed: IncidentView) => void;
}

/** "I take this": one touch, nothing to fill in. Nothing where somebody has it already, or the hub wouldn't let them. */
export function Acknowledge({ incident, onDone }: DeedProps) {
  const { t } = useTranslation();
  if (!incident.mayAcknowledge || incident.phase !== 'firing') return null;
  return (
    <Deed incident={incident} deed="acknowledge" onDone={onDone}>
      {t('incidents.take')}
    </Deed>
  );
}

/** Ending by hand what only a person may end. */
export function Clear({ incident, onDone }: DeedProps) {
  const { t } = useTranslation();
  if (!incident.mayClear) return null;
  return (
    <Deed incident={incident} deed="clear" onDone={onDone}>
      {t('incidents.clear')}
    </Deed>
  );
}

interface InnerProps {
  readonly incident: IncidentView;
  readonly deed: 'acknowledge' | 'clear';
  readonly onDone: DeedProps['onDone'];
  readonly children: string;
}

function Deed({ children, deed, incident, onDone }: InnerProps) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<CallFault | null>(null);

  async function act(): Promise<void> {
    setBusy(true);
    const answer = await post<IncidentView>(`/incidents/${incident.id}/${deed}`);
    setBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (!answer.ok) return;
    takeIncident(answer.value);
    onDone?.(answer.value);
  }

  return (
    <>
      <Button look={deed === 'acknowledge' ? 'main' : 'quiet'} icon="check" isBusy={isBusy} onClick={() => void act()}>
        {children}
      </Button>
      {fault !== null && (
        <p role="alert" className="small">
          {faultText(t, fault)}
        </p>
      )}
    </>
  );
}
