import type { StaffScreenOf } from '../../bridge/staff.ts';
import { Button } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { act } from './act.ts';
import { useStaffTexts } from './texts.ts';
import './training.css';

/** Exercises: a fault is played, and whoever practises finds and clears it. */
export function Training({ screen: { exercises, running } }: { readonly screen: StaffScreenOf<'training'> }) {
  const t = useStaffTexts();
  return (
    <main className="training">
      <div className="room-intro">
        <Heading>{t('training.title')}</Heading>
        <p>{t(exercises.length === 0 ? 'training.notHere' : 'training.lead')}</p>
      </div>
      <ul className="training__all">
        {exercises.map((exercise) => (
          <li key={exercise} className="exercise" data-running={exercise === running || undefined}>
            <div className="exercise__words">
              <h2>{t(`training.exercises.${exercise}.name`)}</h2>
              <p>{t(`training.exercises.${exercise}.task`)}</p>
            </div>
            {exercise === running ? (
              <Button icon="check" onPress={() => act({ act: 'end_exercise' })}>
                {t('training.end')}
              </Button>
            ) : (
              <Button
                look="secondary"
                disabled={running !== null}
                onPress={() => act({ act: 'start_exercise', exercise })}
              >
                {t('training.start')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </main>
  );
}
