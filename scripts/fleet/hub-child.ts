import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HubConfig } from '../../src/fleet/config.ts';
import { startHub } from '../../src/fleet/start.ts';
import { HUB_FILES } from '../checkout.ts';
import { simulatedFleet } from './simulated-fleet.ts';

/**
 * A hub in a process of its own, for simulations and kill tests: so that its processor time is its own, and so that it can
 * be killed. Talks to its parent over the channel of `fork`.
 */
export interface ChildOptions {
  readonly folder: string;
  readonly port: number;
  /** Null: SQLite in the folder. */
  readonly postgresUrl: string | null;
  readonly kiosks: number;
  /** All of them are enrolled with this one. */
  readonly publicKey: string;
}

export type ToChild = { readonly type: 'usage' } | { readonly type: 'count' } | { readonly type: 'close' };

export type FromChild =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'usage'; readonly cpuMs: number; readonly rssMb: number; readonly online: number }
  | { readonly type: 'count'; readonly events: number };

const say = (message: FromChild): void => void process.send?.(message);

const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const running = await startHub(configOf(options), { ...HUB_FILES, page: null });
const { hub } = running;
await hub.addKiosks(simulatedFleet(options.kiosks, options.publicKey));

let mostRss = 0;
setInterval(() => {
  mostRss = Math.max(mostRss, process.memoryUsage.rss());
}, 500).unref();

process.on('message', (message: ToChild) => {
  switch (message.type) {
    case 'usage': {
      const { system, user } = process.cpuUsage();
      const rss = Math.max(mostRss, process.memoryUsage.rss());
      mostRss = 0;
      return say({ type: 'usage', cpuMs: (system + user) / 1000, rssMb: rss / 1024 / 1024, online: hub.fleet.presence.count('online') });
    }
    case 'count':
      return void hub.store.events.count().then((events) => say({ type: 'count', events }));
    case 'close':
      return void running.close().then(() => process.exit(0));
  }
});
process.once('disconnect', () => process.exit(1));
say({ type: 'ready', url: hub.url });

/** The whole hub, alerts and officers included, with nothing around it. */
function configOf({ folder, port, postgresUrl }: ChildOptions): HubConfig {
  const urlFile = join(folder, 'postgres-url');
  if (postgresUrl !== null) writeFileSync(urlFile, postgresUrl, { mode: 0o600 });
  return {
    pageUrl: 'http://127.0.0.1',
    host: '127.0.0.1',
    port,
    dataFolder: folder,
    store: postgresUrl === null ? { kind: 'sqlite' } : { kind: 'postgres', urlFile, connections: 5 },
    natsUrl: null,
    tls: null,
    mail: null,
    sms: null,
    oidc: null,
    desired: { version: null, configVersion: null },
  };
}
