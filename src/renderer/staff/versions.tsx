import type { StaffScreenOf } from '../../bridge/staff.ts';
import { Heading } from '../ui/heading.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { useStaffTexts } from './texts.ts';
import './versions.css';

/** What runs here, for the phone call with the technical team. */
export function Versions({ screen }: { readonly screen: StaffScreenOf<'versions'> }) {
  const t = useStaffTexts();
  return (
    <main className="versions">
      <div className="room-intro">
        <Heading>{t('versions.title')}</Heading>
        <p>{t('versions.lead')}</p>
      </div>
      <dl className="versions__all">
        {screen.versions.map(({ part, value }) => (
          <div key={part} className="versions__part">
            <dt>{t(`versions.parts.${part}`)}</dt>
            <dd>
              <Ltr>{value}</Ltr>
            </dd>
          </div>
        ))}
      </dl>
    </main>
  );
}
