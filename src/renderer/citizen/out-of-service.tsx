import type { ScreenOf } from '../../bridge/view.ts';
import { useFrame, useTexts } from '../frame.ts';
import { textsIn } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { SourceText } from '../ui/source-text.tsx';
import { Stage } from '../ui/stage.tsx';
import './message.css';

/** More would be a list that nobody reads. */
const MOST_LANGUAGES = 3;

/** Nobody can choose a language here, so the message is in the others too. */
function InOtherLanguages() {
  const { language, languages } = useFrame();
  const others = languages.filter(({ code }) => code !== language).slice(0, MOST_LANGUAGES - 1);
  return others.map(({ code, direction }) => (
    <p key={code} lang={code} dir={direction} className="message__also">
      <strong>{textsIn(code)('out_of_service.title')}</strong> {textsIn(code)('out_of_service.lead')}
    </p>
  ));
}

/** A9: honest, with the way to somebody who can serve. It goes by itself when the kiosk is well again. */
export function OutOfService({ screen }: { readonly screen: ScreenOf<'out_of_service'> }) {
  const t = useTexts();
  const { nearest, reason } = screen;
  return (
    <Stage
      centered
      title={t('out_of_service.title')}
      lead={t('out_of_service.lead')}
      show={
        <div className="message__picture" data-tone="neutral">
          <span className="message__disc">
            <Icon name="wrench" />
          </span>
          <p className="message__wait">{t(`out_of_service.reasons.${reason}`)}</p>
          <InOtherLanguages />
        </div>
      }
      act={
        <dl className="message__places">
          <div className="message__place">
            <Icon name="users" />
            <dt>{t('out_of_service.reception')}</dt>
            <dd>{t('out_of_service.receptionText')}</dd>
          </div>
          {nearest === null ? null : (
            <div className="message__place">
              <Icon name="pin" />
              <dt>{t('out_of_service.nearest')}</dt>
              <dd>
                <SourceText text={nearest} />
              </dd>
            </div>
          )}
        </dl>
      }
    />
  );
}
