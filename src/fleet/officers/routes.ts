import type { FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { isOutage } from '../store/outage.ts';
import { registerAuditRoutes } from './audit-routes.ts';
import { registerFiguresRoutes } from './figures-routes.ts';
import { answerRefusal, Refused } from './guard.ts';
import { registerIncidentRoutes } from './incident-routes.ts';
import { registerJobRoutes } from './job-routes.ts';
import { registerKioskPageRoutes } from './kiosk-routes.ts';
import type { LiveFeed } from './live.ts';
import { registerMaintenanceRoutes } from './maintenance-routes.ts';
import type { OfficerParts } from './parts.ts';
import { registerSignInRoutes } from './sign-in-routes.ts';

const MAX_BODY_BYTES = 16 * 1024;

/** Everything under `/api`. An answer is for whoever asked and nobody's cache. */
export function registerOfficerRoutes(server: FastifyInstance, parts: OfficerParts, live: LiveFeed): void {
  void server.register(
    (officers, _options, done) => {
      officers.addHook('onRoute', (route) => {
        route.bodyLimit = MAX_BODY_BYTES;
      });
      officers.addHook('onSend', async (_request, reply) => {
        void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
      });
      officers.setErrorHandler((error: unknown, _request, reply) => {
        if (error instanceof Refused) return answerRefusal(reply, error);
        if (error instanceof ZodError) return answerRefusal(reply, new Refused('malformed'));
        if (isOutage(error)) return answerRefusal(reply, new Refused('unavailable', 10));
        if (isClientError(error)) return answerRefusal(reply, new Refused('malformed'));
        throw error;
      });
      registerSignInRoutes(officers, parts);
      registerKioskPageRoutes(officers, parts);
      registerIncidentRoutes(officers, parts);
      registerFiguresRoutes(officers, parts);
      registerMaintenanceRoutes(officers, parts);
      registerJobRoutes(officers, parts);
      registerAuditRoutes(officers, parts);
      live.register(officers);
      done();
    },
    { prefix: '/api' },
  );
}

/** What the server itself refused: a body that is too large or no JSON. */
const isClientError = (error: unknown): boolean => ((error as { readonly statusCode?: number }).statusCode ?? 500) < 500;
