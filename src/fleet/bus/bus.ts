import { z } from 'zod';

/**
 * What hubs on one database tell each other. Hints only: the truth is in the database, and a hub that missed one does
 * the same a little later.
 */
export const busMessageSchema = z.discriminatedUnion('type', [
  /** These kiosks were heard by the sender since it said so last. */
  z.object({ type: z.literal('heard'), kiosks: z.array(z.string()).readonly() }),
  /** A kiosk's stored state changed. */
  z.object({ type: z.literal('state'), kiosk: z.string() }),
  /** A kiosk said hello to the sender: whoever holds an older connection lets it go. */
  z.object({ type: z.literal('hello'), kiosk: z.string(), boot: z.string(), conn: z.number() }),
  /** There is something to do for a kiosk, or a job changed. */
  z.object({ type: z.literal('job'), kiosk: z.string(), job: z.string() }),
  /** A kiosk was added, enrolled or revoked. */
  z.object({ type: z.literal('kiosks') }),
]);
export type BusMessage = z.infer<typeof busMessageSchema>;

/** Reaches the other hubs, never the sender. Nothing is waited for; what can't be sent now is sent when it can. */
export interface Bus {
  publish(message: BusMessage): void;
  /** Returns the function that ends it. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}

/** For a hub on its own, and for several in one process: each joins the same wire. */
export class LocalWire {
  readonly #members = new Set<Set<(message: BusMessage) => void>>();

  join(): Bus {
    const own = new Set<(message: BusMessage) => void>();
    this.#members.add(own);
    return {
      publish: (message) => {
        for (const member of this.#members)
          if (member !== own) queueMicrotask(() => member.forEach((listener) => listener(message)));
      },
      subscribe: (listener) => {
        own.add(listener);
        return () => own.delete(listener);
      },
      close: () => {
        this.#members.delete(own);
        return Promise.resolve();
      },
    };
  }
}
