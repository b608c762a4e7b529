/** A key press as Electron reports it before the page sees it. */
export interface KeyPress {
  /** As in `KeyboardEvent.key`. */
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Keys with a name that an accessibility keypad or a keyboard uses on the kiosk's screens. */
const NAMED_KEYS: ReadonlySet<string> = new Set([
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'Backspace',
  'Delete',
  'End',
  'Enter',
  'Escape',
  'Home',
  'Shift',
  'Tab',
]);

/**
 * Tells whether the page may have a key press. A list of what is allowed, because no list of the combinations that
 * reload, zoom, print, close, go back or open tools stays complete: each Chromium brings new ones.
 */
export function isKeyAllowed({ alt, control, key, meta }: KeyPress): boolean {
  if (alt || control || meta) return false;
  return NAMED_KEYS.has(key) || key.length === 1;
}
