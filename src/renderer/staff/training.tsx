import type { ExerciseScore, ExerciseSummary, StaffScreenOf } from '../../bridge/staff.ts';
import { Heading } from '../ui/heading.tsx';
import { Icon } from '../ui/icon.tsx';
import { act } from './act.ts';
import { clockOf } from './clock-of.ts';
import { SYMPTOMS } from './subjects.ts';
import { useStaffTexts } from './texts.ts';
import { RunningTraining } from './training-running.tsx';
import './training.css';

/** Exercises: a fault is played, and whoever practises finds and clears it. */
export function Training({ screen: { exercises, running } }: { readonly screen: StaffScreenOf<'training'> }) {
  if (running === null) return <Choice exercises={exercises} />;
  const number = exercises.findIndex(({ exercise }) => exercise === running.exercise) + 1;
  return <RunningTraining key={running.exercise} number={number} running={running} />;
}

function Choice({ exercises }: { readonly exercises: readonly ExerciseSummary[] }) {
  const t = useStaffTexts();
  return (
    <main className="training">
      <div className="room-intro">
        <Heading>{t('training.title')}</Heading>
        <p>{t(exercises.length === 0 ? 'training.notHere' : 'training.lead')}</p>
      </div>
      <ul className="training__all">
        {exercises.map(({ exercise, solved }, index) => (
          <li key={exercise}>
            <button type="button" className="exercise" onClick={() => act({ act: 'start_exercise', exercise })}>
              <span className="exercise__number">{index + 1}</span>
              <span className="exercise__words">
                <span className="exercise__symptom">{t(`training.symptoms.${SYMPTOMS[exercise]}`)}</span>
                {solved === null ? null : <Solved score={solved} />}
              </span>
              <Icon name="chevron" />
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}

function Solved({ score: { seconds, vainHands } }: { readonly score: ExerciseScore }) {
  const t = useStaffTexts();
  return (
    <span className="exercise__solved" data-tone="success">
      <Icon name="check" />
      <span>
        {t('training.solvedIn', { time: clockOf(seconds) })} · {t('training.vain', { count: vainHands })}
      </span>
    </span>
  );
}
