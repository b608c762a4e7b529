import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type alerts from '../../assets/locales/ar/alerts.json';
import type dashboard from '../../assets/locales/ar/dashboard.json';
import type health from '../../assets/locales/ar/health.json';
import type kpi from '../../assets/locales/ar/kpi.json';
import { isolateValue } from '../domain/bidi.ts';

interface PageTexts {
  readonly dashboard: typeof dashboard;
  readonly health: typeof health;
  readonly alerts: typeof alerts;
  readonly kpi: typeof kpi;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    // All four may be named in a key; what names none is the page's own.
    defaultNS: ['dashboard', 'health', 'alerts', 'kpi'];
    resources: PageTexts;
  }
}

export const LANGUAGES = ['ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const REFERENCE: Language = 'ar';
const KEPT_UNDER = 'raha-language';

/** Only what is read is loaded: the language in use, and `kpi` with the reports. */
const files = import.meta.glob<object>('../../assets/locales/{ar,en}/{dashboard,health,alerts,kpi}.json', { import: 'default' });

export const texts = createInstance();

export const languageNow = (): Language => (texts.language === 'en' ? 'en' : 'ar');

async function load(language: Language, name: keyof PageTexts): Promise<void> {
  if (texts.hasResourceBundle(language, name)) return;
  const file = await files[`../../assets/locales/${language}/${name}.json`]?.();
  if (file === undefined) throw new Error(`no texts ${language}/${name}`);
  texts.addResourceBundle(language, name, file);
}

const loaded = new Set<keyof PageTexts>(['dashboard', 'health', 'alerts']);

/** Loads what a later part of the page reads, in the language in use; a change of language brings it along. */
export async function needTexts(name: keyof PageTexts): Promise<void> {
  loaded.add(name);
  await load(languageNow(), name);
}

export async function startTexts(): Promise<void> {
  await texts.use(initReactI18next).init({
    lng: REFERENCE,
    fallbackLng: REFERENCE,
    ns: [...loaded],
    defaultNS: 'dashboard',
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: true, escape: (value: unknown) => isolateValue(String(value)) },
    react: { useSuspense: false, bindI18nStore: 'added' },
  });
  await chooseLanguage(LANGUAGES.find((language) => language === keptLanguage()) ?? REFERENCE);
}

export async function chooseLanguage(language: Language): Promise<void> {
  await Promise.all([...loaded].map((name) => load(language, name)));
  await texts.changeLanguage(language);
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.title = texts.t('title');
  try {
    localStorage.setItem(KEPT_UNDER, language);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEPT_UNDER);
  } catch {
    return null;
  }
}
