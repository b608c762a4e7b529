import type { PublicStatus } from '../../domain/transaction.ts';
import type { Tone } from '../ui/alert.tsx';
import type { IconName } from '../ui/icon.tsx';

interface StatusLook {
  readonly tone: Exclude<Tone, 'error'>;
  readonly icon: IconName;
}

/** Colour and picture of each state; the words always say the same. */
export const STATUS_LOOKS: Readonly<Record<PublicStatus, StatusLook>> = {
  registered: { tone: 'info', icon: 'inbox' },
  under_procedure: { tone: 'info', icon: 'gear' },
  referred: { tone: 'info', icon: 'arrow' },
  awaiting_reply: { tone: 'warning', icon: 'clock' },
  action_required: { tone: 'warning', icon: 'hand' },
  issued_out: { tone: 'success', icon: 'send' },
  completed: { tone: 'success', icon: 'check' },
  filed: { tone: 'neutral', icon: 'archive' },
  returned: { tone: 'warning', icon: 'undo' },
  cancelled: { tone: 'neutral', icon: 'x' },
  restricted: { tone: 'neutral', icon: 'lock' },
};
