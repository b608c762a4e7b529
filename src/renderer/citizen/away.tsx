import { textsIn } from '../i18n.ts';
import { Emblem } from '../ui/emblem.tsx';
import './away.css';

/** The page's own words while the kiosk process can't be heard. Nobody says which language, so it takes two. */
const LANGUAGES = [
  { code: 'ar', direction: 'rtl' },
  { code: 'en', direction: 'ltr' },
] as const;

export function Away() {
  return (
    <main className="away" aria-live="polite">
      <Emblem />
      {LANGUAGES.map(({ code, direction }) => (
        <div key={code} lang={code} dir={direction} className="away__words">
          <p className="away__title">{textsIn(code)('away.title')}</p>
          <p>{textsIn(code)('away.lead')}</p>
        </div>
      ))}
    </main>
  );
}
