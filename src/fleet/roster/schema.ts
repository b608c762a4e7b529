import { z } from 'zod';
import { kioskId } from '../../../contract/fleet/fields.ts';
import type { Role } from '../../../contract/fleet/messages.ts';
import { accountName, DUTIES } from '../access/officers.ts';
import type { Site } from '../api.ts';

/**
 * The roster of an emirate (JSON): its sites, kiosks, people and hours. Every key is required. No secrets are in it, but
 * names, addresses and phones of officers are: it is kept like a personnel file.
 */
const ROLES = ['liaison', 'technician', 'manager', 'administrator'] as const satisfies readonly Role[];
const KINDS = ['governor_office', 'diwan', 'governorate', 'municipality', 'airport', 'chamber'] as const satisfies readonly Site['kind'][];

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'expected 2 to 40 small Latin letters, digits and dashes, a letter first')
  .meta({ title: 'id' });
const title = z.string().trim().min(1).max(80).regex(/^\P{Cc}*$/u, 'expected one line of text').meta({ title: 'text of up to 80 characters' });
const names = z.strictObject({ ar: title, en: title }).meta({ title: '`{ "ar", "en" }`' });

/** 24:00 ends a day that is open until midnight. */
const clock = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'expected a time such as "08:00"', abort: true });
const hours = z
  .strictObject({ opens: clock, closes: clock })
  .refine(({ closes, opens }) => opens < closes, 'expected hours that close after they open')
  .meta({ title: '`{ "opens": "08:00", "closes": "16:00" }`' })
  .nullable();
export type Hours = z.infer<typeof hours>;

const day = z.iso.date({ error: 'expected a day such as "2027-02-08"', abort: true }).meta({ title: 'day such as `2027-02-08`' });
const LONGEST_PERIOD_MS = 62 * 24 * 3_600_000;
const inOrder = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  from <= to && Date.parse(to) - Date.parse(from) < LONGEST_PERIOD_MS;
const IN_ORDER = 'expected to on or after from, and at most 62 days';

const weekSchema = z.strictObject({
  sunday: hours,
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: hours,
});

const calendarSchema = z.strictObject({
  id: id.describe('Sites refer to it.'),
  week: weekSchema.meta({ title: '`{ "sunday", … "saturday" }`' }).describe('The hours of each day in Riyadh; null where it is closed.'),
  ramadan: z
    .array(
      z
        .strictObject({ from: day.describe('The first day.'), to: day.describe('The last day.'), hours: hours.describe('Of every day on which the week is open.') })
        .refine(inOrder, IN_ORDER),
    )
    .max(10)
    .describe("Ramadan of each year by its days in the official calendar; days off in the week stay off."),
  holidays: z
    .array(
      z
        .strictObject({ name: title.describe('For whoever reads the file.'), from: day.describe('The first day off.'), to: day.describe('The last day off.') })
        .refine(inOrder, IN_ORDER),
    )
    .max(100)
    .describe('Days off, in Ramadan too.'),
});
export type RosterCalendar = z.infer<typeof calendarSchema>;

const siteSchema = z.strictObject({
  id: id.describe('Stays for good: history is kept under it.'),
  region: id.describe('Of `regions`.'),
  kind: z.enum(KINDS).describe('What sort of office it is.'),
  name: names.describe('As officers read it.'),
  calendar: id.describe('Of `calendars`: people are called, and availability is measured, by its hours.'),
});

const kioskSchema = z.strictObject({
  id: kioskId.meta({ title: 'id such as `MK-007`' }).describe('`kioskId` of its configuration; stays for good.'),
  site: id.describe('Of `sites`. The officers of that site are responsible for it.'),
  name: names.describe('Where in the building it stands.'),
  disabled: z.boolean().describe('True shuts it out at once, as revoking does on its page. False lets it in again only with a new enrolment code.'),
});

const officerSchema = z.strictObject({
  account: accountName.meta({ title: 'account such as `n.salem`' }).describe('Stays for good: the audit names it.'),
  name: names.describe('As other officers read it.'),
  role: z.enum(ROLES).describe('What they may do; [the list](../src/fleet/access/roles.ts).'),
  duties: z.array(z.enum(DUTIES)).max(DUTIES.length).describe('What they are called for; may be none.'),
  sites: z.array(id).min(1).max(200).nullable().describe('The sites they are responsible for; null: all.'),
  mail: z.email('expected a mail address').max(254).nullable().describe('Null: no mail.'),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{7,14}$/, 'expected an international number such as "+966500000000"')
    .nullable()
    .describe('`+966…` for text messages; null: none.'),
  language: z.enum(['ar', 'en']).describe('Of the messages they get.'),
  oidcSubject: z.string().min(1).max(255).nullable().describe("`sub` of the organisation's own sign-in; null: they sign in with a password of the hub."),
  disabled: z.boolean().describe('True ends their sign-ins at once and calls them no more.'),
});
export type RosterOfficer = z.infer<typeof officerSchema>;

export const rosterSchema = z.strictObject({
  about: z.string().max(500).describe('For whoever reads the file.'),
  regions: z
    .array(z.strictObject({ id: id.describe('Stays for good.'), name: names.describe('As officers read it.') }))
    .max(20)
    .describe('What sites are grouped by on the board.'),
  calendars: z.array(calendarSchema).max(200).describe('When sites serve people.'),
  sites: z.array(siteSchema).max(1_000).describe('Where kiosks stand.'),
  kiosks: z.array(kioskSchema).max(10_000).describe('Those that may be enrolled.'),
  officers: z.array(officerSchema).max(2_000).describe('Who signs in at the hub, and who is called.'),
});
export type Roster = z.infer<typeof rosterSchema>;
