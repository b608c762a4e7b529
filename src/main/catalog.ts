import type { TFunction } from 'i18next';
import { z } from 'zod';
import type { LanguageOption } from '../bridge/view.ts';
import { loadTexts } from '../texts/load-texts.ts';

/** The languages and texts of assets/locales. Adding a language is adding its folder. */
export interface Catalog {
  readonly languages: readonly LanguageOption[];
  /** Texts in one language; a language that isn't there is a bug of the caller. */
  texts(language: string): TFunction;
}

const metaSchema = z.strictObject({ name: z.string().min(1), direction: z.enum(['rtl', 'ltr']) });

/** What the kiosk process writes on paper: receipts with the page's names of the states, reports with the staff's of the tests. */
const NAMESPACES = ['receipt', 'page', 'readiness', 'staff'] as const;

/** Reads every language folder. Throws when one is broken: the texts are part of the program. */
export function loadCatalog(localesDirectory: string): Catalog {
  const texts = loadTexts(localesDirectory, NAMESPACES);
  return {
    languages: texts.languages.map((code) => ({ code, ...metaSchema.parse(texts.read(code, 'meta')) })),
    texts: (language) => texts.in(language),
  };
}
