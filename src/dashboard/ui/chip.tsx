import type { ReactNode } from 'react';
import type { ComponentState } from '../../domain/health.ts';
import type { KioskStatus } from '../../domain/health-status.ts';
import { Icon, type IconName } from './icon.tsx';
import { lookOf, type Tone } from './tone.ts';
import './tone.css';

/** A coloured disc with a sign of its own shape, so that colour is never the only difference. */
export function Mark({ state }: { readonly state: ComponentState | KioskStatus }) {
  const { icon, tone } = lookOf(state);
  return <ToneMark icon={icon} tone={tone} />;
}

export function ToneMark({ icon, tone }: { readonly icon: IconName; readonly tone: Tone }) {
  return (
    <span className="mark" data-tone={tone} aria-hidden="true">
      <Icon name={icon} />
    </span>
  );
}

/** A status in words, with its mark. */
export function StateChip({ children, state }: { readonly state: ComponentState | KioskStatus; readonly children: ReactNode }) {
  return (
    <span className="chip" data-tone={lookOf(state).tone}>
      <Mark state={state} />
      {children}
    </span>
  );
}

export function Chip({ children, tone }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className="chip chip--plain" data-tone={tone}>
      {children}
    </span>
  );
}
