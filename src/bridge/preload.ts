import type { Intent } from './intent.ts';
import type { View } from './view.ts';

/** What Electron's preload script puts into the page as `window.raha`. */
export interface PreloadBridge {
  readonly onView: (listener: (view: View) => void) => () => void;
  readonly sendIntent: (intent: Intent) => void;
  /** Asks for the current View, so that a reloaded page isn't blank. */
  readonly requestView: () => void;
}
