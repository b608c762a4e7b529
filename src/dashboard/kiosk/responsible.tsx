import { useTranslation } from 'react-i18next';
import type { Contact } from '../../fleet/api.ts';
import { named } from '../format/words.ts';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { Empty } from '../ui/notice.tsx';
import './responsible.css';

/** Who looks after the kiosk, in the order in which they are called; one touch calls them. */
export function Responsible({ contacts }: { readonly contacts: readonly Contact[] }) {
  const { i18n, t } = useTranslation();
  const list = new Intl.ListFormat(i18n.language);
  const people = contacts.filter((contact, index) => contacts.findIndex(({ account }) => account === contact.account) === index);
  const dutiesOf = (person: Contact): string =>
    list.format(contacts.filter(({ account }) => account === person.account).map(({ role }) => t(`duties.${role}`)));
  return (
    <section className="card side-card" aria-labelledby="kiosk-responsible">
      <h2 id="kiosk-responsible">{t('kiosk.responsible')}</h2>
      {people.length === 0 && <Empty>{t('kiosk.nobody')}</Empty>}
      <ul className="people">
        {people.map((person) => (
          <li key={person.account}>
            <span>
              <strong>{named(person.name)}</strong>
              <span className="soft small">{dutiesOf(person)}</span>
            </span>
            {person.phone === null ? <span className="soft small">{t('kiosk.noPhone')}</span> : <Call name={named(person.name)} phone={person.phone} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Call({ name, phone }: { readonly name: string; readonly phone: string }) {
  const { t } = useTranslation();
  return (
    <a className="people__call" href={`tel:${phone.replace(/[^+\d]/g, '')}`} aria-label={t('kiosk.call', { name, phone })}>
      <Icon name="phone" />
      <Ltr>{phone}</Ltr>
    </a>
  );
}
