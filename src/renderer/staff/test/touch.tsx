import { TOUCH_POINTS, type TestRunOf } from '../../../bridge/staff.ts';
import { useStaffTexts } from '../texts.ts';
import { TestFrame } from './test-frame.tsx';

/** The result of the touch test: a small picture of the glass with what it felt. */
export function TouchTest({ run }: { readonly run: TestRunOf<'touch'> }) {
  const t = useStaffTexts();
  const { columns, rows } = run.grid;
  return (
    <TestFrame run={run} lead={t('touch.lead')}>
      <svg
        className="glass-map"
        viewBox={`0 0 ${String(columns)} ${String(rows)}`}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn from what was felt
        role="img"
        aria-label={t('touch.map', { count: run.deadCells.length })}
      >
        <rect className="glass-map__glass" width={columns} height={rows} />
        {run.deadCells.map((cell) => (
          <rect key={cell} className="glass-map__dead" x={cell % columns} y={Math.floor(cell / columns)} width="1" height="1" />
        ))}
        {TOUCH_POINTS.map(({ x, y }, point) => (
          <circle
            key={`${String(x)} ${String(y)}`}
            className="glass-map__point"
            data-felt={run.points[point]}
            cx={(x / 100) * columns}
            cy={(y / 100) * rows}
            r="0.3"
          />
        ))}
      </svg>
    </TestFrame>
  );
}
