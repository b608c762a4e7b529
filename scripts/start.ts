import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/main/config.ts';
import { build } from './build.ts';
import { startDemo } from './demo.ts';
import { findDemoHub } from './demo-hub.ts';
import { electronBinary } from './electron-binary.ts';

/**
 * `npm start [-- --config FILE] [--port N] [--no-window]`: the kiosk. Without a configuration it brings a sandbox gateway,
 * demo data and virtual devices of its own, and belongs to the hub of `npm run hub` where that runs. Electron where its
 * binary is, else the standalone host.
 */
function readArguments() {
  try {
    return parseArgs({
      options: {
        config: { type: 'string' },
        port: { type: 'string' },
        hub: { type: 'string', default: 'out/hub' },
        'no-window': { type: 'boolean', default: false },
        standalone: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

const args = readArguments();
if (args.config !== undefined) {
  const config = readConfig(args.config);
  if (!config.ok) {
    console.error(config.fault);
    process.exit(2);
  }
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
          ...(args.port === undefined ? [] : ['--port', args.port]),
          ...(args['no-window'] ? ['--no-window'] : []),
        ],
        { stdio: 'inherit' },
      )
    : spawn(electron, ['.', `--config=${configFile}`], { stdio: 'inherit' });

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
child.once('exit', (code) => {
  void (demo?.close() ?? Promise.resolve()).then(() => process.exit(code ?? 0));
});
