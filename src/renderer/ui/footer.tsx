import type { Action } from '../../bridge/intent.ts';
import type { Screen, ScreenId } from '../../bridge/view.ts';
import { useFrame, useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Icon, type IconName } from './icon.tsx';
import './footer.css';

type Way = 'language' | 'back' | 'home' | 'help';

/** Which ways lead on from a screen; access comes first and "finish and clear" last on all of them. */
const WAYS: Readonly<Record<ScreenId, readonly Way[] | null>> = {
  attract: null,
  out_of_service: null,
  goodbye: null,
  language: ['help'],
  home: ['language', 'help'],
  access: ['back', 'home', 'help'],
  privacy: ['language', 'back', 'help'],
  identity: ['back', 'home', 'help'],
  transaction: ['back', 'home', 'help'],
  searching: ['home', 'help'],
  not_found: ['home', 'help'],
  status: ['back', 'home', 'help'],
  referrals: ['back', 'home', 'help'],
  receipt: ['back', 'home', 'help'],
  rating: ['home', 'help'],
  fault: ['home', 'help'],
  help: ['back', 'home', 'language'],
};

/** While paper is on its way there is nothing to go back to. */
const waysOf = (screen: Screen): readonly Way[] | null =>
  screen.id === 'receipt' && screen.phase === 'printing' ? ['help'] : WAYS[screen.id];

export const hasFooter = (screen: Screen): boolean => waysOf(screen) !== null;

export const canGoBack = (screen: Screen): boolean => waysOf(screen)?.includes('back') ?? false;

const ICONS: Readonly<Record<Way, IconName>> = { language: 'globe', back: 'arrow', home: 'home', help: 'help' };
const ACTIONS: Readonly<Record<Way, Action>> = {
  language: { type: 'open_languages' },
  back: { type: 'back' },
  home: { type: 'home' },
  help: { type: 'open_help' },
};

export function Footer({ screen }: { readonly screen: Screen }) {
  const t = useTexts();
  const ways = waysOf(screen) ?? [];
  return (
    <nav className="footer" aria-label={t('footer.label')}>
      <button
        type="button"
        className="footer__way"
        disabled={screen.id === 'access'}
        onClick={() => send({ type: 'open_access' })}
      >
        <Icon name="access" />
        <span>{t('footer.access')}</span>
      </button>
      {ways.map((way) => (
        <WayButton key={way} way={way} />
      ))}
      <button type="button" className="footer__finish" onClick={() => send({ type: 'finish' })}>
        <Icon name="x" />
        <span>{t('footer.finish')}</span>
      </button>
    </nav>
  );
}

function WayButton({ way }: { readonly way: Way }) {
  const { language, languages } = useFrame();
  const t = useTexts();
  const others = languages.filter(({ code }) => code !== language);
  if (way === 'language' && others.length === 0) return null;
  const [other] = others;
  // With two languages the other one's own name says more than the word "language".
  const isNamed = way === 'language' && others.length === 1 && other !== undefined;
  return (
    <button type="button" className="footer__way" onClick={() => send(ACTIONS[way])}>
      <Icon name={ICONS[way]} towards={way === 'back' ? 'back' : 'forward'} />
      {isNamed ? <span lang={other.code}>{other.name}</span> : <span>{t(`footer.${way}`)}</span>}
    </button>
  );
}
