import { builtProgram } from './program-files.ts';
import { runElectronHost } from './run.ts';

/** The kiosk as an Electron program; the package and `npm start` begin here. */
runElectronHost(builtProgram(import.meta.dirname), process.argv.slice(1), process.env);
