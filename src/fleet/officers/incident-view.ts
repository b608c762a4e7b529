import type { DeliveryView, IncidentView } from '../api.ts';
import { may, type SiteAsker } from '../access/roles.ts';
import type { Incident } from '../alerts/incident.ts';
import { RULES } from '../alerts/rules.ts';
import type { OfficerParts } from './parts.ts';

/** The site an incident belongs to; null for the fleet's and the hub's. */
export const siteOfIncident = ({ scope }: Incident): string | null => (scope.kind === 'kiosk' || scope.kind === 'site' ? scope.site : null);

/** An incident as this officer sees it. Whoever doesn't look after everything isn't told who else was called. */
export async function incidentView(incident: Incident, who: SiteAsker, parts: OfficerParts): Promise<IncidentView> {
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
    acknowledgement: incident.acknowledgement,
    deliveries: await deliveriesOf(incident.id, parts),
    mayAcknowledge: isOpen && may(who, 'incident.acknowledge', site),
    mayClear: RULES[incident.rule].clearedByHand && isOpen && incident.clearSinceMs !== null && may(who, 'incident.clear', site),
  };
}

async function deliveriesOf(id: string, { alerts, officers }: OfficerParts): Promise<DeliveryView[]> {
  const deliveries = await alerts.deliveriesOf(id);
  if (deliveries.length === 0) return [];
  const names = new Map((await officers.all()).map(({ account, name }) => [account, name]));
  return deliveries.map(({ account, channel, createdMs, kind, sentMs, state }) => ({
    atMs: sentMs ?? createdMs,
    to: names.get(account) ?? { ar: account, en: account },
    channel,
    kind,
    state,
  }));
}
