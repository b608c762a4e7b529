import type { ExerciseId, ExerciseScore, RunningExercise } from '../../bridge/staff.ts';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { Icon } from '../ui/icon.tsx';
import { act } from './act.ts';
import { clockOf } from './clock-of.ts';
import { StaffIcon } from './staff-icon.tsx';
import { HAND_ICONS, SYMPTOMS } from './subjects.ts';
import { useStaffTexts } from './texts.ts';

interface RunningProps {
  readonly running: RunningExercise;
  readonly number: number;
}

/** One exercise: what visitors see of it, and what hands would do. The cause is told when it is mended. */
export function RunningTraining({ number, running }: RunningProps) {
  const t = useStaffTexts();
  const { exercise, next, solved } = running;
  return (
    <main className="training">
      <Heading>{t('training.exercise', { number })}</Heading>
      <section className="exercise-sees">
        <h2>{t('training.sees')}</h2>
        <p className="exercise-sees__symptom">{t(`training.symptoms.${SYMPTOMS[exercise]}`)}</p>
        {solved === null ? <FindCause /> : null}
      </section>
      {solved === null ? <Hands running={running} /> : <Outcome exercise={exercise} next={next} score={solved} />}
    </main>
  );
}

function FindCause() {
  const t = useStaffTexts();
  return (
    <div className="exercise-sees__find">
      <p>{t('training.find')}</p>
      <Button leadsOn onPress={() => act({ act: 'open', screen: 'overview' })}>
        {t('training.openStatus')}
      </Button>
    </div>
  );
}

function Hands({ running: { hands, vainHands } }: Pick<RunningProps, 'running'>) {
  const t = useStaffTexts();
  return (
    <>
      <section className="exercise-hands">
        <div className="exercise-hands__head">
          <h2>{t('training.handsTitle')}</h2>
          <output>{vainHands === 0 ? null : <Wasted count={vainHands} />}</output>
        </div>
        <ul className="exercise-hands__all">
          {hands.map((hand) => (
            <li key={hand}>
              <button type="button" className="hand" onClick={() => act({ act: 'use_hand', hand })}>
                <StaffIcon name={HAND_ICONS[hand]} />
                <span>{t(`training.hands.${hand}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className="exercise-ways">
        <Button look="secondary" onPress={() => act({ act: 'end_exercise' })}>
          {t('training.end')}
        </Button>
      </div>
    </>
  );
}

/** Told at once: what was just touched mended nothing. */
function Wasted({ count }: { readonly count: number }) {
  const t = useStaffTexts();
  return (
    <span className="exercise-hands__wasted" data-tone="warning">
      <Icon name="alert" />
      {t('training.vain', { count })}
    </span>
  );
}

interface OutcomeProps {
  readonly exercise: ExerciseId;
  readonly score: ExerciseScore;
  readonly next: ExerciseId | null;
}

function Outcome({ exercise, next, score: { seconds, vainHands } }: OutcomeProps) {
  const t = useStaffTexts();
  return (
    <>
      <output className="exercise-solved" data-tone="success">
        <Icon name="check" />
        <div>
          <h2>{t('training.solved')}</h2>
          <p className="exercise-solved__cause">{t(`training.causes.${exercise}`)}</p>
          <p className="exercise-solved__score">
            {t('training.solvedIn', { time: clockOf(seconds) })} · {t('training.vain', { count: vainHands })}
          </p>
        </div>
      </output>
      <div className="exercise-ways">
        {next === null ? <p>{t('training.allSolved')}</p> : null}
        <ButtonRow>
          {next === null ? null : (
            <Button leadsOn onPress={() => act({ act: 'start_exercise', exercise: next })}>
              {t('training.next')}
            </Button>
          )}
          <Button look="secondary" onPress={() => act({ act: 'end_exercise' })}>
            {t('training.list')}
          </Button>
        </ButtonRow>
      </div>
    </>
  );
}
