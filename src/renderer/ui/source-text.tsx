import { localized, type LocalizedText } from '../../domain/transaction.ts';
import { useFrame, useTexts } from '../frame.ts';
import './source-text.css';

/** A text of the source system: in the visitor's language where the system has it, else the Arabic original, marked. */
export function SourceText({ text }: { readonly text: LocalizedText }) {
  const { language } = useFrame();
  const t = useTexts();
  const shown = localized(text, language);
  const isOriginal = shown.language !== language;
  return (
    <>
      <bdi lang={shown.language}>{shown.text}</bdi>
      {isOriginal ? <small className="source-note">{t('common.originalText')}</small> : null}
    </>
  );
}
