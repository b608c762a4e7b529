import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startTestHub, type TestHub } from './fleet-demo.ts';

/** A hub in a process of its own, there to be killed: `node tests/harness/hub-program.ts FOLDER PORT`. */
export interface HubProgram {
  readonly url: string;
  /** A new enrolment code for the kiosk. */
  readonly code: string;
  /** As if its machine lost power. */
  kill(): Promise<void>;
}

export async function startHubProgram(folder: string, port: number): Promise<HubProgram> {
  const child: ChildProcess = fork(import.meta.filename, [folder, String(port)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const dies = once(child, 'exit').then(() => {
    throw new Error('the hub ended before it was there');
  });
  const [ready] = (await Promise.race([once(child, 'message'), dies])) as [Pick<HubProgram, 'code' | 'url'>];
  dies.catch(() => undefined);
  return {
    ...ready,
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

if (import.meta.main) {
  const [folder = '', port = ''] = process.argv.slice(2);
  const started: TestHub = await startTestHub(folder, Number(port));
  process.send?.({ url: started.hub.url, code: await started.code() });
}
