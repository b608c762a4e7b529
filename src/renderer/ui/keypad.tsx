import { useEffect } from 'react';
import { toWesternDigits } from '../../domain/digits.ts';
import { useTexts } from '../frame.ts';
import { Icon } from './icon.tsx';
import { Ltr } from './ltr.tsx';
import './keypad.css';

interface KeypadProps {
  readonly onDigit: (digit: string) => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
  readonly onEnter: () => void;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** 1-2-3 on top and from left to right in every language, like the keys of a phone. Real keys type as well. */
export function Keypad({ onDigit, onDelete, onClear, onEnter }: KeypadProps) {
  const t = useTexts();
  useTypedKeys({ onDigit, onDelete, onClear, onEnter });
  return (
    <fieldset className="keypad" dir="ltr" aria-label={t('keypad.label')}>
      {DIGITS.map((digit) => (
        <DigitKey key={digit} digit={digit} onDigit={onDigit} />
      ))}
      <button type="button" className="keypad__key keypad__key--word" onPointerDown={keepFocus} onClick={onClear}>
        <bdi>{t('keypad.clear')}</bdi>
      </button>
      <DigitKey digit="0" onDigit={onDigit} />
      <button
        type="button"
        className="keypad__key keypad__key--word"
        aria-label={t('keypad.delete')}
        onPointerDown={keepFocus}
        onClick={onDelete}
      >
        <Icon name="backspace" />
      </button>
    </fieldset>
  );
}

function DigitKey({ digit, onDigit }: { readonly digit: string; readonly onDigit: (digit: string) => void }) {
  return (
    <button type="button" className="keypad__key" onPointerDown={keepFocus} onClick={() => onDigit(digit)}>
      <Ltr>{digit}</Ltr>
    </button>
  );
}

/** A finger leaves the focus where it is, so that Enter on a real keypad submits instead of repeating a digit. */
const keepFocus = (event: React.PointerEvent): void => event.preventDefault();

/** Digits in any of the three scripts reach the field even when nothing has the focus. */
function useTypedKeys({ onDigit, onDelete, onClear, onEnter }: KeypadProps): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // What is typed while a question covers the screen isn't meant for the field behind it.
      const isElsewhere = document.querySelector('dialog[open]') !== null;
      if (isElsewhere || event.ctrlKey || event.altKey || event.metaKey) return;
      const digit = toWesternDigits(event.key);
      if (/^[0-9]$/.test(digit)) onDigit(digit);
      else if (event.key === 'Backspace') onDelete();
      else if (event.key === 'Delete') onClear();
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) onEnter();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onDigit, onDelete, onClear, onEnter]);
}
