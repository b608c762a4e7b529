import type { TFunction } from 'i18next';
import { stateOf, whoActs, type Actor, type ComponentId } from '../../domain/health.ts';
import type { KioskStatus } from '../../domain/health-status.ts';
import type { Board, BoardKiosk, IncidentView, Names } from '../../fleet/api.ts';
import { languageNow, texts } from '../i18n.ts';

/** A name in the language of the page. */
export const named = (names: Names): string => names[languageNow()];

/**
 * What a reason means and what to do about it. A health reason has its words in the kiosk's own texts, everything else in
 * the alerts'; one that a newer hub tells of shows as its code.
 */
export function reasonText(t: TFunction, reason: string, part: 'what' | 'fix'): string {
  const key = reason.includes('.') ? `health:reasons.${reason}.${part}` : `alerts:reasons.${reason}.${part}`;
  if (texts.exists(key)) return t(key as never);
  return part === 'what' ? t('words.unknownReason', { code: reason }) : t('words.unknownFix');
}

/** Where an incident is; a site that the board doesn't hold shows by its id. */
export function placeText(t: TFunction, scope: IncidentView['scope'], board: Board | null): string {
  if (scope.kind === 'fleet' || scope.kind === 'hub') return t(`alerts:places.${scope.kind}`);
  const site = board?.sites.find(({ id }) => id === scope.site);
  const siteName = site === undefined ? scope.site : named(site.name);
  if (scope.kind === 'site') return t('words.wholeSite', { site: siteName });
  const kiosk = board?.kiosks.find(({ id }) => id === scope.kiosk);
  return t('words.placeWithId', { site: siteName, kiosk: kiosk === undefined ? '' : named(kiosk.name), id: scope.kiosk });
}

/** What is wrong with a kiosk, in one line; null where nothing is. */
export function causeText(t: TFunction, { cause, heardMs, status }: BoardKiosk): string | null {
  if (heardMs === null) return t('words.neverHeard');
  if (status === 'offline') return reasonText(t, 'offline', 'what');
  if (cause === null) return null;
  return cause.reason === null ? t('words.noEvidence', { part: t(`health:components.${cause.component}`) }) : reasonText(t, cause.reason, 'what');
}

/** What whoever acts does about it; null where there is nothing to do. */
export function fixText(t: TFunction, { cause, heardMs, status }: BoardKiosk): string | null {
  if (heardMs === null) return t('words.enrolFix');
  if (status === 'offline') return reasonText(t, 'offline', 'fix');
  const reason = cause?.reason ?? null;
  return reason === null ? null : reasonText(t, reason, 'fix');
}

/** Who has to act so that a kiosk serves again; null where nobody has to. */
export function actorOf({ cause, heardMs, status }: BoardKiosk): Actor | 'administrator' | null {
  const reason = cause?.reason ?? null;
  if (heardMs === null) return 'administrator';
  switch (status) {
    case 'in_service':
    case 'maintenance':
    case 'closed':
      return null;
    // The liaison officer is on the spot: power and cable come first.
    case 'offline':
      return 'liaison_officer';
    case 'unknown':
    case 'limited':
    case 'out_of_service':
      return reason === null ? 'technician' : whoActs(reason);
  }
}

export const actorText = (t: TFunction, actor: Actor | 'administrator'): string =>
  actor === 'administrator' ? t('roles.administrator') : t(`health:actors.${actor}`);

type CitizenSight =
  | KioskStatus
  | 'never'
  | 'slow'
  | 'without_paper'
  | 'without_reader'
  | 'without_devices'
  | 'without_inquiry';

/** What is missing while a part is down; other parts are missed by nobody in particular. */
const MISSED_WITHOUT: Readonly<Partial<Record<ComponentId, CitizenSight>>> = {
  printer: 'without_paper',
  paper: 'without_paper',
  reader: 'without_reader',
  devices: 'without_devices',
  network: 'without_inquiry',
  security: 'without_inquiry',
  gateway: 'without_inquiry',
};

/** What somebody who stands at the kiosk sees now. */
export function citizenSees({ cause, heardMs, status }: BoardKiosk): CitizenSight {
  if (heardMs === null) return 'never';
  if (status !== 'limited' || cause === null) return status;
  if (cause.reason !== null && stateOf(cause.reason) === 'degraded') return 'slow';
  return MISSED_WITHOUT[cause.component] ?? 'limited';
}

/** Most urgent first: what nobody can use before what some can. */
const URGENCY: Readonly<Record<KioskStatus, number>> = {
  out_of_service: 0,
  offline: 1,
  unknown: 2,
  limited: 3,
  maintenance: 4,
  closed: 5,
  in_service: 6,
};
/** A part that is down is missed by visitors, one that is impaired isn't yet. */
const isImpaired = ({ cause }: BoardKiosk): number => Number(cause?.reason !== undefined && cause.reason !== null && stateOf(cause.reason) === 'degraded');
export const byUrgency = (left: BoardKiosk, right: BoardKiosk): number =>
  URGENCY[left.status] - URGENCY[right.status] || isImpaired(left) - isImpaired(right) || left.statusSinceMs - right.statusSinceMs || left.id.localeCompare(right.id);

const SEVERITIES = ['critical', 'major', 'minor', 'info'] as const;
/** Not yet taken over first, then the gravest, then the oldest. */
export const byWeight = (left: IncidentView, right: IncidentView): number =>
  Number(left.phase === 'acknowledged') - Number(right.phase === 'acknowledged') ||
  SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
  left.sinceMs - right.sinceMs;
