import type { ComponentId, Evidence, TroubleEvidence } from '../../domain/health.ts';
import type { HostClock } from '../guarded-page.ts';
import type { HealthBoard } from './board.ts';

/** Looks at one part now and then. */
export interface Probe {
  readonly component: ComponentId;
  readonly everyMs: number;
  /** Longer than this is no answer: the part is unknown, and the next look comes in its time. */
  readonly limitMs: number;
  /** Null when it wants to look again before it says anything. A look that fails by throwing has seen nothing. */
  readonly look: () => Promise<Evidence | TroubleEvidence | null>;
}

/** Runs probes for ever, each in its own time and never twice at once. Returns what stops them. */
export function runProbes(probes: readonly Probe[], board: HealthBoard, clock: HostClock): () => void {
  const stops = probes.map((probe) => runProbe(probe, board, clock));
  return () => {
    for (const stop of stops) stop();
  };
}

function runProbe({ component, everyMs, limitMs, look }: Probe, board: HealthBoard, clock: HostClock): () => void {
  let stopped = false;
  let cancel = (): void => undefined;

  const lookOnce = async (): Promise<void> => {
    const evidence = await withinLimit(look, limitMs, clock);
    if (stopped) return;
    if (evidence !== null) board.note(component, evidence);
    cancel = clock.after(everyMs, () => void lookOnce());
  };
  void lookOnce();
  return () => {
    stopped = true;
    cancel();
  };
}

async function withinLimit(look: Probe['look'], limitMs: number, clock: HostClock): ReturnType<Probe['look']> {
  const { promise: tooLate, resolve } = Promise.withResolvers<Evidence>();
  const cancel = clock.after(limitMs, () => resolve({ state: 'unknown' }));
  try {
    return await Promise.race([look(), tooLate]);
  } catch {
    return { state: 'unknown' };
  } finally {
    cancel();
  }
}
