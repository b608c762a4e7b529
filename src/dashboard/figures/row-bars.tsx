import type { Tone } from '../ui/tone.ts';

interface RowBarsProps {
  readonly tone: Tone;
  readonly rows: readonly { readonly name: string; readonly share: number; readonly text: string; readonly more: string }[];
}

/** Shares as bars that lie, one to a row; the whole width is all of them. */
export function RowBars({ rows, tone }: RowBarsProps) {
  return (
    <ul className="row-bars" data-tone={tone}>
      {rows.map(({ more, name, share, text }) => (
        <li key={name}>
          <span>{name}</span>
          <span className="row-bars__track">
            <span style={{ inlineSize: `${String(100 * share)}%` }} />
          </span>
          <strong>{text}</strong>
          <span className="soft small">{more}</span>
        </li>
      ))}
    </ul>
  );
}
