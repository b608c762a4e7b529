import { EVENTS, type EventClass } from '../src/domain/events.ts';
import type { Field } from '../src/domain/event-fields.ts';

const CLASSES: Readonly<Record<EventClass, string>> = {
  business: 'What visitors and devices did; the figures are computed from these. Kept until the hub has them, and 30 days longer.',
  audit: 'Who did what to the kiosk. Never dropped; each is chained to the one before by its hash.',
  gauge: 'Measurements. The first to go when room gets scarce.',
};

/** docs/events.md, made from the catalog so that it can't be out of date. */
export function eventsDoc(): string {
  return `# Events

Everything a kiosk writes down and sends to the hub is one of these. An event holds exactly the fields named here; none of
them can hold text, so nothing a visitor typed, showed or was told can get into one. Each record also has \`boot\` (UUID of one
life of the kiosk process), \`seq\` (grows with every record), \`atMs\` (Unix time of the kiosk's clock) and \`monotonicMs\` (since
the boot, by a clock that never jumps: durations are differences of this one). The events of one visit carry the same
\`journey\`, its number since the kiosk started.

<!-- Made by \`npm run docs\` from src/domain/events.ts. Change that, not this page. -->

${(Object.keys(CLASSES) as EventClass[]).map(chapter).join('\n')}`;
}

function chapter(eventClass: EventClass): string {
  const rows = Object.entries(EVENTS)
    .filter(([, event]) => event.class === eventClass)
    .map(([type, { fields, meaning }]) => `| \`${type}\` | ${meaning} | ${fieldList(fields)} |`);
  return [`## ${eventClass}`, '', CLASSES[eventClass], '', '| event | means | fields |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

const fieldList = (fields: Readonly<Record<string, Field<unknown>>>): string =>
  Object.entries(fields)
    .filter(([name]) => name !== 'journey')
    .map(([name, { says }]) => `\`${name}\`: ${says}`)
    .join('<br>') || '–';
