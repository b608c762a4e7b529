import { Axes } from './axes.tsx';
import { FIELD, fieldStart, HEIGHT, placeOf, roundedUp, WIDTH } from './drawing.ts';

interface DayLineProps {
  readonly names: readonly string[];
  /** Null where there is nothing to tell of a day; the line has a gap there. */
  readonly values: readonly (number | null)[];
  readonly target: number;
  readonly targetLabel: string;
  readonly least: number;
  readonly most?: number;
  readonly textOf: (value: number) => string;
}

/** A line over the days, with what is aimed at. */
export function DayLine({ least, most, names, target, targetLabel, textOf, values }: DayLineProps) {
  const top = most ?? roundedUp(Math.max(target, ...values.flatMap((value) => value ?? [])));
  const y = (value: number): number => HEIGHT * (1 - (value - least) / (top - least));
  const points = values.map((value, index) => (value === null ? null : { x: placeOf(index, names.length), y: y(value), value, name: names[index] ?? '' }));
  const path = points.map((point, index) => (point === null ? '' : `${(points[index - 1] ?? null) === null ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`)).join('');
  return (
    <>
      <svg viewBox={`0 -10 ${String(WIDTH)} ${String(HEIGHT + 40)}`}>
        <Axes names={names} lines={[least, (least + top) / 2, top].map((value) => ({ y: y(value), text: textOf(value) }))} />
        <line className="target" x1={fieldStart()} x2={fieldStart() + FIELD} y1={y(target)} y2={y(target)} />
        <path className="line" d={path} />
        {points.map(
          (point) =>
            point !== null && (
              <circle key={point.name} className="dot" cx={point.x} cy={point.y} r={4}>
                <title>{`${point.name}: ${textOf(point.value)}`}</title>
              </circle>
            ),
        )}
      </svg>
      <p className="legend">
        <span className="legend__target" /> {targetLabel}
      </p>
    </>
  );
}
