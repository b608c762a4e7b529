import { readdirSync, readFileSync } from 'node:fs';

/** What Linux says of a process that can't be asked itself. */
export interface ProcessMeasures {
  /** What of it lies in memory, with what it shares with others. */
  readonly rssBytes: number;
  readonly openFiles: number;
}

export function measureProcess(pid: number): ProcessMeasures {
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  if (rss === undefined) throw new Error(`process ${String(pid)} has no memory`);
  return { rssBytes: 1024 * Number(rss), openFiles: readdirSync(`/proc/${String(pid)}/fd`).length };
}

/** The only child of a process. */
export function onlyChildOf(pid: number): number {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim().split(' ');
  const [child = ''] = children;
  if (child === '' || children.length > 1) throw new Error(`process ${String(pid)} has these children: ${children.join(' ')}`);
  return Number(child);
}
