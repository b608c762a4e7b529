import type { TestRun, TestRunOf } from '../../../bridge/staff.ts';
import { DisplayPictures } from './display-pictures.tsx';
import { TouchGrid } from './touch-grid.tsx';
import { TouchPoints } from './touch-points.tsx';
import './glass.css';

type GlassRun = TestRunOf<'touch'> | TestRunOf<'display'>;

/** Whether a test needs the whole glass now, without header and navigation. */
export const isGlassTest = (run: TestRun): run is GlassRun =>
  (run.kind === 'touch' && run.stage !== 'done') || (run.kind === 'display' && run.stage === 'pictures');

export function GlassTest({ run }: { readonly run: GlassRun }) {
  if (run.kind === 'display') return <DisplayPictures run={run} />;
  return run.stage === 'points' ? <TouchPoints run={run} /> : <TouchGrid run={run} />;
}
