import type { FastifyInstance } from 'fastify';
import { OfficerDoor } from '../access/door.ts';
import { FirstSignInCode } from '../access/first-sign-in.ts';
import { createOidc, type OidcSettings } from '../access/oidc.ts';
import { Officers, personOf } from '../access/officers.ts';
import { OfficerSessions } from '../access/sessions.ts';
import { isAttended, isOpen, OFFICE_WEEK, type SiteCalendar } from '../alerts/calendar.ts';
import { httpSender, type HttpSettings } from '../alerts/channels/http.ts';
import { mailSender, type MailSettings } from '../alerts/channels/mail.ts';
import type { Sender } from '../alerts/channels/channel.ts';
import type { Scope } from '../alerts/conditions.ts';
import { AlertDesk } from '../alerts/desk.ts';
import { diskUsedPercent, FactsDesk, type Desired } from '../alerts/facts.ts';
import { letterOf } from '../alerts/letter.ts';
import type { Channel } from '../alerts/post.ts';
import { AlertStore } from '../alerts/store.ts';
import type { MaintenanceRow } from '../alerts/tables.ts';
import { UsageWatch } from '../alerts/usage.ts';
import { Backups } from '../backup.ts';
import type { Hub } from '../hub.ts';
import { forgetOld } from '../retention.ts';
import { Rounds } from '../rounds.ts';
import { isOutage } from '../store/outage.ts';
import type { Texts } from '../../texts/load-texts.ts';
import { LiveFeed } from './live.ts';
import type { OfficerParts } from './parts.ts';
import { registerOfficerRoutes } from './routes.ts';

/** How officers reach the hub and are reached. */
export interface OfficerSettings {
  /** Where officers open the page, such as `https://hub.emirate.example`; in messages and for the cookie. */
  readonly pageUrl: string;
  /** For backups, and the disk that is watched. */
  readonly dataFolder: string;
  /** `alerts`, `health` and `kpi`. */
  readonly texts: Texts;
  readonly pdfFonts: string;
  readonly mail: MailSettings | null;
  readonly sms: HttpSettings | null;
  readonly oidc: OidcSettings | null;
  readonly desired: Desired;
  readonly onError: (error: unknown) => void;
}

