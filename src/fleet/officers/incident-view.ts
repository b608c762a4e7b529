import type { DeliveryView, IncidentView } from '../api.ts';
import { may, type SiteAsker } from '../access/roles.ts';
import type { Incident } from '../alerts/incident.ts';
import { RULES } from '../alerts/rules.ts';
import type { OfficerParts } from './parts.ts';
import { readPeopleNames, type PeopleNames } from './people.ts';

/** The site an incident belongs to; null for the fleet's and the hub's. */
export const siteOfIncident = ({ scope }: Incident): string | null => (scope.kind === 'kiosk' || scope.kind === 'site' ? scope.site : null);

/** Incidents as this officer sees them. */
export async function incidentViews(incidents: readonly Incident[], who: SiteAsker, parts: OfficerParts): Promise<IncidentView[]> {
  const names = await readPeopleNames(parts);
  return Promise.all(incidents.map((incident) => viewOf(incident, who, parts, names)));
}

/** One of them. */
export const incidentView = async (incident: Incident, who: SiteAsker, parts: OfficerParts): Promise<IncidentView> =>
  viewOf(incident, who, parts, await readPeopleNames(parts));

async function viewOf(incident: Incident, who: SiteAsker, parts: OfficerParts, names: PeopleNames): Promise<IncidentView> {
  const { acknowledgement } = incident;
  const site = siteOfIncident(incident);
  const isOpen = incident.phase === 'firing' || incident.phase === 'acknowledged';
  return {
    id: incident.id,
    rule: incident.rule,
    severity: incident.severity,
    scope: incident.scope,
    reason: incident.reason,
    phase: incident.phase,
    sinceMs: incident.sinceMs,
    firedMs: incident.firedMs,
    resolvedMs: incident.resolvedMs,
    reopened: incident.reopened,
    isFlapping: incident.isFlapping,
    acknowledgement: acknowledgement === null ? null : { ...acknowledgement, by: names(acknowledgement.by) },
    deliveries: await deliveriesOf(incident.id, parts, names),
    mayAcknowledge: isOpen && may(who, 'incident.acknowledge', site),
    mayClear: RULES[incident.rule].clearedByHand && isOpen && incident.clearSinceMs !== null && may(who, 'incident.clear', site),
  };
}

async function deliveriesOf(id: string, { alerts }: OfficerParts, names: PeopleNames): Promise<DeliveryView[]> {
  const deliveries = await alerts.deliveriesOf(id);
  return deliveries.map(({ account, channel, createdMs, kind, sentMs, state }) => ({
    atMs: sentMs ?? createdMs,
    to: names(account).name,
    channel,
    kind,
    state,
  }));
}
