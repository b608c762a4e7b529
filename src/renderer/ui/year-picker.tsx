import { useId } from 'react';
import { Icon } from './icon.tsx';
import { Ltr } from './ltr.tsx';
import './year-picker.css';

interface YearPickerProps {
  readonly label: string;
  /** Hijri years, newest first. */
  readonly years: readonly number[];
  readonly chosen: number | null;
  readonly fault: string | null;
  readonly onChoose: (year: number) => void;
}

/** All years at once: one tap, no wheel, no list to open. */
export function YearPicker({ label, years, chosen, fault, onChoose }: YearPickerProps) {
  const labelId = useId();
  return (
    <fieldset className="year-picker" aria-labelledby={labelId}>
      <p id={labelId} className="year-picker__label">
        {label}
      </p>
      <div className="year-picker__years">
        {years.map((year) => (
          <button
            key={year}
            type="button"
            className="year-picker__year"
            aria-pressed={year === chosen}
            onClick={() => onChoose(year)}
          >
            <Ltr>{year}</Ltr>
          </button>
        ))}
      </div>
      {fault === null ? null : (
        <p className="digit-field__fault" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      )}
    </fieldset>
  );
}
