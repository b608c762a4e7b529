import { killDevices } from '../harness/device-kills.ts';

/** `npm run soak:devices [-- VISITS]`: kills the device process at a random moment of each visit. */
const visits = Number(process.argv[2] ?? 200);
const report = await killDevices(visits, Math.random);
console.log(JSON.stringify(report, null, 2));
console.log(`${String(visits - report.broken.length)} passed, ${String(report.broken.length)} failed`);
process.exit(report.broken.length === 0 ? 0 : 1);
