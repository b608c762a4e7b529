import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { fault, ok } from '../../../domain/result.ts';
import type { Transport } from '../../printer/transport/transport.ts';

/** One way to a virtual printer, from the printer's side. */
export interface Line {
  /** Bytes from the printer to the host. */
  readonly send: (bytes: Uint8Array) => void;
  readonly cut: () => void;
}

/** What lines need of the printer they lead to. */
export interface LineEnd {
  readonly isAway: () => boolean;
  readonly attach: (line: Line) => void;
  readonly detach: (line: Line) => void;
  /** Takes bytes as room allows; gives up when they are no longer wanted. */
  readonly take: (bytes: Uint8Array, isWanted: () => boolean) => Promise<void>;
}

/** A way in from outside the process. */
export interface OpenDoor {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A line within the process. */
export function memoryLine(end: LineEnd): Transport {
  let listener: (bytes: Uint8Array) => void = () => undefined;
  let lostListener: () => void = () => undefined;
  let isOpen = true;
  const cut = (): void => {
    if (!isOpen) return;
    isOpen = false;
    end.detach(line);
    setImmediate(() => lostListener());
  };
  const line: Line = {
    cut,
    send: (bytes) => {
      setImmediate(() => {
        if (isOpen) listener(bytes);
      });
    },
  };
  end.attach(line);
  return {
    write: async (bytes) => {
      if (isOpen) await end.take(bytes, () => isOpen);
      return isOpen ? ok(null) : fault('lost');
    },
    onData: (next) => {
      listener = next;
    },
    onLost: (next) => {
      lostListener = next;
      if (!isOpen) next();
    },
    close: () => {
      cut();
      return Promise.resolve();
    },
    abandon: cut,
  };
}

/** Listens as a network printer does (raw TCP), on loopback; port 0 takes a free one. */
export async function tcpDoor(end: LineEnd, port: number): Promise<OpenDoor> {
  const lines = new Set<Line>();
  const server = createServer({ noDelay: true }, (socket) => {
    if (end.isAway()) return socket.destroy();
    const line: Line = {
      send: (bytes) => void socket.write(bytes),
      cut: () => void socket.destroy(),
    };
    lines.add(line);
    end.attach(line);
    socket.on('data', (bytes) => {
      socket.pause();
      void end.take(bytes, () => !socket.destroyed).then(() => socket.resume());
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      lines.delete(line);
      end.detach(line);
    });
  });
  await listening(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `tcp://127.0.0.1:${String(bound)}`,
    close: async () => {
      for (const line of lines) line.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

/**
 * A serial port that leads to the printer: a pseudo-terminal at `path`, made by socat, which must be installed. When
 * the line is cut the port vanishes; it comes back when the printer does.
 */
export async function serialDoor(end: LineEnd, path: string): Promise<OpenDoor> {
  let isClosed = false;
  let child: ChildProcess | null = null;
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      rmSync(path, { force: true });
      const started = spawn('socat', ['-d', '-d', `PTY,link=${path},rawer`, 'STDIO'], { stdio: 'pipe' });
      child = started;
      const line: Line = {
        send: (bytes) => void started.stdin.write(bytes),
        cut: () => void started.kill('SIGKILL'),
      };
      started.stdin.on('error', () => undefined);
      started.stdout.on('data', (bytes: Buffer) => {
        started.stdout.pause();
        void end.take(bytes, () => started.exitCode === null && started.signalCode === null).then(() => started.stdout.resume());
      });
      started.stderr.on('data', (log: Buffer) => {
        // Its own note that both ends are connected; the port exists from here on.
        if (!log.includes('starting data transfer loop')) return;
        end.attach(line);
        resolve();
      });
      started.once('error', reject);
      started.once('close', () => {
        rmSync(path, { force: true });
        end.detach(line);
        reject(new Error('socat ended before the port was there'));
        if (!isClosed) reopen();
      });
    });
  const reopen = (): void => {
    setTimeout(() => {
      if (isClosed) return;
      if (end.isAway()) reopen();
      else open().catch(() => undefined);
    }, REOPEN_MS);
  };
  await open();
  return {
    url: `serial://${path}`,
    close: async () => {
      isClosed = true;
      const last = child;
      if (last === null || last.exitCode !== null || last.signalCode !== null) return;
      const ended = new Promise((resolve) => last.once('close', resolve));
      last.kill('SIGKILL');
      await ended;
    },
  };
}
const REOPEN_MS = 50;
