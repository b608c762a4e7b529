import type { FastifyInstance } from 'fastify';
import { LocalWire, type Bus, type BusMessage } from './bus/bus.ts';
import { HubEvents } from './hub-events.ts';
import { Directory } from './identity/directory.ts';
import { createIdentityDoor, type IdentityDoor } from './identity/door.ts';
import { openHubKeys } from './identity/hub-keys.ts';
import { TokenDesk } from './identity/tokens.ts';
import { Ingest } from './ingest/ingest.ts';
import { JobEngine } from './jobs/engine.ts';
import { authenticate, registerKioskRoutes } from './kiosk-routes.ts';
import { LoadMeter } from './load.ts';
import { Admission } from './session/admission.ts';
import { Fleet } from './session/fleet.ts';
import { Polling } from './session/polling.ts';
import { Reception } from './session/reception.ts';
import { serveWebSockets } from './session/websocket.ts';
import { createServer, urlOf, type HubTls } from './server.ts';
import { isOutage } from './store/outage.ts';
import type { Fleet as FleetRows } from './store/kiosks.ts';
import { openStore, type Store, type StoreAddress } from './store/store.ts';

export interface HubOptions {
  readonly store: StoreAddress;
  /** Where the hub's own keys are kept, or made at the first start. Hubs on one database share it. */
  readonly keysFolder: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Null where something in front of the hub ends TLS, or on loopback. */
  readonly tls: HubTls | null;
  /** What kiosks should run on, as they are told when they come; null where the hub has no opinion. */
  readonly desiredConfigVersion?: string | null;
  /** To other hubs on the same database; left out for a hub on its own. */
  readonly bus?: Bus;
  /** Adds the officers' routes and pages to the same server, before it listens. */
  readonly extend?: (server: FastifyInstance, hub: Hub) => void | Promise<void>;
  readonly now?: () => number;
  /** Told about every bug that didn't end the process. */
  readonly onError?: (error: unknown) => void;
}

/** Everything that other rooms need of a running hub. */
export interface Hub {
  /** Such as `https://hub.example:8443`; known once it listens. */
  readonly url: string;
  readonly store: Store;
  readonly events: HubEvents;
  /** Kiosks, sites and regions. */
  readonly directory: Directory;
  /** What is true of each kiosk now. */
  readonly fleet: Fleet;
  readonly jobs: JobEngine;
  /** Enrolment codes and revocation. */
  readonly identity: IdentityDoor;
  readonly load: LoadMeter;
  readonly now: () => number;
  /** Adds kiosks, sites and regions; what is there stays as it is. */
  addKiosks(rows: FleetRows): Promise<void>;
  /** Looks at which kiosks there are, and where: the hub does so twice a minute, as another process may apply a roster. */
  readDirectory(): Promise<void>;
  close(): Promise<void>;
}

const TICK_MS = 1_000;
const TICKS_PER_JOB_CHECK = 5;
const TICKS_PER_HEARD_DIGEST = 5;
/** Twice a minute: a roster is applied by another process, and a hint of another hub may be missed. */
const TICKS_PER_DIRECTORY = 30;
/** So many greetings a second the hub can do beside its work; a full handshake with certificates costs 2 ms. */
const GREETINGS_PER_SECOND = 400;
const GREETING_BURST = 1_000;

