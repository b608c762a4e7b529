import { useTranslation } from 'react-i18next';
import { chooseLanguage, languageNow } from '../i18n.ts';

const NAMES = { ar: 'العربية', en: 'English' } as const;

/** The other language, named in itself. */
export function LanguageSwitch() {
  useTranslation();
  const other = languageNow() === 'ar' ? 'en' : 'ar';
  return (
    <button type="button" className="language" lang={other} onClick={() => void chooseLanguage(other)}>
      {NAMES[other]}
    </button>
  );
}
