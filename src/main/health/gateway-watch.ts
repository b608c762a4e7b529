import type { GatewayFault } from '../../domain/faults.ts';
import type { Result } from '../../domain/result.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { HostClock } from '../guarded-page.ts';
import type { HealthBoard } from './board.ts';
import { failureOf, GatewayLedger } from './gateway-ledger.ts';

export const GATEWAY_WATCH_TIMING = {
  /** Without a visitor's call for this long the kiosk makes one of its own. */
  idleMs: 30_000,
  /** While it is down or has just failed, so that no visitor has to be the one who tries. */
  suspectMs: 5_000,
} as const;

export interface WatchedGateway {
  /** The same gateway; its `health` is that of the kiosk's own measurements. */
  readonly gateway: Gateway;
  close(): void;
}

/**
 * Learns from every call how the gateway does, and asks by itself when nobody else does: an anonymous session that is
 * opened and ended again, which proves name, token, gateway and answer without anything of anybody.
 */
export function watchGateway(gateway: Gateway, board: HealthBoard, clock: HostClock): WatchedGateway {
  const ledger = new GatewayLedger(() => clock.nowMs());
  let cancel = (): void => undefined;
  let closed = false;

  async function watched<Value>(
    call: () => Promise<Result<Value, GatewayFault>>,
    signal: AbortSignal,
  ): Promise<Result<Value, GatewayFault>> {
    const startedMs = clock.nowMs();
    // Refused by the client itself, to spare the gateway: that says nothing new.
    const isSpared = gateway.health() === 'down';
    const result = await call();
    // The visitor left before the answer: nobody knows what it would have been.
    if (signal.aborted || closed) return result;
    if (!isSpared) ledger.note(result.ok ? null : failureOf(result.fault.code), clock.nowMs() - startedMs);
    board.note('gateway', ledger.evidence(board.reasonOf('gateway')));
    plan();
    return result;
  }

  function plan(): void {
    cancel();
    const { idleMs, suspectMs } = GATEWAY_WATCH_TIMING;
    cancel = clock.after(ledger.isSuspect ? suspectMs : idleMs, () => void probe());
  }

  async function probe(): Promise<void> {
    // It has as long as a visitor's call, which the client ends in its time: a shorter look would never see a slow line fail.
    const { signal } = new AbortController();
    const session = await watched(() => gateway.openSession('ar', signal), signal);
    if (session.ok) await gateway.endSession(session.value);
  }
  plan();

  return {
    gateway: {
      ...gateway,
      openSession: (language, signal) => watched(() => gateway.openSession(language, signal), signal),
      inquire: (query, signal) => watched(() => gateway.inquire(query, signal), signal),
      issueReceipt: (request, signal) => watched(() => gateway.issueReceipt(request, signal), signal),
      health: () => {
        const { state } = board.health().components.gateway;
        return state === 'down' ? 'down' : gateway.health();
      },
    },
    close: () => {
      closed = true;
      cancel();
    },
  };
}
