import type { ComponentState } from '../../domain/health.ts';
import type { KioskStatus } from '../../domain/health-status.ts';
import type { IncidentView } from '../../fleet/api.ts';
import type { IconName } from './icon.tsx';

/** A look: colours under `data-tone` in tone.css. Never the only sign: a mark of another shape and words stand beside it. */
export type Tone = 'good' | 'warn' | 'bad' | 'lost' | 'calm' | 'work';

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

export const STATUS_LOOKS: Readonly<Record<KioskStatus, Look>> = {
  in_service: { tone: 'good', icon: 'check' },
  limited: { tone: 'warn', icon: 'half' },
  out_of_service: { tone: 'bad', icon: 'cross' },
  offline: { tone: 'lost', icon: 'unplugged' },
  unknown: { tone: 'lost', icon: 'question' },
  maintenance: { tone: 'work', icon: 'wrench' },
  closed: { tone: 'calm', icon: 'moon' },
};

export const STATE_LOOKS: Readonly<Record<ComponentState, Look>> = {
  ok: { tone: 'good', icon: 'check' },
  degraded: { tone: 'warn', icon: 'half' },
  down: { tone: 'bad', icon: 'cross' },
  unknown: { tone: 'lost', icon: 'question' },
  starting: { tone: 'lost', icon: 'clock' },
  not_fitted: { tone: 'calm', icon: 'more' },
};

export const SEVERITY_TONES: Readonly<Record<IncidentView['severity'], Tone>> = { critical: 'bad', major: 'bad', minor: 'warn', info: 'work' };

export const lookOf = (state: ComponentState | KioskStatus): Look =>
  state in STATUS_LOOKS ? STATUS_LOOKS[state as KioskStatus] : STATE_LOOKS[state as ComponentState];
