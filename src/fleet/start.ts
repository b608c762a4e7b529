import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { loadTexts } from '../texts/load-texts.ts';
import { openNatsBus } from './bus/nats.ts';
import type { HubConfig } from './config.ts';
import { createHub, type Hub } from './hub.ts';
import { hubMetrics } from './metrics.ts';
import { openOfficerRoom, type OfficerRoom } from './officers/open.ts';
import { registerOfficersPage } from './officers/static.ts';
import type { HubTls } from './server.ts';
import type { StoreAddress } from './store/store.ts';

/** Where the program's own files are. */
export interface HubFiles {
  readonly locales: string;
  /** Holds the font files of printed reports. */
  readonly pdfFonts: string;
  /** The built page of the officers; null for a hub that nobody looks at, such as a measured one. */
  readonly page: string | null;
}

export interface RunningHub {
  readonly hub: Hub;
  readonly room: OfficerRoom;
  close(): Promise<void>;
}

/** Puts a whole hub together from its configuration, and listens. Throws where the configuration can't work. */
export async function startHub(config: HubConfig, files: HubFiles): Promise<RunningHub> {
  const { dataFolder, desired, host, mail, natsUrl, oidc, pageUrl, port, sms } = config;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  let room: OfficerRoom | null = null;
  const extend = async (server: FastifyInstance, hub: Hub): Promise<void> => {
    room = await openOfficerRoom(server, hub, {
      pageUrl,
      dataFolder,
      texts: loadTexts(files.locales, ['alerts', 'health', 'kpi']),
      pdfFonts: files.pdfFonts,
      mail,
      sms,
      oidc: oidc === null ? null : { ...oidc, redirectUrl: `${pageUrl}/api/oidc/callback` },
      desired,
      onError: reportError,
    });
    serveMetrics(server, hub, room);
    if (files.page !== null) registerOfficersPage(server, files.page, pageUrl.startsWith('https:'));
  };
  const hub = await createHub({
    store: storeAddressOf(config),
    keysFolder: join(dataFolder, 'keys'),
    host,
    port,
    tls: tlsOf(config),
    desiredConfigVersion: desired.configVersion,
    ...(natsUrl === null ? {} : { bus: await openNatsBus([natsUrl], reportError) }),
    extend,
    onError: reportError,
  });
  const opened = room as OfficerRoom | null;
  if (opened === null) throw new Error('the hub listens without its officers');
  return {
    hub,
    room: opened,
    close: async () => {
      await opened.close();
      await hub.close();
    },
  };
}

/** Where the database of a hub is. */
export function storeAddressOf({ dataFolder, store }: HubConfig): StoreAddress {
  if (store.kind === 'sqlite') return { kind: 'sqlite', file: join(dataFolder, 'hub.sqlite') };
  return { kind: 'postgres', url: readFileSync(store.urlFile, 'utf8').trim(), connections: store.connections };
}

function tlsOf({ tls }: HubConfig): HubTls | null {
  if (tls === null) return null;
  const text = (file: string): string => readFileSync(file, 'utf8');
  const { certificateFile, keyFile, kioskAuthorityFile } = tls;
  return { key: text(keyFile), cert: text(certificateFile), kioskAuthority: kioskAuthorityFile === null ? null : text(kioskAuthorityFile) };
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** For a Prometheus on the same machine, or behind the proxy's own lock: others are told that there is nothing. */
function serveMetrics(server: FastifyInstance, hub: Hub, { desk }: OfficerRoom): void {
  const registry = hubMetrics(hub, desk);
  server.get('/metrics', async (request, reply) => {
    const isForwarded = request.headers['x-forwarded-for'] !== undefined;
    if (isForwarded || !LOOPBACK.has(request.ip)) return reply.code(404).send();
    return reply.header('content-type', registry.contentType).send(await registry.metrics());
  });
}

function reportError(error: unknown): void {
  process.stderr.write(`hub: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
