import type { ScreenOf, ServiceState } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Rosette } from '../ui/rosette.tsx';
import { Stage } from '../ui/stage.tsx';
import { TrustNote } from '../ui/trust-note.tsx';
import { JourneyStrip } from './journey-strip.tsx';
import './home.css';

/** A3: one service in front, the helpers beside it. Only what really works here. */
export function Home({ screen }: { readonly screen: ScreenOf<'home'> }) {
  const t = useTexts();
  return (
    <Stage
      title={t('home.title')}
      lead={t('home.lead')}
      act={
        <div className="home">
          <InquiryTile inquiry={screen.inquiry} />
          <div className="home__tiles">
            <Tile
              icon="star"
              title={t('home.rating')}
              lead={t('home.ratingLead')}
              onPress={() => send({ type: 'start_rating' })}
            />
            <Tile
              icon="access"
              title={t('home.access')}
              lead={t('home.accessLead')}
              onPress={() => send({ type: 'open_access' })}
            />
            <Tile
              icon="help"
              title={t('home.help')}
              lead={t('home.helpLead')}
              onPress={() => send({ type: 'open_help' })}
            />
          </div>
          <TrustNote text={t('home.trust')} />
        </div>
      }
    />
  );
}

function InquiryTile({ inquiry }: { readonly inquiry: ServiceState }) {
  const t = useTexts();
  return (
    <button
      type="button"
      className="hero"
      disabled={!inquiry.open}
      onClick={() => send({ type: 'start_inquiry' })}
    >
      <span className="hero__art">
        <Rosette />
      </span>
      <span className="hero__words">
        <span className="hero__title">{t('home.inquiry')}</span>
        <span className="hero__lead">
          {inquiry.open ? t('home.inquiryLead') : t(`home.closedReason.${inquiry.reason}`)}
        </span>
      </span>
      <JourneyStrip />
      <span className="hero__start">
        {inquiry.open ? t('home.start') : t('home.closed')}
        <Icon name={inquiry.open ? 'arrow' : 'lock'} />
      </span>
    </button>
  );
}

interface TileProps {
  readonly icon: IconName;
  readonly title: string;
  readonly lead: string;
  readonly onPress: () => void;
}

function Tile({ icon, title, lead, onPress }: TileProps) {
  return (
    <button type="button" className="tile" onClick={onPress}>
      <span className="tile__icon">
        <Icon name={icon} />
      </span>
      <span className="tile__title">{title}</span>
      <span className="tile__lead">{lead}</span>
    </button>
  );
}
