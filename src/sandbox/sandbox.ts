import type { AddressInfo, Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { createFaultPlan, type FaultRule, type Operation } from '../../contract/gateway-faults.ts';
import type { PrintResult } from '../../contract/validate.ts';
import { CONTRACT_LIMITS, type Limits } from './limits.ts';
import { createRecordStore, readRecords } from './records.ts';
import { seedRecords } from './seed.ts';
import { createServer, type ServerTls } from './server.ts';
import { createState } from './state.ts';
import type { Credentials } from './tokens.ts';

export interface SandboxOptions {
  /** 0 or nothing: any free port. */
  readonly port?: number;
  /** What a data file holds; the seed where it is left out. */
  readonly data?: unknown;
  readonly faults?: readonly FaultRule[];
  readonly limits?: Partial<Limits>;
  /** Made at random where it is left out. */
  readonly clientSecret?: string;
  /** Speaks TLS and asks the kiosk for a certificate; PEM texts. */
  readonly tls?: ServerTls;
  /** Unix time in milliseconds; tests move it. */
  readonly now?: () => number;
}

export interface Sandbox {
  /** Base URL of the contract, without a slash at the end. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly control: SandboxControl;
  close(): Promise<void>;
}

/** For tests and demos: makes the gateway misbehave and tells what it was asked, without personal data. */
export interface SandboxControl {
  setFaults(rules: readonly FaultRule[]): void;
  /** One more rule, behind those that wait. */
  addFault(rule: FaultRule): void;
  clearFaults(): void;
  /** As if the machine were switched off: no connection lasts and none is made, until it is there again. */
  setAway(isAway: boolean): void;
  /** Calls with each call, before a fault is chosen for it. Returns the way to stop. */
  onCall(listener: (operation: Operation) => void): () => void;
  calls(): Readonly<Record<Operation, number>>;
  openSessions(): number;
  printResults(): Readonly<Record<string, PrintResult>>;
  scores(): readonly number[];
}

/** The data of a sandbox can't be used; the message is one sentence for whoever wrote it. */
export class SandboxDataError extends Error {}

const CLIENT_ID = 'kiosk-demo';
const BASE_PATH = '/kiosk/v1';

/** Starts a stand-in for the emirate's gateway on this machine's loopback. Throws SandboxDataError on bad data. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const records = options.data === undefined ? { ok: true as const, value: seedRecords() } : readRecords(options.data);
  if (!records.ok) throw new SandboxDataError(records.fault);
  const credentials = {
    clientId: CLIENT_ID,
    clientSecret: options.clientSecret ?? randomBytes(24).toString('base64url'),
  };
  const faults = createFaultPlan();
  faults.set(options.faults ?? []);
  const state = createState({
    now: options.now ?? Date.now,
    credentials,
    limits: { ...CONTRACT_LIMITS, ...options.limits },
    records: createRecordStore(records.value),
    faults,
  });
  const server = createServer(state, BASE_PATH, options.tls ?? null);
  let isAway = false;
  server.server.on('connection', (socket: Socket) => void (isAway && socket.destroy()));
  await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}${BASE_PATH}`,
    credentials,
    control: {
      setFaults: (rules) => faults.set(rules),
      addFault: (rule) => faults.add(rule),
      clearFaults: () => faults.set([]),
      setAway: (away) => {
        isAway = away;
        if (away) server.server.closeAllConnections();
      },
      onCall: (listener) => {
        state.callListeners.add(listener);
        return () => state.callListeners.delete(listener);
      },
      calls: () => ({ ...state.calls }),
      openSessions: () => state.sessions.count(),
      printResults: () => state.receipts.reports(),
      scores: () => [...state.scores],
    },
    close: () => server.close(),
  };
}
