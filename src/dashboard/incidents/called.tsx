import { useTranslation } from 'react-i18next';
import type { DeliveryView } from '../../fleet/api.ts';
import { momentText } from '../format/times.ts';
import { named } from '../format/words.ts';
import { ToneMark } from '../ui/chip.tsx';
import type { IconName } from '../ui/icon.tsx';
import type { Tone } from '../ui/tone.ts';

const LOOKS: Readonly<Record<DeliveryView['state'], { readonly tone: Tone; readonly icon: IconName }>> = {
  sent: { tone: 'good', icon: 'check' },
  waiting: { tone: 'work', icon: 'clock' },
  failed: { tone: 'bad', icon: 'cross' },
};

interface CalledProps {
  readonly deliveries: readonly DeliveryView[];
  readonly nowMs: number;
  readonly isOpen: boolean;
}

/** Who was called by what, and whether it arrived; folded up, because it is asked for later. */
export function Called({ deliveries, isOpen, nowMs }: CalledProps) {
  const { i18n, t } = useTranslation();
  if (deliveries.length === 0) return <p className="soft small">{t('incidents.nobodyCalled')}</p>;
  const failed = deliveries.filter(({ state }) => state === 'failed').length;
  return (
    <details className="called" open={isOpen}>
      <summary>
        {t('incidents.called', { count: deliveries.length })}
        {failed > 0 && <strong className="called__failed"> {t('incidents.calledFailed', { count: failed })}</strong>}
      </summary>
      <ul>
        {deliveries.map((delivery) => (
          <li key={`${String(delivery.atMs)}${delivery.channel}${delivery.kind}${delivery.to.en}`}>
            <ToneMark {...LOOKS[delivery.state]} />
            <span>
              <strong>{named(delivery.to)}</strong>
              <span className="soft">
                {t('incidents.delivery', {
                  kind: delivery.kind === 'digest' ? t('incidents.digest') : t(`alerts:kinds.${delivery.kind}`),
                  channel: t(`channels.${delivery.channel}`),
                  state: t(`incidents.deliveryStates.${delivery.state}`),
                  time: momentText(t, i18n.language, delivery.atMs, nowMs),
                })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
