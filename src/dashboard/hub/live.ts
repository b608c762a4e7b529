import type { Board, Inbox, Live } from '../../fleet/api.ts';
import { get } from './call.ts';
import { forgetFleet, hubNow, isOnBoard, takeBoard, takeLive, useFleet } from './fleet.ts';
import { useSession } from './session.ts';

/** How often the page asks where changes do not come by themselves, and whether the hub is still there where they do. */
const LOOK_EVERY_MS = 15_000;
/** A connection that is cut without a word stays open for the browser; asking for the page itself finds out. */
const PROBE_LIMIT_MS = 8_000;
/** Several pieces of news that ask for a new reading are one reading. */
const GATHER_MS = 400;

let source: EventSource | null = null;
let timer: number | undefined;
let gathering: number | undefined;

/** Keeps board and inbox as they are at the hub for as long as somebody is signed in. */
export function startLive(): void {
  useSession.subscribe(({ state }, before) => {
    if (state === before.state) return;
    if (state === 'in') begin();
    if (before.state === 'in') end();
  });
}

function begin(): void {
  void readAll();
  listen();
  timer = window.setInterval(() => void (source?.readyState === EventSource.OPEN ? probe() : poll()), LOOK_EVERY_MS);
}

function end(): void {
  window.clearInterval(timer);
  window.clearTimeout(gathering);
  source?.close();
  source = null;
  forgetFleet();
}

/** Reads board and inbox; the inbox in the same breath, so that a card and its alert never disagree. */
export async function readAll(): Promise<boolean> {
  const [board, inbox] = await Promise.all([get<Board>('/board'), get<Inbox>('/incidents?state=open')]);
  if (useSession.getState().state !== 'in') return false;
  if (!board.ok || !inbox.ok) {
    useFleet.setState({ link: 'away' });
    return false;
  }
  takeBoard(board.value, inbox.value.incidents);
  useFleet.setState({ link: source?.readyState === EventSource.OPEN ? 'live' : 'polling' });
  return true;
}

function listen(): void {
  source?.close();
  const opened = new EventSource('/api/live');
  source = opened;
  let isFirst = true;
  opened.addEventListener('open', () => {
    useFleet.setState({ link: 'live', heardMs: hubNow() });
    // What happened while there was no connection wasn't told.
    if (!isFirst) void readAll();
    isFirst = false;
  });
  opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
    useFleet.setState({ heardMs: hubNow() });
    const live = JSON.parse(data) as Live;
    if (live.type === 'stale' || (live.type === 'kiosk' && !isOnBoard(live.kiosk))) readSoon();
    else takeLive(live);
  });
  opened.addEventListener('error', () => {
    isFirst = false;
    if (source === opened && useFleet.getState().link === 'live') void poll();
  });
}

async function poll(): Promise<void> {
  const isHere = await readAll();
  // The browser gives up for good after an answer that is no stream, such as a proxy's.
  if (isHere && source?.readyState === EventSource.CLOSED) listen();
}

async function probe(): Promise<void> {
  try {
    await fetch('/', { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    useFleet.setState({ heardMs: hubNow() });
  } catch {
    useFleet.setState({ link: 'away' });
    listen();
  }
}

function readSoon(): void {
  window.clearTimeout(gathering);
  gathering = window.setTimeout(() => void readAll(), GATHER_MS);
}
