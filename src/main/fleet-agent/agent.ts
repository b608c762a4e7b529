import { uptime } from 'node:os';
import { join } from 'node:path';
import { OFFLINE_AFTER_MS } from '../../../contract/fleet/messages.ts';
import type { DeviceLink } from '../../devices/link.ts';
import type { KioskConfig } from '../config.ts';
import { createExchange } from '../gateway/http.ts';
import { SYSTEM_CLOCK, type HostClock } from '../guarded-page.ts';
import type { HubTrouble } from '../health/probes/network.ts';
import type { Health } from '../health/start.ts';
import type { Journal } from '../journal/journal.ts';
import { showCode, type Kiosk } from '../kiosk.ts';
import type { Checks } from '../staff/diagnostics/checks.ts';
import type { Maintenance } from '../staff/maintenance.ts';
import type { HostMeans } from '../staff/power.ts';
import { configurationFingerprint } from '../staff/start.ts';
import { RAHA_VERSION } from '../version.ts';
import { kioskActs } from './acts/acts.ts';
import { shareOf } from './back-off.ts';
import { HubCalls } from './hub-calls.ts';
import { beatGauges } from './gauges.ts';
import { FleetIdentity } from './identity.ts';
import { isIdle } from './idle.ts';
import { JobDesk } from './job-desk.ts';
import { KeptJobs } from './job-memory.ts';
import type { LinkEnd } from './link.ts';
import { OutboxSender } from './outbox.ts';
import { FleetSession } from './session.ts';
import { sentenceOf } from './sentences.ts';
import { Uplink } from './uplink.ts';

export interface AgentOptions {
  readonly config: KioskConfig;
  readonly fleet: NonNullable<KioskConfig['fleet']>;
  readonly kiosk: Kiosk;
  readonly devices: Pick<DeviceLink, 'send' | 'subscribe'>;
  readonly journal: Journal;
  readonly health: Health;
  readonly checks: Checks;
  readonly host: HostMeans;
  /** Null where the kiosk has no staff room. */
  readonly maintenance: Maintenance | null;
  /** The machine's clock as the journal sees it: the hub measures it, so it mustn't be corrected. */
  readonly now: () => Date;
  /** The best time there is, for people. */
  readonly time: () => Date;
  /** How far the hub's clock is ahead of `now`. */
  readonly onOffset: (aheadMs: number) => void;
  readonly clock?: HostClock;
  readonly random?: () => number;
  /** Says aloud what somebody has to do: one line, nothing personal. */
  readonly warn?: (line: string) => void;
}

/** The kiosk's side of the fleet. */
export interface FleetAgent {
  readonly isConnected: boolean;
  /** How it is connected; null while it isn't. */
  readonly way: 'websocket' | 'polling' | null;
  /** What keeps it from the hub; null while all is well or nothing has lasted. */
  trouble(): HubTrouble | null;
  close(): void;
}

/** Kiosks that are switched on together, as after a power cut, come one by one within this time. */
const FIRST_SPREAD_MS = 10_000;
const DEMO_SPREAD_MS = 500;
const CONNECT_LIMIT_MS = 5_000;

/** By these the hub says that a person has to do something about this kiosk. */
const REFUSALS: ReadonlySet<string | null> = new Set(['no_code', 'wrong_code', 'bad_signature', 'revoked', 'another_kiosk']);

/** Where no agent can be made the kiosk serves all the same, and says why the hub won't see it. */
export function startFleetAgent(options: AgentOptions): FleetAgent {
  try {
    return new Agent(options);
  } catch (error) {
    const { warn = sayAloud } = options;
    warn(`fleet: no way to the hub can be made: ${error instanceof Error ? error.message : 'unknown'}`);
    return { isConnected: false, way: null, trouble: () => 'network.hub_unreachable', close: () => undefined };
  }
}

class Agent implements FleetAgent {
  readonly #options: AgentOptions;
  readonly #clock: HostClock;
  readonly #warn: (line: string) => void;
  readonly #calls: HubCalls;
  readonly #identity: FleetIdentity;
  readonly #uplink: Uplink;
  readonly #desk: JobDesk;
  readonly #session: FleetSession;
  readonly #stopHealth: () => void;
  readonly #after = (ms: number, run: () => void): (() => void) => this.#clock.after(ms, run);
  #outbox: OutboxSender | null = null;
  #offsetMs: number | null = null;
  /** Null while connected. */
  #awaySinceMs: number | null;
  #problem: string | null = null;

