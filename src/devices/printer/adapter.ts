import type { Transport } from './transport/transport.ts';

/** The way `escpos`, `@node-escpos/core` and their kind write to a printer. */
export interface EscposAdapter {
  open(opened: (error: Error | null) => void): EscposAdapter;
  write(bytes: Uint8Array, written?: (error: Error | null) => void): EscposAdapter;
  read(received: (bytes: Uint8Array) => void): EscposAdapter;
  close(closed?: (error: Error | null) => void): EscposAdapter;
}

/**
 * Lets a printer object of another library print through a line of ours: with back-pressure, and without losing the
 * end, for closing waits. It learns nothing about paper that way; only `createPrinter` does.
 */
export function escposAdapter(transport: Transport): EscposAdapter {
  const adapter: EscposAdapter = {
    open: (opened) => {
      opened(null);
      return adapter;
    },
    write: (bytes, written) => {
      void transport.write(bytes).then((result) => {
        written?.(result.ok ? null : new Error('the line to the printer is broken'));
        return result;
      });
      return adapter;
    },
    read: (received) => {
      transport.onData(received);
      return adapter;
    },
    close: (closed) => {
      void transport.close().then(() => closed?.(null));
      return adapter;
    },
  };
  return adapter;
}
