import { axisPlace, FIELD, fieldStart, HEIGHT, isNamed, placeOf } from './drawing.ts';

interface AxesProps {
  readonly names: readonly string[];
  /** Heights in units of the drawing, counted from above, with their words. */
  readonly lines: readonly { readonly y: number; readonly text: string }[];
}

/** Thin lines with numbers, and the days below. */
export function Axes({ lines, names }: AxesProps) {
  return (
    <>
      {lines.map(({ text, y }) => (
        <g key={y} className="axis">
          <line x1={fieldStart()} x2={fieldStart() + FIELD} y1={y} y2={y} />
          <text x={axisPlace()} y={y + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {names.map((name, index) =>
        isNamed(index, names.length) ? (
          <text key={name} className="axis__day" x={placeOf(index, names.length)} y={HEIGHT + 22} textAnchor="middle">
            {name}
          </text>
        ) : null,
      )}
    </>
  );
}
