import { connectPreload, connectWebSocket, type BridgeClient } from '../bridge/client.ts';

/** Inside Electron the preload script is the bridge; elsewhere the loopback host that served the page is. */
export function connect(page: Window): BridgeClient {
  if (page.raha !== undefined) return connectPreload(page.raha);
  return connectWebSocket(`ws://${page.location.host}/bridge`, tokenOf(page));
}

/** The host's secret comes in the URL's fragment, which no browser sends anywhere. It stays there for a reload. */
const tokenOf = ({ location }: Window): string => new URLSearchParams(location.hash.slice(1)).get('k') ?? '';
