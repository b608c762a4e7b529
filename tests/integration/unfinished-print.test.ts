import { expect, test } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import type { DeviceSetup } from '../../src/devices/process-messages.ts';
import type { DeviceProcess } from '../../src/devices/supervisor.ts';
import { Journal } from '../../src/main/journal/journal.ts';
import { startKioskProcess } from '../../src/main/start.ts';
import { temporaryDirectory } from '../harness/journals.ts';

/** Starts the kiosk process and ends it in order. @returns what it told its device process */
async function startOnce(dataDirectory: string): Promise<DeviceSetup> {
  const demo = await startDemo();
  const setups: DeviceSetup[] = [];
  const devices = (): DeviceProcess => {
    let exit = (): void => undefined;
    return {
      post: (message) => {
        if (message.type === 'setup') setups.push(message.setup);
        if (message.type === 'shutdown') exit();
      },
      onMessage: () => undefined,
      onExit: (listener) => {
        const before = exit;
        exit = () => (before(), listener());
      },
      kill: () => exit(),
    };
  };
  const running = await startKioskProcess({ ...demo.config, dataDirectory }, CHECKOUT, { startDevices: devices });
  await running.close();
  await demo.close();
  const [setup] = setups;
  if (setup === undefined) throw new Error('no device process was started');
  return setup;
}

test('after a kiosk process that ended in the middle of whatever it did, the printer may hold half a receipt', async () => {
  const directory = temporaryDirectory();
  expect((await startOnce(directory)).printer.hasUnfinishedJob, 'the first start of all').toBe(false);
  expect((await startOnce(directory)).printer.hasUnfinishedJob, 'after an orderly end').toBe(false);
  const journal = new Journal({ directory });
  journal.record('kiosk.started', { before: journal.previousEnd, version: '1.0.0', mode: 'demo' });
  journal.close();
  expect((await startOnce(directory)).printer.hasUnfinishedJob, 'after a crash').toBe(true);
});
