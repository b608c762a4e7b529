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

export type Stage = Exclude<PublicStatus, 'restricted'>;

interface StagedPath {
  readonly stages: readonly Stage[];
  readonly now: Stage;
}

/**
 * The way a transaction goes, with the present stage in it; null where the way itself is not to be shown. Only stages
 * that the present one implies are drawn as passed.
 */
export function pathOf(status: PublicStatus): StagedPath | null {
  switch (status) {
    case 'restricted':
      return null;
    case 'registered':
    case 'under_procedure':
      return { stages: ['registered', 'under_procedure', 'completed'], now: status };
    case 'referred':
    case 'awaiting_reply':
    case 'action_required':
    case 'returned':
      return { stages: ['registered', 'under_procedure', status, 'completed'], now: status };
    case 'issued_out':
    case 'completed':
    case 'filed':
      return { stages: ['registered', 'under_procedure', status], now: status };
    case 'cancelled':
      return { stages: ['registered', 'cancelled'], now: status };
  }
}
