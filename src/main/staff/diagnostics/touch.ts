import type { StaffAct } from '../../../bridge/staff-act.ts';
import { TOUCH_POINTS, TOUCH_REACH_MM, type TestRunOf } from '../../../bridge/staff.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

/** Squares of some 30 mm on a 21.5 inch panel: a dead strip of a thumb's width leaves whole squares untouched. */
const GRID = { columns: 9, rows: 16 } as const;

type TouchStage = Pick<TestRunOf<'touch'>, 'kind' | 'stage' | 'points' | 'grid' | 'deadCells'>;

/** Five points to be hit, then a grid to be wiped over with the finger. */
export class TouchTest extends GuidedTest<TouchStage> {
  constructor(ports: RunPorts) {
    super('touch', { kind: 'touch', stage: 'points', points: TOUCH_POINTS.map(() => 'waiting'), grid: GRID, deadCells: [] }, ports);
  }

  act(act: StaffAct): void {
    if (act.act === 'touch_point' && this.stage.stage === 'points') this.#touched(act.point, act.offMm);
    if (act.act === 'touch_grid' && this.stage.stage === 'grid') this.#wiped(act.cells);
  }

  #touched(point: number, offMm: number | null): void {
    const { points } = this.stage;
    if (point !== points.indexOf('waiting')) return;
    const isHit = offMm !== null && offMm <= TOUCH_REACH_MM;
    const after = points.map((state, index) => (index === point ? (isHit ? 'hit' : 'missed') : state));
    this.show({ points: after });
    if (after.includes('waiting')) return;
    // Where nothing answers at all a grid would only find the same.
    if (after.includes('hit')) this.show({ stage: 'grid' });
    else this.#judge([]);
  }

  #wiped(cells: readonly number[]): void {
    const touched = new Set(cells);
    const all = Array.from({ length: GRID.columns * GRID.rows }, (_cell, index) => index);
    this.#judge(all.filter((cell) => !touched.has(cell)));
  }

  #judge(deadCells: readonly number[]): void {
    const missed = this.stage.points.filter((state) => state === 'missed').length;
    const done = { stage: 'done', deadCells } as const;
    if (missed > 0) this.finish('failed', finding('touch_missed', missed), done);
    else if (deadCells.length > 0) this.finish('failed', finding('touch_dead_zone', deadCells.length), done);
    else this.finish('passed', null, done);
  }
}
