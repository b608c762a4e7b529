import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ChartProps {
  readonly title: string;
  readonly columns: readonly string[];
  /** The same in words, for whoever can't see the drawing or wants the numbers. */
  readonly rows: readonly (readonly string[])[];
  /** Takes a row of its own. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A drawing with its title, and the table behind it. */
export function Chart({ children, columns, isWide = false, rows, title }: ChartProps) {
  const { t } = useTranslation();
  return (
    <figure className="card chart" data-wide={isWide || undefined}>
      <figcaption>{title}</figcaption>
      <div aria-hidden="true">{children}</div>
      <details>
        <summary>{t('figures.asTable')}</summary>
        <table>
          <caption className="heard-only">{title}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first = '', ...rest]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {rest.map((cell, index) => (
                  <td key={columns[index + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
