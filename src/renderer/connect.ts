import { connectPreload, connectWebSocket, type BridgeClient } from '../bridge/client.ts';

/** Inside Electron the preload script is the bridge; elsewhere the loopback host that served the page is. */
export function connect(page: Window): BridgeClient {
  if (page.raha !== undefined) return connectPreload(page.raha);
  return connectWebSocket(`ws://${page.location.host}/bridge`, takeToken(page));
}

/** The host's secret comes in the URL's fragment and doesn't stay in the address bar or the history. */
function takeToken({ history, location }: Window): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('k') ?? '';
  history.replaceState(null, '', location.pathname + location.search);
  return token;
}
