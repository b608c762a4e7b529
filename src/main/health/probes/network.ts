import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Evidence, HealthReason, TroubleEvidence } from '../../../domain/health.ts';
import { LEVELS, NETWORK_WINDOW, percentile, reasonAt } from '../../../domain/health-thresholds.ts';
import type { Probe } from '../probe.ts';

export const NETWORK_EVERY_MS = 15_000;

/** So many looks without a way out, and the network is down: one lost packet isn't. */
const DOWN_AFTER = 3;
const LEAST_FOR_SPEED = 5;
const CONNECT_LIMIT_MS = 3_000;

export interface NetworkTargets {
  readonly gateway: URL;
  /** Null where the kiosk belongs to no fleet. */
  readonly hub: URL | null;
  /** What whoever talks to the hub has found already; without it a connection that can be made counts. */
  readonly hubTrouble?: (() => HubTrouble | null) | undefined;
}

export type HubTrouble = 'network.hub_unreachable' | 'network.hub_refuses_kiosk';

/** What a look at the network needs of the machine; tests bring their own. */
export interface NetworkPort {
  /** An interface that leads out of the machine is up and has an address. */
  hasLink(): boolean;
  /** Rejects when the name means nothing. */
  resolve(host: string): Promise<unknown>;
  /** Milliseconds to the answer of the other end, be it a refusal; null without one. */
  reach(host: string, port: number, limitMs: number): Promise<number | null>;
}

/** Link, names, and the way to gateway and hub. Cheap: one connection each that is closed again. */
export function networkProbe(
  { gateway, hub, hubTrouble = () => null }: NetworkTargets,
  before: () => HealthReason | null,
  port: NetworkPort = SYSTEM_NETWORK,
): Probe {
  let failures = 0;
  let reachMs: readonly number[] = [];

  async function look(): Promise<Evidence | TroubleEvidence> {
    const [toGateway, toHub] = await Promise.all([reached(gateway, port), hub === null ? null : reached(hub, port)]);
    if (typeof toGateway === 'number') reachMs = [...reachMs, toGateway].slice(-NETWORK_WINDOW);
    if (typeof toGateway === 'string' && typeof toHub !== 'number') return { reason: toGateway };
    const trouble = hubTrouble() ?? (typeof toHub === 'string' ? 'network.hub_unreachable' : null);
    if (trouble !== null) return { reason: trouble };
    const speedMs = reachMs.length < LEAST_FOR_SPEED ? null : percentile(reachMs, 95);
    const value = speedMs === null ? null : ({ amount: Math.round(speedMs), unit: 'ms' } as const);
    const slow = speedMs === null ? null : reasonAt(before(), speedMs, LEVELS.networkLatency);
    return slow === null ? { state: 'ok', value } : { reason: slow, value };
  }

  return {
    component: 'network',
    everyMs: NETWORK_EVERY_MS,
    limitMs: 10_000,
    look: async () => {
      const seen = await look();
      failures = 'reason' in seen && seen.reason !== 'network.slow' ? failures + 1 : 0;
      // What is known of the hub has lasted already when it is told here.
      const isKnown = 'reason' in seen && seen.reason === hubTrouble();
      const isSure = failures === 0 || failures >= DOWN_AFTER || before() !== null || isKnown;
      return isSure ? seen : null;
    },
  };
}

type Unreached = 'network.link_down' | 'network.names_unresolved' | 'network.unreachable';

/** Milliseconds to the other end, or why there is no way to it. */
async function reached({ hostname, port, protocol }: URL, network: NetworkPort): Promise<number | Unreached> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLocal = host === 'localhost' || host === '127.0.0.1' || host === '::1';
  if (!isLocal && !network.hasLink()) return 'network.link_down';
  if (isIP(host) === 0) {
    try {
      await network.resolve(host);
    } catch {
      return 'network.names_unresolved';
    }
  }
  const portNumber = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return (await network.reach(host, portNumber, CONNECT_LIMIT_MS)) ?? 'network.unreachable';
}

export const SYSTEM_NETWORK: NetworkPort = {
  hasLink: () => Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal)),
  resolve: (host) => lookup(host),
  reach: (host, port, limitMs) =>
    new Promise((resolve) => {
      const startedMs = performance.now();
      const socket = connect({ host, port });
      const end = (answer: number | null): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.setTimeout(limitMs, () => end(null));
      socket.once('connect', () => end(performance.now() - startedMs));
      // A refusal is an answer: somebody is there, only not this service. That is the gateway's trouble, not the network's.
      socket.once('error', ({ code }: NodeJS.ErrnoException) => end(code === 'ECONNREFUSED' ? performance.now() - startedMs : null));
    }),
};
