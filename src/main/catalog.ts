import { createInstance, type TFunction } from 'i18next';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LanguageOption } from '../bridge/view.ts';

/** The languages and texts of assets/locales. Adding a language is adding its folder. */
export interface Catalog {
  readonly languages: readonly LanguageOption[];
  /** Texts in one language; a language that isn't there is a bug of the caller. */
  texts(language: string): TFunction;
}

const metaSchema = z.strictObject({ name: z.string().min(1), direction: z.enum(['rtl', 'ltr']) });

/** What the kiosk process writes on paper: the receipt's own texts, and the page's names of the states. */
const NAMESPACES = ['receipt', 'page'] as const;

/** Reads every language folder. Throws when one is broken: the texts are part of the program. */
export function loadCatalog(localesDirectory: string): Catalog {
  const codes = readdirSync(localesDirectory).filter((code) => existsSync(join(localesDirectory, code, 'meta.json')));
  const read = (code: string, file: string): unknown =>
    JSON.parse(readFileSync(join(localesDirectory, code, `${file}.json`), 'utf8'));
  const resources = Object.fromEntries(
    codes.map((code) => [code, Object.fromEntries(NAMESPACES.map((name) => [name, read(code, name)]))]),
  );
  const i18n = createInstance();
  void i18n.init({
    resources: resources as never,
    lng: 'ar',
    fallbackLng: false,
    ns: NAMESPACES,
    defaultNS: 'receipt',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const translators = new Map(codes.map((code) => [code, i18n.getFixedT(code)]));
  return {
    languages: codes.map((code) => ({ code, ...metaSchema.parse(read(code, 'meta')) })),
    texts: (language) => {
      const translate = translators.get(language);
      if (translate === undefined) throw new Error(`no texts for language ${language}`);
      return translate;
    },
  };
}
