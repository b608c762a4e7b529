import { createInstance, type TFunction } from 'i18next';
import type arabicHealth from '../../assets/locales/ar/health.json';
import type arabicPage from '../../assets/locales/ar/page.json';
import type arabicStaff from '../../assets/locales/ar/staff.json';
import { isolateValue } from '../domain/bidi.ts';

type PageTexts = typeof arabicPage;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'page';
    resources: { page: PageTexts; staff: typeof arabicStaff; health: typeof arabicHealth };
  }
}

interface LanguageMeta {
  readonly name: string;
  readonly direction: 'rtl' | 'ltr';
}

/** Adding a language is adding its folder: nothing here names one but the reference language, Arabic. */
const pages = import.meta.glob<PageTexts>('../../assets/locales/*/page.json', { eager: true, import: 'default' });
const metas = import.meta.glob<LanguageMeta>('../../assets/locales/*/meta.json', { eager: true, import: 'default' });

export const REFERENCE_LANGUAGE = 'ar';

const codeOf = (path: string): string => path.split('/').at(-2) ?? '';
const directions = new Map(Object.entries(metas).map(([path, meta]) => [codeOf(path), meta.direction]));

export type Texts = TFunction;

const texts = createInstance();

export async function startTexts(): Promise<void> {
  await texts.init({
    lng: REFERENCE_LANGUAGE,
    fallbackLng: REFERENCE_LANGUAGE,
    ns: ['page'],
    defaultNS: 'page',
    resources: Object.fromEntries(Object.entries(pages).map(([path, page]) => [codeOf(path), { page }])),
    interpolation: { escapeValue: true, escape: isolateValue },
  });
}

/** Texts of a part of the page that is loaded later. */
export function addTexts<Name extends 'staff' | 'health'>(
  name: Name,
  files: Readonly<Record<string, object>>,
): (language: string) => TFunction<Name> {
  for (const [path, file] of Object.entries(files)) texts.addResourceBundle(codeOf(path), name, file);
  return (language) => texts.getFixedT(language, name);
}

export const textsIn = (language: string): Texts => texts.getFixedT(language, 'page');

export const directionOf = (language: string): 'rtl' | 'ltr' => directions.get(language) ?? 'rtl';
