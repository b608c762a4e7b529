import type { DayHours, SiteCalendar } from '../alerts/calendar.ts';
import type { Hours, RosterCalendar } from './schema.ts';

const DAY_MS = 24 * 3_600_000;

/** The hours of a site as alerts and figures use them. A holiday in Ramadan is a holiday. */
export function siteCalendarOf({ holidays, ramadan, week }: RosterCalendar): SiteCalendar {
  const { friday, monday, saturday, sunday, thursday, tuesday, wednesday } = week;
  const days = [sunday, monday, tuesday, wednesday, thursday, friday, saturday].map(dayHoursOf);
  return {
    week: days,
    exceptions: [
      ...ramadan.flatMap(({ from, hours, to }) => openRuns(days, from, to).map((run) => ({ ...run, hours: dayHoursOf(hours) }))),
      ...holidays.map(({ from, to }) => ({ fromDay: from, toDay: to, hours: null })),
    ],
  };
}

function dayHoursOf(hours: Hours): DayHours {
  return hours === null ? null : { opensMinute: minuteOf(hours.opens), closesMinute: minuteOf(hours.closes) };
}

function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

/** The days between two, both included, on which the week is open, in runs without a gap. */
function openRuns(week: readonly DayHours[], from: string, to: string): { readonly fromDay: string; readonly toDay: string }[] {
  const runs: { fromDay: string; toDay: string }[] = [];
  let isRunning = false;
  for (let dayMs = Date.parse(from); dayMs <= Date.parse(to); dayMs += DAY_MS) {
    const date = new Date(dayMs);
    const isOpen = (week[date.getUTCDay()] ?? null) !== null;
    const day = date.toISOString().slice(0, 10);
    const last = runs.at(-1);
    if (isOpen && isRunning && last !== undefined) last.toDay = day;
    else if (isOpen) runs.push({ fromDay: day, toDay: day });
    isRunning = isOpen;
  }
  return runs;
}
