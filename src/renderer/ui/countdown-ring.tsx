import { Ltr } from './ltr.tsx';
import './countdown-ring.css';

interface CountdownRingProps {
  readonly secondsLeft: number;
  /** Seconds of a full ring. */
  readonly wholeSeconds: number;
  /** What stands in the middle, unless it is the seconds. */
  readonly shown?: string;
}

const RADIUS = 44;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;

/** The sentence beside it says the same in words, so it isn't spoken. */
export function CountdownRing({ secondsLeft, wholeSeconds, shown }: CountdownRingProps) {
  const share = Math.min(1, Math.max(0, secondsLeft / wholeSeconds));
  return (
    <div className="countdown-ring" aria-hidden="true">
      <svg viewBox="0 0 100 100" focusable="false">
        <circle className="countdown-ring__track" cx="50" cy="50" r={RADIUS} />
        <circle
          className="countdown-ring__rest"
          cx="50"
          cy="50"
          r={RADIUS}
          strokeDasharray={CIRCUMFERENCE}
          strokeDashoffset={CIRCUMFERENCE * (1 - share)}
        />
      </svg>
      <span className="countdown-ring__seconds">
        <Ltr>{shown ?? secondsLeft}</Ltr>
      </span>
    </div>
  );
}
