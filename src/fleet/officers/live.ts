import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Live } from '../api.ts';
import { may } from '../access/roles.ts';
import type { Incident } from '../alerts/incident.ts';
import { boardKioskOf } from '../read/board.ts';
import type { JobRow } from '../store/schema.ts';
import { Refused, signedIn, type SignedIn } from './guard.ts';
import { incidentViewer, siteOfIncident } from './incident-view.ts';
import { jobViewer } from './job-routes.ts';
import type { OfficerParts } from './parts.ts';

/** Makes of a change what one officer may see of it. */
type Viewer = (who: SignedIn) => Live;

interface Reader {
  /** With the rights of the last check. */
  who: SignedIn;
  readonly reply: FastifyReply;
  /** Who it is now; refused where the sign-in is over. */
  readonly check: () => Promise<SignedIn>;
}

/** Proxies cut connections on which nothing happens; and a sign-in that is over must not go on reading. */
const COMMENT_EVERY_MS = 20_000;
/** A fleet of officers, not of visitors. */
const MOST_READERS = 500;
/** A page that takes nothing any more, such as one of a phone that fell asleep, reads anew when it is back. */
const MOST_WAITING_BYTES = 256 * 1024;
/** Changes of one kiosk within this time are told once. */
const GATHER_MS = 250;

/** What changes, told to every open page at once (server-sent events, WHATWG HTML 9.2). */
export class LiveFeed {
  readonly #parts: OfficerParts;
  readonly #readers = new Set<Reader>();
  readonly #changed = new Set<string>();
  readonly #stops: (() => void)[];
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: OfficerParts) {
    this.#parts = parts;
    const { events } = parts.hub;
    const comments = setInterval(() => void this.checkReaders(), COMMENT_EVERY_MS).unref();
    this.#stops = [
      events.on('transition', ({ kiosk }) => this.#kioskChanged(kiosk)),
      events.on('kiosk', ({ kiosk }) => this.#kioskChanged(kiosk)),
      events.on('job', (job) => this.#jobChanged(job)),
      () => clearInterval(comments),
    ];
  }

  register(server: FastifyInstance): void {
    server.get('/live', async (request, reply) => {
      const who = await signedIn(request, this.#parts);
      if (this.#readers.size >= MOST_READERS) return reply.code(503).header('retry-after', 30).send();
      const reader: Reader = { who, reply, check: () => signedIn(request, this.#parts) };
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      reply.raw.write('retry: 2000\n\n');
      this.#readers.add(reader);
      request.raw.once('close', () => this.#readers.delete(reader));
    });
  }

  /** Shows every reader that the connection lives, and ends those of whoever isn't signed in any more. */
  async checkReaders(): Promise<void> {
    for (const reader of this.#readers) {
      try {
        reader.who = await reader.check();
        this.#write(reader, ':\n\n');
      } catch (error) {
        // Where the database is away it goes on as it was.
        if (error instanceof Refused) this.#end(reader);
      }
    }
  }

  /** The desk calls this for each incident that changed. */
  incidentChanged(incident: Incident): void {
    const { scope } = incident;
    if (scope.kind === 'kiosk') this.#kioskChanged(scope.kiosk);
    if (incident.phase === 'pending') return;
    void this.#tell(siteOfIncident(incident), async () => {
      const view = await incidentViewer(incident, this.#parts);
      return (who) => ({ type: 'incident', incident: view(who) });
    });
  }

  close(): void {
    for (const stop of this.#stops) stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const reader of this.#readers) this.#end(reader);
  }

  #jobChanged(job: JobRow): void {
    void this.#tell(this.#parts.hub.directory.get(job.kiosk)?.site ?? null, async () => {
      const view = await jobViewer(this.#parts);
      return (who) => ({ type: 'job', job: view(job, who) });
    });
  }

  #kioskChanged(kiosk: string): void {
    this.#changed.add(kiosk);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const id of this.#changed) this.#tellKiosk(id);
      this.#changed.clear();
    }, GATHER_MS).unref();
  }

  #tellKiosk(id: string): void {
    const { desk, hub } = this.#parts;
    const row = hub.directory.get(id);
    if (row === null) return;
    const kiosk = boardKioskOf(row, hub, desk.open);
    void this.#tell(row.site, () => () => ({ type: 'kiosk', kiosk }));
  }

  /** What it takes from the database is read once, and not at all where nobody looks. */
  async #tell(site: string | null, prepare: () => Viewer | Promise<Viewer>): Promise<void> {
    const readers = [...this.#readers].filter(({ who }) => may(who, 'board.read', site));
    if (readers.length === 0) return;
    try {
      const view = await prepare();
      for (const reader of readers) this.#say(reader, view(reader.who));
    } catch {
      // The database is away: the page reads again when it is back.
      for (const reader of readers) this.#say(reader, { type: 'stale' });
    }
  }

  #say(reader: Reader, live: Live): void {
    this.#write(reader, `data: ${JSON.stringify(live)}\n\n`);
  }

  /** To a stream that still is one: what was asked of the database meanwhile may come too late. */
  #write(reader: Reader, text: string): void {
    const { raw } = reader.reply;
    if (!this.#readers.has(reader) || raw.destroyed) return;
    if (raw.writableLength <= MOST_WAITING_BYTES) raw.write(text);
    else {
      this.#readers.delete(reader);
      raw.destroy();
    }
  }

  #end(reader: Reader): void {
    this.#readers.delete(reader);
    reader.reply.raw.end();
  }
}
