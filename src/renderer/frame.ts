import { createContext, useContext } from 'react';
import { formatHijri } from '../domain/dates.ts';
import { localized, type DualDate, type LocalizedText } from '../domain/transaction.ts';
import { DEFAULT_ACCESS, type Frame } from '../bridge/view.ts';
import { REFERENCE_LANGUAGE, textsIn, type Texts } from './i18n.ts';

/** Before the first View and while the kiosk process is away. */
export const EMPTY_FRAME: Frame = {
  language: REFERENCE_LANGUAGE,
  languages: [],
  access: DEFAULT_ACCESS,
  emirate: { ar: '' },
  site: { ar: '' },
  kioskId: '',
  display: { pixelsPerMm: 4.03, lowerEdgeMm: 700 },
  now: '1970-01-01T00:00:00Z',
  numerals: 'latn',
  readerTypes: false,
  cardLies: false,
  demo: false,
};

export const FrameContext = createContext<Frame>(EMPTY_FRAME);

export const useFrame = (): Frame => useContext(FrameContext);

/** The texts of the language the visitor chose. */
export const useTexts = (): Texts => textsIn(useFrame().language);

/** Turns values of the View into words of the visitor's language; `t` isolates them when it puts them into a sentence. */
export interface Words {
  readonly text: (source: LocalizedText) => string;
  readonly hijri: (date: DualDate) => string;
  /** "a, b or c" and "a, b and c", as the language has it. */
  readonly anyOf: (phrases: readonly string[]) => string;
  readonly allOf: (phrases: readonly string[]) => string;
}

const WORD_JOINER = '\u2060';

/** A name isn't broken at its hyphens: "Al-Mukarramah" stays on one line. */
const keepCompounds = (name: string): string => name.replaceAll('-', `-${WORD_JOINER}`);

export function useWords(): Words {
  const { language, numerals } = useFrame();
  return {
    text: (source) => keepCompounds(localized(source, language).text),
    hijri: (date) => formatHijri(date, language, numerals),
    anyOf: (phrases) => new Intl.ListFormat(language, { type: 'disjunction' }).format(phrases),
    allOf: (phrases) => new Intl.ListFormat(language, { type: 'conjunction' }).format(phrases),
  };
}
