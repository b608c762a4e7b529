import { useTranslation } from 'react-i18next';
import type { Contact } from '../../fleet/api.ts';
import { named } from '../format/words.ts';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { Empty } from '../ui/notice.tsx';

/** Who looks after the kiosk, in the order in which they are called; one touch calls them. */
export function Responsible({ contacts }: { readonly contacts: readonly Contact[] }) {
  const { t } = useTranslation();
  return (
    <section className="card side-card" aria-labelledby="kiosk-responsible">
      <h2 id="kiosk-responsible">{t('kiosk.responsible')}</h2>
      {contacts.length === 0 && <Empty>{t('kiosk.nobody')}</Empty>}
      <ul className="people">
        {contacts.map(({ account, name, phone, role }) => (
          <li key={`${account}${role}`}>
            <span>
              <strong>{named(name)}</strong>
              <span className="soft small">{t(`duties.${role}`)}</span>
            </span>
            {phone === null ? (
              <span className="soft small">{t('kiosk.noPhone')}</span>
            ) : (
              <a className="people__call" href={`tel:${phone.replace(/[^+\d]/g, '')}`} aria-label={t('kiosk.call', { name: named(name), phone })}>
                <Icon name="phone" />
                <Ltr>{phone}</Ltr>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
