import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A PostgreSQL of its own in a temporary folder; never the machine's. */
export interface TemporaryPostgres {
  /** A new, empty database. */
  database(name: string): string;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const BIN = '/usr/lib/postgresql';
const START_LIMIT_MS = 30_000;

/** The installed PostgreSQL's programs, or null; says so loudly. */
export function postgresBinaries(): string | null {
  const [newest] = existsSync(BIN) ? readdirSync(BIN).sort((left, right) => Number(right) - Number(left)) : [];
  const bin = newest === undefined ? null : join(BIN, newest, 'bin');
  if (bin !== null && existsSync(join(bin, 'initdb')) && runsAs() !== null) return bin;
  console.warn('SKIPPED: nothing was tested on PostgreSQL, because this machine has none installed (apt install postgresql)');
  return null;
}

/** PostgreSQL refuses to run as root; then the account `postgres` of its package runs it. */
function runsAs(): { readonly uid: number; readonly gid: number } | null {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? 0 };
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((user) => user.startsWith('postgres:'));
  const [, , postgresUid, postgresGid] = line?.split(':') ?? [];
  return postgresUid === undefined ? null : { uid: Number(postgresUid), gid: Number(postgresGid) };
}

export async function startPostgres(bin: string): Promise<TemporaryPostgres> {
  const account = runsAs();
  if (account === null) throw new Error('no account to run PostgreSQL as');
  const folder = mkdtempSync(join(tmpdir(), 'raha-postgres-'));
  chownSync(folder, account.uid, account.gid);
  const port = await freePort();
  const data = join(folder, 'data');
  const run = (program: string, ...args: string[]): string =>
    execFileSync(join(bin, program), args, { ...account, cwd: folder, env: { PATH: process.env['PATH'] }, encoding: 'utf8', stdio: 'pipe' });
  run('initdb', '-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync');
  const url = (name: string): string => `postgres://hub@127.0.0.1:${String(port)}/${name}`;
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'shared_buffers=32MB'];
    server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], { ...account, cwd: folder, stdio: 'ignore' });
    const giveUpAtMs = performance.now() + START_LIMIT_MS;
    for (;;) {
      try {
        run('psql', '-h', '127.0.0.1', '-p', String(port), '-U', 'hub', '-d', 'postgres', '-c', 'select 1');
        return;
      } catch (error) {
        if (performance.now() > giveUpAtMs) throw error;
        await pause(100);
      }
    }
  };
  const stop = async (): Promise<void> => {
    const running = server;
    server = null;
    if (running === null) return;
    const ended = new Promise((done) => running.once('exit', done));
    // SIGINT is PostgreSQL's fast shutdown: clients are sent away.
    running.kill('SIGINT');
    await ended;
  };
  await start();
  return {
    database: (name) => {
      run('psql', '-h', '127.0.0.1', '-p', String(port), '-U', 'hub', '-d', 'postgres', '-c', `create database ${name}`);
      return url(name);
    },
    stop,
    start,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
