import { Axes } from './axes.tsx';
import { FIELD, HEIGHT, placeOf, roundedUp, WIDTH } from './drawing.ts';

interface DayBarsProps {
  readonly names: readonly string[];
  readonly whole: readonly number[];
  /** Of the whole, what is drawn full. */
  readonly part: readonly number[];
  readonly labels: readonly [whole: string, part: string];
}

/** One bar a day, with the part of it that counts drawn full. */
export function DayBars({ labels, names, part, whole }: DayBarsProps) {
  const most = roundedUp(Math.max(...whole, 1));
  const width = Math.min(40, (FIELD / names.length) * 0.62);
  const height = (value: number): number => (value / most) * HEIGHT;
  const bar = (value: number, index: number, name: string) => (
    <rect className={`bar bar--${name}`} x={placeOf(index, names.length) - width / 2} y={HEIGHT - height(value)} width={width} height={height(value)} rx={2} />
  );
  return (
    <>
      <svg viewBox={`0 -10 ${String(WIDTH)} ${String(HEIGHT + 40)}`}>
        <Axes names={names} lines={[0, 0.5, 1].map((share) => ({ y: HEIGHT * (1 - share), text: String(most * share) }))} />
        {names.map((name, index) => (
          <g key={name}>
            {bar(whole[index] ?? 0, index, 'whole')}
            {bar(part[index] ?? 0, index, 'part')}
            <title>{`${name}: ${labels[0]} ${String(whole[index])}, ${labels[1]} ${String(part[index])}`}</title>
          </g>
        ))}
      </svg>
      <p className="legend">
        <span className="legend__part" /> {labels[1]} <span className="legend__whole" /> {labels[0]}
      </p>
    </>
  );
}
