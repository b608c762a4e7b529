import { DISPLAY_PICTURES, type TestRunOf } from '../../../bridge/staff.ts';
import { act } from '../act.ts';
import { useStaffTexts } from '../texts.ts';

/** Plain colours, greys and fine lines over the whole glass; a touch brings the next one. */
export function DisplayPictures({ run }: { readonly run: TestRunOf<'display'> }) {
  const t = useStaffTexts();
  const { picture } = run;
  return (
    <main className="staff glass">
      <h1 className="heard-only">{t('subjects.display')}</h1>
      <button
        type="button"
        className="glass__picture"
        data-picture={DISPLAY_PICTURES[picture]}
        onClick={() => act({ act: 'picture_seen', picture })}
      >
        <span className="glass__note">{t('display.next', { picture: picture + 1, pictures: DISPLAY_PICTURES.length })}</span>
      </button>
    </main>
  );
}
