import type { RunningKiosk } from '../src/main/start.ts';

/** Resolves when the device process has come up and its reader is there. A person walks up later than a script does. */
export function readerReady({ devices }: RunningKiosk): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = devices.subscribe((event) => {
      if (event.type !== 'reader.state' || event.state !== 'ready') return;
      // The subscription calls back before it returns.
      queueMicrotask(() => unsubscribe());
      resolve();
    });
  });
}
