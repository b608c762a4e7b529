import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { PrinterState } from '../link.ts';
import type { FaultBoard } from './faults/board.ts';
import type { NamedScript } from './faults/read.ts';
import { createFaultStage, type FaultStage } from './faults/stage.ts';
import { syntheticCard, type VirtualReader } from './reader.ts';
import type { VirtualPrinter } from './printer/virtual-printer.ts';
import { encodePng } from './printer/png.ts';

/** People that don't exist; their numbers pass the checksum. The page offers these, the dock takes any ten digits. */
const SYNTHETIC_PEOPLE = ['1012345672', '1098765439', '1102030408', '2012345670', '2345678904', '2999999994'];

const actSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('card'), civilNumber: z.string().regex(/^[0-9]{10}$/) }),
  z.strictObject({
    type: z.enum([
      'card_unreadable',
      'card_checksum',
      'card_foreign',
      'reader_unplug',
      'reader_plug',
      'paper_out',
      'paper_in',
      'cover_open',
      'cover_close',
      'printer_silent',
      'printer_answering',
      'out_of_service',
      'in_service',
      'stop_faults',
      'mend_all',
    ]),
  }),
  z.strictObject({ type: z.literal('play_faults'), name: z.string().max(100) }),
]);
type Act = z.infer<typeof actSchema>;

const FOREIGN_CARD =
  'I<UTOD231458907<<<<<<<<<<<<<<<\r7408122F1204159UTO<<<<<<<<<<<6\rERIKSSON<<ANNA<MARIA<<<<<<<<<<\r';
const FILES = { '/': 'index.html', '/dock.css': 'dock.css', '/dock.js': 'dock.js' } as const;
const CONTENT_TYPES = { 'index.html': 'text/html', 'dock.css': 'text/css', 'dock.js': 'text/javascript' } as const;
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; connect-src 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
const MAX_BODY_BYTES = 1024;

export interface DockDevices {
  readonly reader: Pick<VirtualReader, 'present' | 'presentUnreadable'> | null;
  readonly printer: VirtualPrinter | null;
  readonly board: FaultBoard;
  /** The fault scripts to choose from. */
  readonly catalogue: readonly NamedScript[];
  readonly printerState: () => PrinterState;
  readonly setInService: (inService: boolean) => void;
}

export interface Dock {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A page on loopback to play with the virtual devices: taps cards, pulls the paper, shows what was printed. Only for
 * development and demonstrations; the configuration refuses virtual devices in production, so there is no dock there.
 * @param directory holds the dock's page
 */
export async function startDock(devices: DockDevices, directory: string): Promise<Dock> {
  const stage = createFaultStage(devices);
  const token = randomBytes(24).toString('base64url');
  let host = '';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    if (request.headers.host !== host) return end(response, 421);
    if (path in FILES && request.method === 'GET') {
      const name = FILES[path as keyof typeof FILES];
      response.writeHead(200, { ...HEADERS, 'content-type': `${CONTENT_TYPES[name]}; charset=utf-8` });
      response.end(readFileSync(join(directory, name)));
      return undefined;
    }
    if (!equalSecrets(request.headers['x-dock-token'], token)) return end(response, 403);
    if (path === '/state') return endJson(response, { ...stateOf(devices), faults: stage.state() });
    if (path === '/paper.png') return endPaper(response, devices);
    if (path !== '/act' || request.method !== 'POST') return end(response, 404);
    const act = actSchema.safeParse(await readJson(request));
    if (!act.success) return end(response, 400);
    perform(act.data, devices, stage);
    return end(response, 204);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => end(response, 400));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `http://${host}/#k=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function perform(act: Act, { board, reader, setInService }: DockDevices, stage: FaultStage): void {
  switch (act.type) {
    case 'card':
      return reader?.present(syntheticCard(act.civilNumber));
    case 'card_unreadable':
      return reader?.presentUnreadable();
    case 'card_checksum':
      return reader?.present('1000000000');
    case 'card_foreign':
      return reader?.present(FOREIGN_CARD);
    case 'reader_unplug':
      return board.perform({ act: 'reader_unplugged' });
    case 'reader_plug':
      return board.perform({ act: 'reader_plugged' });
    case 'paper_out':
      return board.perform({ act: 'printer_fails', fault: 'paper_end' });
    case 'paper_in':
      return board.perform({ act: 'printer_mended', fault: 'paper_end' });
    case 'cover_open':
      return board.perform({ act: 'printer_fails', fault: 'cover_open' });
    case 'cover_close':
      return board.perform({ act: 'printer_mended', fault: 'cover_open' });
    case 'printer_silent':
      return board.perform({ act: 'printer_fails', fault: 'silent' });
    case 'printer_answering':
      return board.perform({ act: 'printer_mended', fault: 'silent' });
    case 'out_of_service':
      return setInService(false);
    case 'in_service':
      return setInService(true);
    case 'play_faults':
      return stage.play(act.name);
    case 'stop_faults':
      return stage.stop();
    case 'mend_all':
      return stage.mendAll();
  }
}

const stateOf = ({ printer, printerState }: DockDevices) => ({
  people: SYNTHETIC_PEOPLE,
  printer: printerState(),
  pages: printer?.pages.length ?? 0,
});

function endPaper(response: ServerResponse, { printer }: DockDevices): void {
  const page = printer?.pages.at(-1);
  if (page === undefined) return end(response, 404);
  response.writeHead(200, { ...HEADERS, 'content-type': 'image/png' });
  response.end(encodePng(page));
  return undefined;
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status, HEADERS);
  response.end();
}

function endJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY_BYTES) throw new Error('too large');
  }
  return JSON.parse(body);
}

function equalSecrets(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
