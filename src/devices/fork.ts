import { fork } from 'node:child_process';
import type { DeviceProcess } from './supervisor.ts';

/**
 * Starts the device process as a child of plain Node.
 * @param entry path of `host.ts` or of its bundle
 */
export function forkDevices(entry: string): DeviceProcess {
  // Advanced serialization is structured cloning: the digits of a card stay bytes.
  const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    post: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as never)),
    onExit: (listener) => {
      let told = false;
      const once = (): void => {
        if (told) return;
        told = true;
        listener();
      };
      child.once('exit', once);
      // A child that can't be started at all never exits.
      child.once('error', once);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
