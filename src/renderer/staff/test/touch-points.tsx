import { TOUCH_POINTS, type TestRunOf } from '../../../bridge/staff.ts';
import { useFrame } from '../../frame.ts';
import { Button } from '../../ui/button.tsx';
import { act } from '../act.ts';
import { useStaffTexts } from '../texts.ts';

/** Five crosses, one after the other: how far off does the glass feel a finger? */
export function TouchPoints({ run }: { readonly run: TestRunOf<'touch'> }) {
  const t = useStaffTexts();
  const { pixelsPerMm } = useFrame().display;
  const point = run.points.indexOf('waiting');
  const target = TOUCH_POINTS[point];

  const feel = ({ clientX, clientY, currentTarget }: React.PointerEvent): void => {
    if (target === undefined) return;
    const { height, width } = currentTarget.getBoundingClientRect();
    const offPx = Math.hypot(clientX - (target.x / 100) * width, clientY - (target.y / 100) * height);
    act({ act: 'touch_point', point, offMm: Math.round((offPx / pixelsPerMm) * 10) / 10 });
  };

  return (
    <main className="staff glass">
      <h1 className="heard-only">{t('subjects.touch')}</h1>
      <div className="glass__feel" onPointerDown={feel}>
        {TOUCH_POINTS.map(({ x, y }, index) => (
          <svg
            key={`${String(x)} ${String(y)}`}
            className="glass__cross"
            data-felt={run.points[index]}
            data-now={index === point || undefined}
            viewBox="0 0 40 40"
            aria-hidden="true"
            style={{ insetBlockStart: `${String(y)}%`, left: `${String(x)}%` }}
          >
            <circle cx="20" cy="20" r="15" />
            <path d="M20 2v36M2 20h36" />
          </svg>
        ))}
      </div>
      <div className="glass__words">
        <output>{t('touch.point', { point: point + 1, points: TOUCH_POINTS.length })}</output>
        <div className="glass__keys">
          <Button look="secondary" onPress={() => act({ act: 'touch_point', point: Math.max(0, point), offMm: null })}>
            {t('touch.notFelt')}
          </Button>
          <Button look="quiet" icon="x" onPress={() => act({ act: 'give_up' })}>
            {t('test.giveUp')}
          </Button>
        </div>
      </div>
    </main>
  );
}
