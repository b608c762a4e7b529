import { useTranslation } from 'react-i18next';
import type { BoardKiosk } from '../../fleet/api.ts';
import { actorOf, actorText, citizenSees, fixText } from '../format/words.ts';

/** Two entries of a list of facts: who has to do what, where anybody has to, and what visitors see meanwhile. */
export function WhoActs({ kiosk }: { readonly kiosk: BoardKiosk }) {
  const { t } = useTranslation();
  const actor = actorOf(kiosk);
  const fix = fixText(t, kiosk);
  return (
    <>
      {actor !== null && (
        <div>
          <dt>{t('words.whoActs')}</dt>
          <dd>
            <strong>{actorText(t, actor)}</strong>
            {fix !== null && `: ${fix}`}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('words.citizenSees')}</dt>
        <dd>{t(`citizen.${citizenSees(kiosk)}`)}</dd>
      </div>
    </>
  );
}
