import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentCode, KioskPage, RevokeKiosk } from '../../fleet/api.ts';
import { momentText } from '../format/times.ts';
import { post, type CallFault } from '../hub/call.ts';
import { hubNow } from '../hub/fleet.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/field.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { FaultNotice } from '../ui/notice.tsx';
import { Confirm } from './confirm.tsx';
import './enrolment.css';

const REASONS = ['stolen', 'replaced', 'retired', 'suspected'] as const satisfies readonly RevokeKiosk['reason'][];

/** How a kiosk is let in and shut out; administrators only. */
export function Enrolment({ onChange, page: { enrolled, kiosk } }: { readonly page: KioskPage; readonly onChange: () => void }) {
  const { i18n, t } = useTranslation();
  const [code, setCode] = useState<EnrolmentCode | null>(null);
  const [reason, setReason] = useState<RevokeKiosk['reason']>('stolen');
  const [isAsking, setAsking] = useState(false);
  const [fault, setFault] = useState<CallFault | null>(null);

  async function makeCode(): Promise<void> {
    const answer = await post<EnrolmentCode>(`/kiosks/${kiosk.id}/enrolment-code`);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) setCode(answer.value);
  }

  async function revoke(): Promise<void> {
    const answer = await post(`/kiosks/${kiosk.id}/revoke`, { reason } satisfies RevokeKiosk);
    setFault(answer.ok ? null : answer.fault);
    setAsking(false);
    if (answer.ok) onChange();
  }

  return (
    <section className="card side-card" aria-labelledby="kiosk-enrolment">
      <h2 id="kiosk-enrolment">{t('enrolment.title')}</h2>
      {fault !== null && <FaultNotice fault={fault} />}
      {code === null ? (
        <Button look="quiet" onClick={() => void makeCode()}>
          {t('enrolment.make')}
        </Button>
      ) : (
        <output>
          {t('enrolment.code')} <strong className="enrolment__code"><Ltr>{code.code}</Ltr></strong>
          <span className="soft small">{t('enrolment.until', { moment: momentText(t, i18n.language, code.expiresMs, hubNow()) })}</span>
        </output>
      )}
      {enrolled === 'enrolled' && (
        <Button look="quiet" onClick={() => setAsking(true)}>
          {t('enrolment.revoke')}
        </Button>
      )}
      {isAsking && (
        <Confirm title={t('enrolment.revokeTitle')} typed={kiosk.id} deed={t('enrolment.revoke')} onConfirm={() => void revoke()} onClose={() => setAsking(false)}>
          <p>{t('enrolment.revokeLead')}</p>
          <Choice label={t('words.reason')} value={reason} onChange={({ target }) => setReason(REASONS.find((one) => one === target.value) ?? 'stolen')}>
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {t(`enrolment.reasons.${one}`)}
              </option>
            ))}
          </Choice>
        </Confirm>
      )}
    </section>
  );
}
