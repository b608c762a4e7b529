import type { StaffAct } from '../../../bridge/staff-act.ts';
import { DISPLAY_PICTURES, type TestRunOf } from '../../../bridge/staff.ts';
import { finding, GuidedTest, type RunPorts } from './run.ts';

type DisplayStage = Pick<TestRunOf<'display'>, 'kind' | 'stage' | 'picture'>;

/** Pictures over the whole screen, and a person who says whether all of them were clean. */
export class DisplayTest extends GuidedTest<DisplayStage> {
  constructor(ports: RunPorts) {
    super('display', { kind: 'display', stage: 'pictures', picture: 0 }, ports);
  }

  act(act: StaffAct): void {
    const { picture, stage } = this.stage;
    if (act.act === 'picture_seen' && stage === 'pictures' && act.picture === picture) {
      const isLast = picture === DISPLAY_PICTURES.length - 1;
      this.show(isLast ? { stage: 'ask' } : { picture: picture + 1 });
    }
    if (act.act === 'judge' && stage === 'ask')
      this.finish(act.good ? 'passed' : 'failed', act.good ? null : finding('display_marks'), { stage: 'done' });
  }
}
