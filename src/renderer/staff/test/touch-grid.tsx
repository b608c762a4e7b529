import { useCallback, useEffect, useRef, useState } from 'react';
import type { TestRunOf } from '../../../bridge/staff.ts';
import { Button } from '../../ui/button.tsx';
import { act } from '../act.ts';
import { useStaffTexts } from '../texts.ts';

/** The whole glass in cells; what a finger has been over turns green, what stays pale is dead. */
export function TouchGrid({ run }: { readonly run: TestRunOf<'touch'> }) {
  const t = useStaffTexts();
  const { columns, rows } = run.grid;
  const [felt, setFelt] = useState<ReadonlySet<number>>(new Set());
  const glass = useRef<HTMLDivElement>(null);
  const isAllFelt = felt.size === columns * rows;
  const finish = useCallback((cells: ReadonlySet<number>) => act({ act: 'touch_grid', cells: [...cells] }), []);

  useEffect(() => {
    if (isAllFelt) finish(felt);
  }, [isAllFelt, felt, finish]);

  /** The keys lie on the glass as well: what is under them is felt through them. */
  const feel = ({ clientX, clientY }: React.PointerEvent): void => {
    const box = glass.current?.getBoundingClientRect();
    if (box === undefined) return;
    const column = Math.min(columns - 1, Math.max(0, Math.floor((clientX / box.width) * columns)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor((clientY / box.height) * rows)));
    const cell = row * columns + column;
    setFelt((before) => (before.has(cell) ? before : new Set([...before, cell])));
  };

  return (
    <main className="staff glass" onPointerDown={feel} onPointerMove={feel}>
      <h1 className="heard-only">{t('subjects.touch')}</h1>
      <div
        ref={glass}
        className="glass__grid"
        style={{ gridTemplateColumns: `repeat(${String(columns)}, 1fr)`, gridTemplateRows: `repeat(${String(rows)}, 1fr)` }}
        aria-hidden="true"
      >
        {Array.from({ length: columns * rows }, (_, cell) => (
          // oxlint-disable-next-line react/no-array-index-key -- a cell is its place
          <span key={cell} className="glass__cell" data-felt={felt.has(cell) || undefined} />
        ))}
      </div>
      <div className="glass__words">
        <output>{t('touch.grid', { left: columns * rows - felt.size })}</output>
        <div className="glass__keys">
          <Button icon="check" onPress={() => finish(felt)}>
            {t('touch.gridDone')}
          </Button>
          <Button look="quiet" icon="x" onPress={() => act({ act: 'give_up' })}>
            {t('test.giveUp')}
          </Button>
        </div>
      </div>
    </main>
  );
}