/** Starts a hub and listens. */
export async function createHub(options: HubOptions): Promise<Hub> {
  const now = options.now ?? Date.now;
  const monotonic = (): number => performance.now();
  const onError = options.onError ?? reportError;
  const bus = options.bus ?? new LocalWire().join();
  const keys = openHubKeys(options.keysFolder);
  const store = await openStore(options.store);
  const events = new HubEvents(onError);
  const directory = new Directory(store.kiosks);
  const load = new LoadMeter();

  const saved = (kiosks: readonly string[]): void => kiosks.forEach((kiosk) => bus.publish({ type: 'state', kiosk }));
  const fleet = new Fleet({ states: store.states, events, now, monotonic, saved, onError });
  const reception = new Reception({
    fleet,
    jobs: () => jobs,
    bus,
    desiredConfigVersion: options.desiredConfigVersion ?? null,
    now,
    monotonic,
    onError: unlessOutage(onError),
  });
  const jobs = new JobEngine({
    store,
    events,
    keys,
    now,
    jobsOf: (kiosk) => (directory.get(kiosk) === null ? null : (fleet.record(kiosk)?.jobs ?? [])),
    send: (kiosk, message) => reception.send(kiosk, message),
    tellOthers: (kiosk, job) => bus.publish({ type: 'job', kiosk, job }),
  });

  const readDirectory = async (): Promise<void> => {
    const changed = await directory.refresh();
    await fleet.restore(directory.kiosks().map(({ id }) => id));
    for (const kiosk of reception.kiosks()) if (directory.isRevoked(kiosk)) reception.get(kiosk)?.refuse('revoked');
    for (const kiosk of changed) events.emit('kiosk', { kiosk });
  };
  const changed = async (): Promise<void> => {
    await readDirectory();
    bus.publish({ type: 'kiosks' });
  };
  const identity = createIdentityDoor({ store, directory, keys, now, changed, tokens: new TokenDesk(keys.secret) });
  const polling = new Polling(reception);
  const ingest = new Ingest({ store, events, now });

  await readDirectory();
  await jobs.restore();
  const leaveBus = bus.subscribe((message) => void hear(message).catch(unlessOutage(onError)));

  async function hear(message: BusMessage): Promise<void> {
    switch (message.type) {
      case 'heard':
        return fleet.heardElsewhere(message.kiosks);
      case 'state':
        return fleet.reread(message.kiosk);
      case 'hello': {
        const here = reception.get(message.kiosk);
        // Told late: the kiosk has come here since.
        if (here !== null && here.boot === message.boot && here.conn > message.conn) return;
        fleet.presence.moved(message.kiosk, message.boot, message.conn);
        return here?.refuse('superseded');
      }
      case 'job':
        return jobs.changedElsewhere(message.kiosk, message.job);
      case 'kiosks':
        return readDirectory();
    }
  }

  const mutualTls = options.tls !== null && options.tls.kioskAuthority !== null;
  const server = createServer(options.tls, onError);
  registerKioskRoutes(server, { identity, ingest, polling, mutualTls, now, heard: (kiosk) => fleet.heard(kiosk) });
  const admission = new Admission(GREETINGS_PER_SECOND, GREETING_BURST, monotonic());
  const webSockets = serveWebSockets(server.server, {
    hub: reception,
    admission,
    authenticate: (request) => authenticate(request, { identity, mutualTls }),
    onError: unlessOutage(onError),
  });

  let ticks = 0;
  async function tick(): Promise<void> {
    ticks += 1;
    for (const kiosk of await fleet.tick(load.isOverloaded() || admission.isBusy(monotonic()))) {
      reception.get(kiosk)?.refuse('stale_connection');
      polling.forget(kiosk);
    }
    if (ticks % TICKS_PER_JOB_CHECK === 0) await jobs.tick();
    if (ticks % TICKS_PER_DIRECTORY === 0) await readDirectory();
    if (ticks % TICKS_PER_HEARD_DIGEST === 0) bus.publish({ type: 'heard', kiosks: reception.takeHeard() });
  }
  const timer = setInterval(() => void tick().catch(unlessOutage(onError)), TICK_MS);

  const hub: Hub = {
    get url() {
      return urlOf(server, options.host, options.tls);
    },
    store,
    events,
    directory,
    fleet,
    jobs,
    identity,
    load,
    now,
    addKiosks: async (rows) => {
      await store.kiosks.add(rows);
      await changed();
    },
    readDirectory,
    close: async () => {
      clearInterval(timer);
      leaveBus();
      polling.close();
      await webSockets.close();
      await server.close();
      await fleet.finish();
      load.close();
      await bus.close();
      await store.close();
    },
  };
  await options.extend?.(server, hub);
  await server.listen({ host: options.host, port: options.port });
  return hub;
}

/** An outage of the database is no bug: whatever failed is tried again. */
const unlessOutage =
  (onError: (error: unknown) => void) =>
  (error: unknown): void => {
    if (!isOutage(error)) onError(error);
  };

function reportError(error: unknown): void {
  process.stderr.write(`hub: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
