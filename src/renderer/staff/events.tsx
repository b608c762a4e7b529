import type { StaffEvent, StaffScreenOf } from '../../bridge/staff.ts';
import { dualDateOf } from '../../domain/dates.ts';
import { Heading } from '../ui/heading.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { openEvents } from './open-events.ts';
import { Pager } from './pager.tsx';
import { useStaffTexts } from './texts.ts';
import './events.css';

/** The last events of the kiosk's journal, newest first, without anything of a visitor. */
export function Events({ screen }: { readonly screen: StaffScreenOf<'events'> }) {
  const { events, page, pages } = screen;
  const t = useStaffTexts();
  return (
    <main className="events">
      <div className="room-intro">
        <Heading>{t('events.title')}</Heading>
        <p>{t(events.length === 0 ? 'events.none' : 'events.lead')}</p>
      </div>
      <ol className="events__all">
        {events.map((event, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two events may be equal in everything
          <Event key={`${event.at} ${String(index)}`} event={event} />
        ))}
      </ol>
      <Pager page={page} pages={pages} onPage={openEvents} />
    </main>
  );
}

function Event({ event: { at, event, fields } }: { readonly event: StaffEvent }) {
  const t = useStaffTexts();
  const instant = new Date(at);
  const shown = Object.entries(fields).filter(([, value]) => value !== null && value !== 'none');
  return (
    <li className="event">
      <time className="event__at" dateTime={at}>
        <Ltr>{secondsOf(instant)}</Ltr>
        <Ltr>{dualDateOf(instant).gregorian}</Ltr>
      </time>
      <p className="event__what">
        {t(`events.types.${event}`)}
        <Ltr>{event}</Ltr>
      </p>
      <p className="event__fields">
        {shown.map(([name, value]) => (
          <Ltr key={name}>{`${name}=${String(value)}`}</Ltr>
        ))}
      </p>
    </li>
  );
}

const clock = new Intl.DateTimeFormat('en-u-nu-latn', { timeStyle: 'medium', hourCycle: 'h23', timeZone: 'Asia/Riyadh' });

/** `10:42:07`, Riyadh. */
const secondsOf = (instant: Date): string => clock.format(instant);
