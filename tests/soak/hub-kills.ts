import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { killHubs } from '../harness/hub-kills.ts';
import { postgresBinaries, startPostgres } from '../harness/postgres.ts';

const SOAK: Command = {
  call: 'npm run soak:hub',
  takes: '[EVENTS KILLS]',
  does: `Kills the hub with SIGKILL so many times (20) while kiosks send so many events (100000), on SQLite and on PostgreSQL where the
machine has it. Exits 1 when an event is lost or stored twice.`,
};
const KIOSKS = 50;
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const events = wholeNumber(SOAK, 'EVENTS', positionals[0] ?? '100000', [KIOSKS, 100_000_000]);
const kills = wholeNumber(SOAK, 'KILLS', positionals[1] ?? '20', [0, 10_000]);
const plan = { kiosks: KIOSKS, eventsPerKiosk: Math.ceil(events / KIOSKS), kills };

const bin = postgresBinaries();
const postgres = bin === null ? null : await startPostgres(bin);
const reports = { sqlite: await killHubs({ ...plan, postgresUrl: null }), ...(postgres !== null && { postgres: await killHubs({ ...plan, postgresUrl: postgres.database('kills') }) }) };
await postgres?.close();

console.log(JSON.stringify(reports, null, 2));
const broken = Object.values(reports).filter(({ doubled, lost }) => lost !== 0 || doubled !== 0).length;
console.log(`${String(Object.keys(reports).length - broken)} passed, ${String(broken)} failed`);
process.exit(broken === 0 ? 0 : 1);
