import type { Evidence, TroubleEvidence } from '../../domain/health.ts';
import type { Journal } from './journal.ts';

/** So full that somebody should make room, or find out why the hub doesn't take what waits for it. */
const FILLING_SHARE = 0.6;

/** What the journal says about itself, for the health of the kiosk. */
export function journalEvidence(journal: Journal): Evidence | TroubleEvidence {
  const share = journal.usedShare();
  const value = { amount: Math.round(share * 100), unit: 'percent' } as const;
  if (journal.fault === 'size_limit') return { reason: 'journal.full', value };
  if (journal.fault !== null) return { reason: 'journal.not_writable' };
  // Until somebody has taken the file away to look at it.
  if (journal.setAsideFiles().length > 0) return { reason: 'journal.set_aside' };
  if (share < FILLING_SHARE) return { state: 'ok', value };
  // What the hub has can be dropped; audit records stay, whoever has them.
  const isForTheHub = journal.backlog().events > journal.auditHead.records;
  return { reason: isForTheHub ? 'journal.backlog' : 'journal.filling', value };
}
