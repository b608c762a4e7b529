import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ChannelTest, Inbox, IncidentView } from '../api.ts';
import { personOf } from '../access/officers.ts';
import { may, type Right } from '../access/roles.ts';
import { CHANNELS } from '../alerts/post.ts';
import type { Incident } from '../alerts/incident.ts';
import { allow, noteDeed, Refused, signedIn, type SignedIn } from './guard.ts';
import { incidentViewer, incidentViews, siteOfIncident } from './incident-view.ts';
import type { OfficerParts } from './parts.ts';

const querySchema = z.object({ state: z.enum(['open', 'ended']).default('open'), site: z.string().max(64).optional() });
const idSchema = z.object({ id: z.uuid() });
const MOST_ENDED = 200;

/** The inbox: what is wrong, who takes it over, and a test of the channels that people are called over. */
export function registerIncidentRoutes(server: FastifyInstance, parts: OfficerParts): void {
  const { alerts, desk, hub } = parts;

  server.get('/incidents', async (request): Promise<Inbox> => {
    const who = await signedIn(request, parts);
    const { site, state } = querySchema.parse(request.query);
    const asked = site === undefined ? who.sites : [site];
    const all = state === 'open' ? desk.open : await alerts.ended(MOST_ENDED, asked);
    const seen = all.filter((incident) => {
      const at = siteOfIncident(incident);
      return may(who, 'incident.read', at) && (site === undefined || site === at);
    });
    return { asOfMs: hub.now(), incidents: await incidentViews(seen, who, parts) };
  });

  const deed = (path: 'acknowledge' | 'clear', right: Right, act: (id: string, account: string) => Promise<Incident | null>): void => {
    server.post(`/incidents/:id/${path}`, async (request): Promise<IncidentView> => {
      const who = await signedIn(request, parts);
      const incident = await found(idSchema.safeParse(request.params).data?.id, who, right);
      const changed = await act(incident.id, who.account);
      if (changed === null) throw new Refused('conflict');
      await noteDeed(parts, who, right, incident.fingerprint);
      return (await incidentViewer(changed, parts))(who);
    });
  };
  deed('acknowledge', 'incident.acknowledge', (id, account) => desk.acknowledge(id, account));
  deed('clear', 'incident.clear', (id) => desk.clear(id));

  server.post('/channels/test', async (request): Promise<ChannelTest> => {
    const who = await signedIn(request, parts);
    const tested = new Map((await desk.test(personOf(who.officer))).map(({ channel, hasArrived }) => [channel, hasArrived]));
    await noteDeed(parts, who, 'channels.test', null);
    return {
      results: CHANNELS.filter((channel) => channel !== 'in_app').map((channel) => {
        const hasArrived = tested.get(channel);
        return { channel, state: hasArrived === undefined ? 'not_set_up' : hasArrived ? 'sent' : 'failed' };
      }),
    };
  });

  async function found(id: string | undefined, who: SignedIn, right: Right): Promise<Incident> {
    const incident = id === undefined ? null : await alerts.find(id);
    if (incident === null) throw new Refused('not_found');
    allow(who, right, siteOfIncident(incident));
    return incident;
  }
}
