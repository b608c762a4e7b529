import { behindNetwork } from '../devices/virtual/faults/network.ts';
import type { FaultTargets } from '../devices/virtual/faults/targets.ts';
import { faultyExchange } from './gateway/faulty-exchange.ts';
import type { Exchange } from './gateway/http.ts';
import { SYSTEM_DISK, type DiskPort } from './health/probes/disk.ts';
import { SYSTEM_NETWORK, type NetworkPort } from './health/probes/network.ts';

/** The computer below a demo kiosk and the wire to its gateway, as far as fault scripts can break them. */
export interface DemoMachine {
  now(): Date;
  /** How far its clock is from the real one, in milliseconds. */
  clockOffMs(): number;
  isDiskFull(): boolean;
  /** Puts what is wrong with the gateway between the kiosk and the wire. */
  around(wire: Exchange): Exchange;
  readonly ports: { readonly disk: DiskPort; readonly network: NetworkPort };
  readonly targets: Pick<FaultTargets, 'clock' | 'disk' | 'gateway' | 'network'>;
}

/** Small, as plenty of room is enough whatever its share is. */
const LOW_DISK = { bavail: 100, blocks: 1_000, bsize: 1024 ** 2 } as const;

export function createDemoMachine(): DemoMachine {
  const exchange = faultyExchange();
  const wire = behindNetwork(exchange);
  const broken = { clockOffMs: 0, isDiskFull: false, isDiskLow: false, isNetworkAway: false };

  return {
    now: () => new Date(Date.now() + broken.clockOffMs),
    clockOffMs: () => broken.clockOffMs,
    isDiskFull: () => broken.isDiskFull,
    around: (real) => exchange.around(real),
    ports: {
      disk: {
        room: async (directory) => {
          const room = broken.isDiskLow ? LOW_DISK : await SYSTEM_DISK.room(directory);
          return broken.isDiskFull ? { ...room, bavail: 0 } : room;
        },
        isWritable: (directory) => SYSTEM_DISK.isWritable(directory),
      },
      network: {
        hasLink: () => !broken.isNetworkAway && SYSTEM_NETWORK.hasLink(),
        resolve: (host) => SYSTEM_NETWORK.resolve(host),
        reach: async (host, port, limitMs) => (broken.isNetworkAway ? null : SYSTEM_NETWORK.reach(host, port, limitMs)),
      },
    },
    targets: {
      clock: {
        setOff: (seconds) => {
          broken.clockOffMs = seconds * 1000;
        },
      },
      disk: {
        setLow: (isLow) => {
          broken.isDiskLow = isLow;
        },
        setFull: (isFull) => {
          broken.isDiskFull = isFull;
        },
      },
      gateway: wire.gateway,
      network: {
        setAway: (isAway) => {
          broken.isNetworkAway = isAway;
          wire.network.setAway(isAway);
        },
      },
    },
  };
}
