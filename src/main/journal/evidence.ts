import type { Evidence, TroubleEvidence } from '../../domain/health.ts';
import type { Journal } from './journal.ts';

/** So full that somebody should find out why the hub doesn't take what waits for it. */
const BACKLOG_SHARE = 0.6;

/** What the journal says about itself, for the health of the kiosk. */
export function journalEvidence(journal: Journal): Evidence | TroubleEvidence {
  if (journal.fault !== null) return { reason: 'journal.not_writable' };
  // Until somebody has taken the file away to look at it.
  if (journal.setAsideFiles().length > 0) return { reason: 'journal.set_aside' };
  const share = journal.usedShare();
  const value = { amount: Math.round(share * 100), unit: 'percent' } as const;
  return share >= BACKLOG_SHARE ? { reason: 'journal.backlog', value } : { state: 'ok', value };
}
