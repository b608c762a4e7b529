import type { KioskMessage } from '../../../contract/fleet/messages.ts';
import { endOfCall, type HubCalls } from './hub-calls.ts';
import { LOST, type Link, type LinkEvents } from './link.ts';

/** Of one post; see `kioskMessagesSchema`. */
const MOST_AT_ONCE = 20;

export interface PollingPorts {
  readonly calls: Pick<HubCalls, 'poll' | 'say'>;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Ends by itself after so long, so that a better way is tried. */
  readonly lifetimeMs: number;
}

/** The same session by HTTP, where WebSocket can't pass: what is said is posted, what comes is waited for. */
export function openPolling({ after, calls, lifetimeMs }: PollingPorts, events: LinkEvents): Link {
  const life = new AbortController();
  let queue: KioskMessage[] = [];
  let isPosting = false;
  let isListening = false;

  const close = (): void => {
    cancelLifetime();
    life.abort();
  };
  const end: LinkEvents['onEnd'] = (how) => {
    if (life.signal.aborted) return;
    close();
    events.onEnd(how);
  };
  const cancelLifetime = after(lifetimeMs, () => end(LOST));

  const receive = (messages: readonly Parameters<LinkEvents['onMessage']>[0][]): void => {
    for (const message of messages) {
      if (life.signal.aborted) return;
      if (message.type === 'refused') return end({ code: 'refused', problem: message.reason, retryAfterMs: 0 });
      if (message.type === 'reconnect') return end({ ...LOST, retryAfterMs: message.afterMs });
      events.onMessage(message);
    }
  };

  async function post(): Promise<void> {
    if (isPosting) return;
    isPosting = true;
    while (queue.length > 0 && !life.signal.aborted) {
      const messages = queue.slice(0, MOST_AT_ONCE);
      queue = queue.slice(MOST_AT_ONCE);
      const answer = await calls.say(messages);
      if (!answer.ok) return end(endOfCall(answer.fault));
      receive(answer.value);
      // There is a session to listen to only after the hello was taken.
      if (!isListening) void listen();
    }
    isPosting = false;
  }

  async function listen(): Promise<void> {
    isListening = true;
    while (!life.signal.aborted) {
      const answer = await calls.poll(life.signal);
      if (!answer.ok) return end(endOfCall(answer.fault));
      receive(answer.value);
    }
  }

  return {
    send: (message) => {
      queue.push(message);
      void post();
    },
    close,
  };
}
