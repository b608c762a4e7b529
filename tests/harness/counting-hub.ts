import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { KioskEventRecord } from '../../src/domain/events.ts';

/** A hub that keeps what it gets by boot and sequence number, and whose answer gets lost now and then. */
export interface CountingHub {
  readonly url: string;
  readonly records: ReadonlyMap<string, string>;
  readonly broken: readonly string[];
  take(events: readonly KioskEventRecord[]): void;
  sentTwice(): number;
  close(): Promise<void>;
}

const LOST_ANSWERS = 0.1;
export const keyOf = ({ boot, seq }: KioskEventRecord): string => `${boot}/${String(seq)}`;

export async function startCountingHub(random: () => number): Promise<CountingHub> {
  const records = new Map<string, string>();
  const broken: string[] = [];
  let sentTwice = 0;
  const take = (events: readonly KioskEventRecord[]): void => {
    for (const event of events) {
      const line = JSON.stringify(event);
      const before = records.get(keyOf(event));
      if (before !== undefined) sentTwice += 1;
      if (before !== undefined && before !== line) broken.push(`two records are called ${keyOf(event)}`);
      records.set(keyOf(event), line);
    }
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request).catch(() => null);
    if (body === null) return;
    take(JSON.parse(body) as KioskEventRecord[]);
    if (random() < LOST_ANSWERS) response.destroy();
    else response.end();
  };
  const server: Server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    records,
    broken,
    take,
    sentTwice: () => sentTwice,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
