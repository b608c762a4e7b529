import { createInstance, type TFunction } from 'i18next';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The texts of assets/locales for a program without a page: the kiosk's paper, the hub's messages. */
export interface Texts {
  /** Codes of the languages that have a folder. */
  readonly languages: readonly string[];
  /** A file of a language's folder, as it is. */
  read(language: string, file: string): unknown;
  /** Texts in one language; a language that isn't there is a bug of the caller. */
  in(language: string): TFunction;
}

/** Reads every language folder. Throws when one is broken: the texts are part of the program. */
export function loadTexts(localesDirectory: string, namespaces: readonly [string, ...string[]]): Texts {
  const languages = readdirSync(localesDirectory).filter((code) => existsSync(join(localesDirectory, code, 'meta.json')));
  const read = (language: string, file: string): unknown =>
    JSON.parse(readFileSync(join(localesDirectory, language, `${file}.json`), 'utf8'));
  const resources = Object.fromEntries(
    languages.map((code) => [code, Object.fromEntries(namespaces.map((name) => [name, read(code, name)]))]),
  );
  const i18n = createInstance();
  void i18n.init({
    resources: resources as never,
    lng: 'ar',
    fallbackLng: false,
    ns: [...namespaces],
    defaultNS: namespaces[0],
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const translators = new Map(languages.map((code) => [code, i18n.getFixedT(code)]));
  return {
    languages,
    read,
    in: (language) => {
      const translate = translators.get(language);
      if (translate === undefined) throw new Error(`no texts for language ${language}`);
      return translate;
    },
  };
}
