import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';
import './field.css';

interface FieldFrame {
  readonly label: string;
  readonly hint?: ReactNode;
}

/** One labelled input. What is typed in it is never Arabic prose, so it reads from left to right unless told otherwise. */
export function Field({ hint, label, ...input }: FieldFrame & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} dir="ltr" autoCapitalize="none" spellCheck={false} aria-describedby={hint === undefined ? undefined : hintId} {...input} />
      {hint !== undefined && (
        <p id={hintId} className="field__hint">
          {hint}
        </p>
      )}
    </div>
  );
}

export function Choice({ children, label, ...select }: FieldFrame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} {...select}>
        {children}
      </select>
    </div>
  );
}
