import { useId, type ReactNode } from 'react';
import type { DigitCell } from './digit-groups.ts';
import { useTexts } from '../frame.ts';
import { Icon } from './icon.tsx';
import './digit-field.css';

interface DigitFieldProps {
  readonly label: string;
  readonly groups: readonly (readonly DigitCell[])[];
  readonly typedCount: number;
  readonly fault: string | null;
  readonly aside?: ReactNode;
}

/**
 * Shows typed digits in groups, from left to right. It isn't an input: no keyboard of the system pops up, nothing is
 * remembered, pasted or autofilled, and what is announced is how many digits there are, not which.
 */
export function DigitField({ label, groups, typedCount, fault, aside }: DigitFieldProps) {
  const t = useTexts();
  const labelId = useId();
  return (
    <fieldset className="digit-field" aria-labelledby={labelId} data-fault={fault !== null || undefined}>
      <p id={labelId} className="digit-field__label">
        {label}
      </p>
      <div className="digit-field__row">
        <bdi dir="ltr" className="digit-field__box" aria-hidden="true">
          {groups.map((cells) => (
            <span key={cells[0]?.place} className="digit-field__group">
              {cells.map(({ place, shown, state }) => (
                <span key={place} className="digit-field__cell" data-cell={state}>
                  {shown}
                </span>
              ))}
            </span>
          ))}
        </bdi>
        {aside}
      </div>
      <output className="heard-only">{t('keypad.typed', { count: typedCount })}</output>
      {fault === null ? null : (
        <p className="digit-field__fault" role="alert">
          <Icon name="alert" />
          {fault}
        </p>
      )}
    </fieldset>
  );
}
