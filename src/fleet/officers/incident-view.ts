import type { DeliveryView, IncidentView } from '../api.ts';
import { may, type SiteAsker } from '../access/roles.ts';
import type { Incident } from '../alerts/incident.ts';
import { RULES } from '../alerts/rules.ts';
import type { OfficerParts } from './parts.ts';
import { readPeopleNames, type PeopleNames } from './people.ts';

/** The site an incident belongs to; null for the fleet's and the hub's. */
export const siteOfIncident = ({ scope }: Incident): string | null => (scope.kind === 'kiosk' || scope.kind === 'site' ? scope.site : null);

/** Shows one incident as an officer may see it. */
export type IncidentViewer = (who: SiteAsker) => IncidentView;

/** Reads what an incident shows, once for any number of officers. */
export const incidentViewer = async (incident: Incident, parts: OfficerParts): Promise<IncidentViewer> =>
  viewerOf(incident, parts, await readPeopleNames(parts));

/** Many of them as one officer may see them. */
export async function incidentViews(incidents: readonly Incident[], who: SiteAsker, parts: OfficerParts): Promise<IncidentView[]> {
  const names = await readPeopleNames(parts);
  const viewers = await Promise.all(incidents.map((incident) => viewerOf(incident, parts, names)));
  return viewers.map((view) => view(who));
}

async function viewerOf(incident: Incident, parts: OfficerParts, names: PeopleNames): Promise<IncidentViewer> {
  const deliveries = await deliveriesOf(incident.id, parts, names);
  return (who) => viewOf(incident, deliveries, who, names);
}

function viewOf(incident: Incident, deliveries: readonly DeliveryView[], who: SiteAsker, names: PeopleNames): IncidentView {
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
    deliveries,
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
