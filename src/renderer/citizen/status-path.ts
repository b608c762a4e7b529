import type { PublicStatus } from '../../domain/transaction.ts';

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