export interface OfficerRoom {
  readonly officers: Officers;
  readonly desk: AlertDesk;
  readonly backups: Backups;
  readonly live: LiveFeed;
  /** Looks again at what was planned: the room does so every minute, and when somebody plans something. */
  readPlans(): Promise<void>;
  /** For whoever started a hub on which nobody has an account. */
  readonly firstCode: string;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 1000;
const SLOW_EVERY_MS = 60_000;
const FORGET_EVERY_MS = 24 * 3_600_000;
/** A window that nobody ended is forgotten after a day. */
const OVERRUN_WATCHED_MS = 24 * 3_600_000;

/** Opens the officers' side of a hub: alerts, their channels, and the routes of the page. Before the hub listens. */
export async function openOfficerRoom(server: FastifyInstance, hub: Hub, settings: OfficerSettings): Promise<OfficerRoom> {
  const alerts = new AlertStore(hub.store);
  const officers = new Officers(hub.store);
  const backups = new Backups(hub.store, `${settings.dataFolder}/backups`, hub.now);
  const firstSignIn = new FirstSignInCode();
  const usage = new UsageWatch(await alerts.baselines());
  const senders = sendersOf(settings);
  let calendars: ReadonlyMap<string, SiteCalendar> = new Map();
  let windows: readonly MaintenanceRow[] = [];
  let diskPercent = 0;
  let forgottenMs = 0;
  let feed: LiveFeed | null = null;

  const calendarOf = (site: string): SiteCalendar => calendars.get(site) ?? OFFICE_WEEK;
  const facts = new FactsDesk({
    hub,
    desired: settings.desired,
    windows: () => windows,
    isUnused: (kiosk) => usage.isUnused(kiosk),
    hubFacts: () => ({
      ingestP95Ms: hub.load.delayP99Ms,
      diskUsedPercent: diskPercent,
      backupAgeMs: backups.ageMs,
      failingChannels: desk.failingChannels,
    }),
  });
  const desk: AlertDesk = await AlertDesk.open({
    store: alerts,
    facts: () => Promise.resolve(facts.gather()),
    people: async () => (await officers.all()).filter(({ isDisabled }) => !isDisabled).map(personOf),
    isAttended: (scope, nowMs) => isPlaceAttended(scope, nowMs, calendarOf, hub),
    windowOwner: (kiosk) => windows.findLast((window) => window.kiosk === kiosk)?.owner ?? null,
    senders,
    letter: (message, language, incidents) =>
      letterOf(message, {
        texts: settings.texts.in(language),
        siteName: (id) => hub.directory.site(id)?.[`name_${language}`] ?? id,
        incident: (id) => incidents.get(id),
        pageUrl: settings.pageUrl,
      }),
    now: hub.now,
    onChange: (incident) => feed?.incidentChanged(incident),
  });

  const report = (error: unknown): void => {
    // An outage of the database is no bug: the next time tries again.
    if (!isOutage(error)) settings.onError(error);
  };
  const readPlans = async (): Promise<void> => {
    const nowMs = hub.now();
    calendars = await alerts.calendars();
    // Also those that should be over: whoever works on is late.
    windows = (await alerts.maintenance(nowMs - OVERRUN_WATCHED_MS, nowMs + 1)).filter(({ ended_ms }) => ended_ms === null || ended_ms > nowMs);
  };
  const watchDisk = async (): Promise<void> => {
    diskPercent = await diskUsedPercent(settings.dataFolder);
  };
  const learnUsage = async (): Promise<void> => {
    const nowMs = hub.now();
    const served = facts.gather().kiosks.filter(({ site, status }) => isOpen(calendarOf(site), nowMs) && (status === 'in_service' || status === 'limited'));
    const learnt = usage.tick(nowMs, served.map(({ kiosk }) => kiosk));
    if (learnt.size > 0) await alerts.saveBaselines(learnt);
  };
  const forget = async (): Promise<void> => {
    const nowMs = hub.now();
    if (nowMs - forgottenMs < FORGET_EVERY_MS) return;
    await forgetOld(hub.store, nowMs);
    forgottenMs = nowMs;
  };
  const everyMinute = new Rounds([readPlans, watchDisk, learnUsage], report);
  const housekeeping = new Rounds([forget, () => backups.tick()], report);
  await readPlans();
  await watchDisk();

  const parts: OfficerParts = {
    hub,
    officers,
    sessions: new OfficerSessions(hub.store, hub.now),
    door: new OfficerDoor(officers, hub.now),
    desk,
    alerts,
    oidc: settings.oidc === null ? null : createOidc(settings.oidc, hub.now),
    firstSignIn,
    texts: settings.texts,
    pdfFonts: settings.pdfFonts,
    pageUrl: settings.pageUrl,
    isSecure: settings.pageUrl.startsWith('https:'),
    windowsChanged: readPlans,
  };
  feed = new LiveFeed(parts);
  registerOfficerRoutes(server, parts, feed);

  const stopListening = hub.events.on('events', ({ events, kiosk }) => {
    for (const { occurred_ms, type } of events) if (type === 'journey.first_touch') usage.used(kiosk, occurred_ms);
  });
  let posting = Promise.resolve();
  const fast = setInterval(() => {
    desk.look().catch(report);
    posting = desk.post().catch(report);
  }, LOOK_EVERY_MS);
  const slow = setInterval(() => {
    void everyMinute.go();
    void housekeeping.go();
  }, SLOW_EVERY_MS);

  return {
    officers,
    desk,
    backups,
    live: feed,
    readPlans,
    firstCode: firstSignIn.code,
    close: async () => {
      clearInterval(fast);
      clearInterval(slow);
      stopListening();
      feed?.close();
      await Promise.all([desk.look().catch(report), posting, everyMinute.done, housekeeping.done]);
      for (const sender of Object.values(senders)) sender.close();
    },
  };
}

function sendersOf({ mail, sms }: OfficerSettings): Partial<Record<Channel, Sender>> {
  return { ...(mail === null ? {} : { mail: mailSender(mail) }), ...(sms === null ? {} : { sms: httpSender(sms) }) };
}

/** What belongs to no site is looked after while any site is open. */
function isPlaceAttended(scope: Scope, nowMs: number, calendarOf: (site: string) => SiteCalendar, hub: Hub): boolean {
  if (scope.kind === 'kiosk' || scope.kind === 'site') return isAttended(calendarOf(scope.site), nowMs);
  return hub.directory.sites().some(({ id }) => isAttended(calendarOf(id), nowMs));
}