  constructor(options: AgentOptions) {
    const { clock = SYSTEM_CLOCK, config, fleet, health, journal, kiosk, now, random = Math.random, warn = sayAloud } = options;
    this.#options = options;
    this.#clock = clock;
    this.#warn = warn;
    const url = new URL(fleet.hubUrl);
    const after = this.#after;
    const monotonicMs = (): number => clock.nowMs();
    this.#awaySinceMs = clock.nowMs();
    const directory = join(config.dataDirectory, 'fleet');
    const kept = (file: string) => ({
      file: join(directory, file),
      now,
      onTrouble: (trouble: string) => warn(`fleet: ${file}: ${trouble === 'set_aside' ? 'damaged, set aside' : 'could not be written'}`),
    });
    const { onTrouble } = kept('hub.json');
    this.#identity = new FleetIdentity({ directory, hubUrl: url.href, codeFile: fleet.enrolmentCodeFile, now, onTrouble });
    this.#calls = new HubCalls(url, config.kioskId, this.#identity.key, createExchange(CONNECT_LIMIT_MS, fleet.mutualTls), monotonicMs);
    this.#uplink = new Uplink({ url, mutualTls: fleet.mutualTls, calls: this.#calls, identity: this.#identity, monotonicMs, after });
    const memory = new KeptJobs({ ...kept('jobs.json'), uptimeSeconds: uptime });
    this.#desk = new JobDesk({
      kiosk: config.kioskId,
      hubKey: () => this.#identity.hubKey,
      nowMs: () => this.#hubNowMs(),
      uptimeSeconds: uptime,
      acts: kioskActs({ ...options, after, office: kept('office.json') }),
      memory,
      journal,
      isIdle: () => isIdle(kiosk),
      isMaintenance: () => options.maintenance?.isUnderWay === true,
      after,
      tell: (step) => this.#session.tellJob(step),
      warn,
    });
    this.#session = new FleetSession({
      kiosk: config.kioskId,
      boot: journal.boot,
      appVersion: RAHA_VERSION,
      configVersion: fleet.configVersion ?? configurationFingerprint(config),
      jobs: this.#desk.supported,
      health: () => health.current(),
      screen: () => showCode(kiosk.view()),
      gauges: () => beatGauges(journal, health.current().components),
      now,
      monotonicMs,
      random,
      after,
      open: (events) => this.#uplink.open(events),
      onJob: (message) => this.#desk.receive(message),
      onUpdateTold: ({ job, update }) => {
        if (update.state !== 'accepted' && update.state !== 'running' && update.state !== 'rejected') memory.told(job);
      },
      onOffset: (aheadMs) => {
        this.#offsetMs = aheadMs;
        options.onOffset(aheadMs);
      },
      onWelcome: () => this.#welcomed(),
      onEnd: (end) => this.#ended(end),
    });
    this.#stopHealth = health.subscribe(({ changed }) => this.#session.changed(changed.map(({ component }) => component)));
    this.#desk.resume();
    this.#session.start(shareOf(config.kioskId) * (config.mode === 'demo' ? DEMO_SPREAD_MS : FIRST_SPREAD_MS));
  }

  get isConnected(): boolean {
    return this.#session.isConnected;
  }

  get way(): FleetAgent['way'] {
    return this.isConnected ? this.#uplink.way : null;
  }

  trouble(): HubTrouble | null {
    if (this.isConnected) return null;
    if (REFUSALS.has(this.#problem)) return 'network.hub_refuses_kiosk';
    const awayMs = this.#awaySinceMs === null ? 0 : this.#clock.nowMs() - this.#awaySinceMs;
    return awayMs >= OFFLINE_AFTER_MS ? 'network.hub_unreachable' : null;
  }

  close(): void {
    this.#stopHealth();
    this.#desk.close();
    this.#outbox?.close();
    this.#session.close();
    this.#calls.close();
  }

  #welcomed(): void {
    this.#uplink.worked();
    this.#awaySinceMs = null;
    this.#say(null);
    // Only a kiosk that is enrolled has somewhere to send its journal; from then on that goes on by itself.
    if (this.#outbox !== null) return this.#outbox.wake();
    const { journal, now, random = Math.random } = this.#options;
    this.#outbox = new OutboxSender({
      journal,
      calls: this.#calls,
      now,
      monotonicMs: () => performance.now(),
      offsetMs: () => this.#offsetMs,
      random,
      after: this.#after,
    });
    return undefined;
  }

  #ended({ problem }: LinkEnd): void {
    this.#awaySinceMs ??= this.#clock.nowMs();
    this.#say(problem);
  }

  /** Once for each new reason. */
  #say(problem: string | null): void {
    const sentence = problem === this.#problem ? null : sentenceOf(problem, this.#options.config.kioskId);
    if (sentence !== null) this.#warn(sentence);
    this.#problem = problem;
  }

  #hubNowMs(): number {
    return this.#options.now().getTime() + (this.#offsetMs ?? 0);
  }
}

const sayAloud = (line: string): void => void process.stderr.write(`${line}\n`);
