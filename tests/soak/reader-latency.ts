import { readArguments } from '../../src/command-line/command-line.ts';
import { hidPosBarcode } from '../../src/devices/reader/driver/hid-pos-barcode.ts';
import { FloodGuard } from '../../src/devices/reader/driver/flood-guard.ts';
import { ArmedReader } from '../../src/devices/reader/reader.ts';
import { CITIZENS, RESIDENTS, td1 } from '../fixtures/cards.ts';
import { posReports } from '../fixtures/reader-reports.ts';

const ROUNDS = 5000;
readArguments(
  {
    call: 'npx node tests/soak/reader-latency.ts',
    takes: '',
    does: `How long it takes from the last report of a card to the recognised number, in this process, without a kernel: ${String(ROUNDS)} cards.`,
  },
  {},
);
const WARM_UP = 500;

const times: number[] = [];
const clock = { offsetMs: 0 };
const monotonicMs = (): number => performance.now() + clock.offsetMs;
const reader = new ArmedReader({
  documents: ['national_id', 'iqama'],
  emit: (event) => {
    if (event.type === 'reader.read') times.push(event.recognitionMs);
  },
  monotonicMs,
  now: () => new Date(),
});
reader.attached();
const decoder = new FloodGuard(hidPosBarcode(null));
const cards = [...CITIZENS, ...RESIDENTS].map((number) => posReports(td1({ optional1: number }).map((line) => `${line}\r`).join(''), ']o0'));
for (let round = 0; round < ROUNDS; round += 1) {
  // Presented two seconds apart, without waiting for them.
  clock.offsetMs += 2000;
  reader.arm(String(round));
  for (const report of cards[round % cards.length] ?? []) {
    for (const each of decoder.feed(report.slice(), monotonicMs())) {
      if (each.type === 'frame') reader.receive(each.bytes, each.lastReportAtMs);
    }
  }
}
const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
const at = (share: number): number => Number((sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(3));
console.log(JSON.stringify({ reads: times.length, firstMs: Number((times[0] ?? 0).toFixed(3)), p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }));
