import { spawn } from 'node:child_process';
import { readArguments, refuse, wholeNumber, type Command } from '../src/command-line/command-line.ts';
import { readUsableConfig } from '../src/main/usable-config.ts';
import { build } from './build.ts';
import { CHECKOUT } from './checkout.ts';
import { startDemo } from './demo.ts';
import { findDemoHub } from './demo-hub.ts';
import { electronBinary } from './electron-binary.ts';

const START: Command = {
  call: 'npm start',
  takes: '[--config FILE] [--port N] [--no-window] [--standalone] [--hub DIR]',
  does: `The kiosk: in Electron where its binary is, else (or with --standalone) in the system's Chromium. Without a configuration
it brings a sandbox gateway, demo data and virtual devices, and belongs to the hub of "npm run hub" where that runs with its
data in DIR (out/hub).`,
};

const { values: args } = readArguments(START, {
  options: {
    config: { type: 'string' },
    port: { type: 'string', default: '0' },
    hub: { type: 'string', default: 'out/hub' },
    'no-window': { type: 'boolean', default: false },
    standalone: { type: 'boolean', default: false },
  },
});
const port = wholeNumber(START, '--port', args.port, [0, 65_535]);
if (args.config !== undefined) {
  const config = readUsableConfig(args.config, CHECKOUT.assets);
  if (!config.ok) refuse(START, config.fault);
}

build();
const hub = args.config === undefined ? await findDemoHub(args.hub) : null;
const demo = args.config === undefined ? await startDemo(hub === null ? {} : { config: hub.config }) : null;
const configFile = args.config ?? demo?.configFile ?? '';
if (demo !== null) {
  console.log(`sandbox gateway with demo data at ${demo.sandbox.url}`);
  if (hub !== null) console.log(`kiosk ${hub.config.kioskId} in the fleet at ${hub.url}`);
  console.log('try: card 1012345672 in the dock, transaction 1001 to 1011, year 1448');
}

const electron = args.standalone ? null : electronBinary();
console.log(electron === null ? 'no Electron binary: standalone host' : `Electron: ${electron}`);
const child =
  electron === null
    ? spawn(
        process.execPath,
        [
          'out/standalone/main.mjs',
          '--config',
          configFile,
          '--port',
          String(port),
          ...(args['no-window'] ? ['--no-window'] : []),
        ],
        { stdio: 'inherit' },
      )
    : spawn(electron, ['.', `--config=${configFile}`], { stdio: 'inherit' });

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
child.once('exit', (code) => {
  void (demo?.close() ?? Promise.resolve()).then(() => process.exit(code ?? 0));
});
