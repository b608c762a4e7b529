/**
 * The life of a remote job. `awaiting_approval` until a second person agrees; `queued` until the kiosk is there;
 * `delivered` when it was sent; `accepted` or `rejected` by the kiosk; then `running` and one of the ends.
 */
export const JOB_STATES = [
  'awaiting_approval',
  'queued',
  'delivered',
  'accepted',
  'running',
  'rejected',
  'succeeded',
  'failed',
  'timed_out',
  'interrupted',
  'expired',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Where a job may come from to get there. What the kiosk says late still counts where the hub had only guessed. */
export const COMES_FROM: Readonly<Record<JobState, readonly JobState[]>> = {
  awaiting_approval: [],
  queued: ['awaiting_approval'],
  delivered: ['queued'],
  accepted: ['queued', 'delivered'],
  running: ['queued', 'delivered', 'accepted'],
  // One that it had taken waited at its gate until its time was over.
  rejected: ['queued', 'delivered', 'accepted'],
  succeeded: ['queued', 'delivered', 'accepted', 'running', 'timed_out', 'expired'],
  failed: ['queued', 'delivered', 'accepted', 'running', 'timed_out', 'expired'],
  interrupted: ['queued', 'delivered', 'accepted', 'running', 'timed_out', 'expired'],
  timed_out: ['delivered', 'accepted', 'running', 'expired'],
  expired: ['awaiting_approval', 'queued', 'delivered'],
  cancelled: ['awaiting_approval', 'queued', 'delivered', 'accepted', 'running'],
};

/** Something is still to happen. */
export const OPEN_STATES: readonly JobState[] = ['awaiting_approval', 'queued', 'delivered', 'accepted', 'running'];
/** To be sent when the kiosk is there; once more if it hasn't answered, or may have forgotten what it had accepted. */
export const TO_DELIVER: readonly JobState[] = ['queued', 'delivered', 'accepted'];

/** The reason of a job that the kiosk may have and that somebody took back: it is told to drop it, now or when it comes. */
export const CANCEL_ASKED = 'cancel_asked';
