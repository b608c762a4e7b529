import { create } from 'zustand';
import type { BridgeClient } from '../bridge/client.ts';
import type { Action } from '../bridge/intent.ts';
import type { View } from '../bridge/view.ts';
import { createSender, type Sender } from './sender.ts';

/** The page's whole memory: a mirror of what the kiosk process says is to be drawn. */
interface PageState {
  readonly view: View | null;
  /** False once the kiosk process hasn't been heard for a while; the page then shows nothing of the visit. */
  readonly reachable: boolean;
}

export const usePage = create<PageState>(() => ({ view: null, reachable: true }));

/** A restart of the bridge shorter than this isn't worth a screen of its own. */
const AWAY_AFTER_MS = 1_500;

let sender: Sender | null = null;

/** Follows the bridge for the life of the page. */
export function followBridge(client: BridgeClient): void {
  sender = createSender(client, () => performance.now());
  let awayTimer: number | undefined;
  client.subscribe((view) => usePage.setState({ view }));
  client.onConnection((connected) => {
    window.clearTimeout(awayTimer);
    if (connected) usePage.setState({ reachable: true });
    else awayTimer = window.setTimeout(() => usePage.setState({ view: null, reachable: false }), AWAY_AFTER_MS);
  });
}

/** Sends what the visitor wants, for the step that is on the screen. */
export function send(action: Action): void {
  const { view } = usePage.getState();
  if (view !== null) sender?.send(view.step, action);
}

/** Sends what isn't about the step on the screen alone. */
export function sendFor(step: number, action: Action): void {
  sender?.send(step, action);
}

/** Notes a touch or key. Silent while the kiosk asks "still there?": only an answer answers that. */
export function noteActivity(): void {
  const { view } = usePage.getState();
  if (view !== null && view.stillThere === null) sender?.activity(view.step);
}
