/** A signal that fires after a time, or with one of others; disposed when the work is done. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Limits a piece of work. AbortSignal.any over AbortSignal.timeout would say the same, but Node 24.21 keeps half a kilobyte
 * of each such pair for ever: a kiosk that serves people for months would feel it.
 */
export function timeLimit(limitMs: number, ...others: readonly AbortSignal[]): TimeLimit {
  const own = new AbortController();
  const end = (): void => own.abort();
  const timer = setTimeout(end, limitMs).unref();
  for (const other of others) {
    if (other.aborted) end();
    else other.addEventListener('abort', end, { once: true });
  }
  return {
    signal: own.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      for (const other of others) other.removeEventListener('abort', end);
    },
  };
}
