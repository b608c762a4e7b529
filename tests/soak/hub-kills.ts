import { killHubs } from '../harness/hub-kills.ts';
import { postgresBinaries, startPostgres } from '../harness/postgres.ts';

/** `npm run soak:hub [-- EVENTS KILLS]`: kills the hub with SIGKILL while kiosks send, on SQLite and on PostgreSQL. */
const KIOSKS = 50;
const events = Number(process.argv[2] ?? 100_000);
const kills = Number(process.argv[3] ?? 20);
const plan = { kiosks: KIOSKS, eventsPerKiosk: Math.ceil(events / KIOSKS), kills };

const bin = postgresBinaries();
const postgres = bin === null ? null : await startPostgres(bin);
const reports = { sqlite: await killHubs({ ...plan, postgresUrl: null }), ...(postgres !== null && { postgres: await killHubs({ ...plan, postgresUrl: postgres.database('kills') }) }) };
await postgres?.close();

console.log(JSON.stringify(reports, null, 2));
const broken = Object.values(reports).filter(({ doubled, lost }) => lost !== 0 || doubled !== 0).length;
console.log(`${String(Object.keys(reports).length - broken)} passed, ${String(broken)} failed`);
process.exit(broken === 0 ? 0 : 1);
