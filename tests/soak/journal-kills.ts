import { killKiosk } from '../harness/kiosk-kills.ts';

/** `npm run soak:journal [-- KILLS]`: kills the whole kiosk process at random moments and compares what is left. */
const kills = Number(process.argv[2] ?? 300);
const report = await killKiosk(kills, Math.random);
console.log(JSON.stringify(report, null, 2));
console.log(`${String(kills - report.broken.length)} passed, ${String(report.broken.length)} failed`);
process.exit(report.broken.length === 0 ? 0 : 1);
