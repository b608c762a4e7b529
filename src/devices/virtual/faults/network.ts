import type { FaultyGateway, Switchable } from './targets.ts';

/** A gateway behind a network: without the network nobody answers either, and the one coming back doesn't mend the other. */
export function behindNetwork(gateway: FaultyGateway): { readonly gateway: FaultyGateway; readonly network: Switchable } {
  const away = { gateway: false, network: false };
  const setAway = (what: keyof typeof away, isAway: boolean): void => {
    away[what] = isAway;
    gateway.setAway(away.gateway || away.network);
  };
  return {
    gateway: {
      addFault: (rule) => gateway.addFault(rule),
      clearFaults: () => gateway.clearFaults(),
      onCall: (listener) => gateway.onCall(listener),
      setAway: (isAway) => setAway('gateway', isAway),
    },
    network: { setAway: (isAway) => setAway('network', isAway) },
  };
}
