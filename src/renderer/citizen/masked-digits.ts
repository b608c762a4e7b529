import { useCallback, useEffect, useState } from 'react';

/** Long enough to see the digit one has typed, short enough for the eyes behind. */
const HIDE_AFTER_MS = 1_500;
/** How long a wish to see the digits once more is granted. */
const SHOW_FOR_MS = 3_000;

interface MaskedDigits {
  readonly typed: string;
  readonly masked: boolean;
  readonly change: (edit: (digits: string) => string) => void;
  readonly show: () => void;
}

/** Typed digits that hide when no key was touched for a moment, until the visitor asks to see them. */
export function useMaskedDigits(): MaskedDigits {
  const [digits, setDigits] = useState({ typed: '', masked: false, visibleMs: HIDE_AFTER_MS });

  useEffect(() => {
    if (digits.masked) return undefined;
    const timer = window.setTimeout(() => setDigits((shown) => ({ ...shown, masked: true })), digits.visibleMs);
    return () => window.clearTimeout(timer);
  }, [digits]);

  const change = useCallback((edit: (typed: string) => string) => {
    setDigits(({ typed }) => ({ typed: edit(typed), masked: false, visibleMs: HIDE_AFTER_MS }));
  }, []);
  const show = useCallback(() => setDigits(({ typed }) => ({ typed, masked: false, visibleMs: SHOW_FOR_MS })), []);
  return { typed: digits.typed, masked: digits.masked, change, show };
}
