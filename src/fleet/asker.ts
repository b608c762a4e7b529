import type { Role } from '../../contract/fleet/messages.ts';

/** Who asks for something, for the decision and for the audit. */
export interface Asker {
  readonly account: string;
  readonly role: Role | 'kiosk' | 'hub';
  /** Where the call came from. */
  readonly address: string | null;
}
