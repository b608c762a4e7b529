import type { AlertDesk } from '../alerts/desk.ts';
import type { AlertStore } from '../alerts/store.ts';
import type { OfficerDoor } from '../access/door.ts';
import type { Officers } from '../access/officers.ts';
import type { Oidc } from '../access/oidc.ts';
import type { OfficerSessions } from '../access/sessions.ts';
import type { Hub } from '../hub.ts';
import type { FirstSignInCode } from '../access/first-sign-in.ts';
import type { Texts } from '../../texts/load-texts.ts';

/** What the officers' routes are made of. */
export interface OfficerParts {
  readonly hub: Hub;
  readonly officers: Officers;
  readonly sessions: OfficerSessions;
  readonly door: OfficerDoor;
  readonly desk: AlertDesk;
  readonly alerts: AlertStore;
  /** The organisation's own sign-in; null where none is set up. */
  readonly oidc: Oidc | null;
  readonly firstSignIn: FirstSignInCode;
  /** `alerts`, `health` and `kpi`, for what is sent, printed and exported. */
  readonly texts: Texts;
  /** Holds the font files of printed reports. */
  readonly pdfFonts: string;
  /** A maintenance window was planned or ended: alerts have to know. */
  readonly windowsChanged: () => Promise<void>;
  /** Where officers open the page. */
  readonly pageUrl: string;
  /** Whether that is by https, as the cookie must know. */
  readonly isSecure: boolean;
}
