import { useId } from 'react';
import './choices.css';

/** A line holds as many; fewer than two lines of them stand on one. */
const COLUMNS = 3;

interface ChoicesProps<Value extends string | number> {
  readonly label: string;
  readonly all: readonly Value[];
  readonly chosen: Value | null;
  readonly onChoose: (value: Value) => void;
  readonly textOf: (value: Value) => string;
}

/** One of a few, side by side. */
export function Choices<Value extends string | number>({ label, all, chosen, onChoose, textOf }: ChoicesProps<Value>) {
  const labelId = useId();
  return (
    <fieldset className="choices" aria-labelledby={labelId}>
      <p id={labelId} className="choices__label">
        {label}
      </p>
      <div className="choices__all" data-columns={all.length % COLUMNS === 0 ? COLUMNS : all.length}>
        {all.map((value) => (
          <button
            key={value}
            type="button"
            className="choices__choice"
            aria-pressed={value === chosen}
            onClick={() => onChoose(value)}
          >
            {textOf(value)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
