import { readdirSync } from 'node:fs';
import { CHECKOUT, PAGE_DIRECTORY } from '../../scripts/checkout.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import { readConfig } from '../../src/main/config.ts';
import { readPageFiles } from '../../src/page-files/page-files.ts';
import { startPageServer } from '../../src/main/standalone/server.ts';
import { startKioskProcess } from '../../src/main/start.ts';
import { VISIT_TIMING } from '../../src/main/visit/timing.ts';

/**
 * A kiosk process of its own, so that its memory is its own: `node --expose-gc soaked-kiosk.ts CONFIG`, with an IPC channel
 * to whoever soaks it.
 */
export type ToKiosk = { readonly type: 'card'; readonly payload: string } | { readonly type: 'forget_paper' } | { readonly type: 'measure' };

export type FromKiosk =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'measured'; readonly measured: KioskMeasures };

export interface KioskMeasures {
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly openFiles: number;
  /** Of this process since it began. */
  readonly cpuMs: number;
  /** Timers, sockets, processes: whatever keeps the event loop alive. */
  readonly resources: number;
}

function measure(): KioskMeasures {
  globalThis.gc?.();
  const { system, user } = process.cpuUsage();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heapBytes: heapUsed,
    rssBytes: rss,
    cpuMs: (user + system) / 1000,
    openFiles: readdirSync('/proc/self/fd').length,
    resources: process.getActiveResourcesInfo().length,
  };
}

const config = readConfig(process.argv[2] ?? '');
if (!config.ok) throw new Error(config.fault);
const running = await startKioskProcess(config.value, CHECKOUT, { timing: { ...VISIT_TIMING, goodbyeMs: 20 } });
await readerReady(running);
const server = await startPageServer({ kiosk: running.kiosk, files: readPageFiles(PAGE_DIRECTORY) }, 0);
const tell = (message: FromKiosk): void => void process.send?.(message);

process.on('message', (message: ToKiosk) => {
  switch (message.type) {
    case 'card':
      return running.virtual.reader?.present(message.payload);
    case 'forget_paper':
      return running.virtual.printer?.forget();
    case 'measure':
      return tell({ type: 'measured', measured: measure() });
  }
});
process.on('disconnect', () => process.exit(0));
tell({ type: 'ready', url: server.url });
