import type { Intent } from './intent.ts';
import type { PreloadBridge } from './preload.ts';
import type { View } from './view.ts';

/** The page's end of the bridge: Views come, Intents go. */
export interface BridgeClient {
  /** Calls back with the current View at once and with each new one; returns the unsubscribe function. */
  subscribe(listener: (view: View) => void): () => void;
  send(intent: Intent): void;
  /** Tells whether the kiosk process can be heard; the page shows an honest screen of its own when it can't. */
  onConnection(listener: (connected: boolean) => void): () => void;
}

declare global {
  interface Window {
    readonly raha?: PreloadBridge;
  }
}

export function connectPreload(preload: PreloadBridge): BridgeClient {
  return {
    subscribe: (listener) => {
      const unsubscribe = preload.onView(listener);
      preload.requestView();
      return unsubscribe;
    },
    send: (intent) => preload.sendIntent(intent),
    onConnection: (listener) => {
      listener(true);
      return () => undefined;
    },
  };
}

const RECONNECT_DELAY_MS = 500;

/**
 * Connects to the standalone host's loopback WebSocket and reconnects for ever.
 * @param token secret from the page's URL fragment, which never leaves the machine.
 */
export function connectWebSocket(url: string, token: string): BridgeClient {
  const viewListeners = new Set<(view: View) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  let latest: View | null = null;
  let socket: WebSocket | null = null;
  let isConnected = false;

  /** Told on change only: every failed try to reconnect is no news. */
  const setConnected = (connected: boolean): void => {
    if (connected === isConnected) return;
    isConnected = connected;
    connectionListeners.forEach((listener) => listener(connected));
  };

  const open = (): void => {
    socket = new WebSocket(url, ['raha', token]);
    socket.addEventListener('open', () => setConnected(true));
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      latest = JSON.parse(data) as View;
      for (const listener of viewListeners) listener(latest);
    });
    socket.addEventListener('close', () => {
      latest = null;
      setConnected(false);
      setTimeout(open, RECONNECT_DELAY_MS);
    });
  };
  open();

  return {
    subscribe: (listener) => {
      viewListeners.add(listener);
      if (latest !== null) listener(latest);
      return () => viewListeners.delete(listener);
    },
    send: (intent) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(intent));
    },
    onConnection: (listener) => {
      connectionListeners.add(listener);
      listener(isConnected);
      return () => connectionListeners.delete(listener);
    },
  };
}
