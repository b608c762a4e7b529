import { expect, test, vi } from 'vitest';
import { SimulatedClock } from 'xstate';
import { SCREEN_CODES } from '../../src/bridge/view.ts';
import { createFaultBoard, cureOf } from '../../src/devices/virtual/faults/board.ts';
import { playFaults } from '../../src/devices/virtual/faults/player.ts';
import { parseFaultScript, readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import type { FaultAct, FaultScript, FaultStep } from '../../src/devices/virtual/faults/script.ts';
import { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import type { Operation } from '../../contract/gateway-faults.ts';

/** A place where everything can be broken and nothing happens but notes. */
function rig() {
  const clock = new SimulatedClock();
  const notes: string[] = [];
  const screenListeners = new Set<(code: string) => void>();
  const callListeners = new Set<(operation: Operation) => void>();
  const note = (text: string) => (): void => void notes.push(text);
  const printer = new VirtualPrinter();
  const board = createFaultBoard({
    screens: (listener) => {
      screenListeners.add(listener);
      return () => screenListeners.delete(listener);
    },
    reader: {
      present: note('card'),
      plugIn: note('plug in'),
      unplug: note('unplug'),
      unspoil: note('unspoil'),
      spoilNext: (spoil) => void notes.push(`spoil ${spoil.kind}`),
    },
    printer,
    gateway: {
      addFault: ({ kind }) => void notes.push(`gateway ${kind}`),
      clearFaults: note('gateway well'),
      setAway: (isAway) => void notes.push(`gateway ${isAway ? 'away' : 'there'}`),
      onCall: (listener) => {
        callListeners.add(listener);
        return () => callListeners.delete(listener);
      },
    },
    devices: { kill: note('kill') },
  });
  const timers = {
    setTimeout: (run: () => void, ms: number) => clock.setTimeout(run, ms),
    clearTimeout: (id: unknown) => clock.clearTimeout(id as number),
    now: () => clock.now(),
  };
  const play = (...steps: FaultStep[]) => playFaults(scriptOf(steps), board, timers);
  const show = (...codes: string[]): void => codes.forEach((code) => screenListeners.forEach((tell) => tell(code)));
  const call = (operation: Operation): void => callListeners.forEach((tell) => tell(operation));
  return { board, call, clock, notes, play, printer, show };
}

const scriptOf = (steps: FaultStep[]): FaultScript => ({ title: { ar: 'أ', en: 'a' }, practice: false, steps });

test('times count from the beginning, or from the step before', () => {
  const { clock, notes, play } = rig();
  const playing = play(
    { when: { atMs: 0 }, do: { act: 'reader_unplugged' } },
    { when: { afterMs: 300 }, do: { act: 'reader_plugged' } },
    { when: { atMs: 100 }, do: { act: 'devices_killed' } },
  );
  expect(notes).toEqual(['unplug']);
  clock.increment(100);
  expect(notes).toEqual(['unplug', 'kill']);
  expect(playing.isOver()).toBe(false);
  clock.increment(200);
  expect(notes).toEqual(['unplug', 'kill', 'plug in']);
  expect(playing.happened()).toEqual([0, 2, 1]);
  expect(playing.isOver()).toBe(true);
});

test('screens, visits and calls are counted, each call before the gateway answers it', () => {
  const { call, notes, play, show } = rig();
  play(
    { when: { screen: 'B2', time: 2 }, do: { act: 'gateway_down' } },
    { when: { visit: 2 }, do: { act: 'reader_unplugged' } },
    { when: { call: 2, operation: 'inquire' }, do: { act: 'gateway_misbehaves', rule: { operation: 'inquire', kind: 'cut' } } },
  );
  show('A1', 'A2', 'B2');
  call('inquire');
  call('rate');
  expect(notes).toEqual([]);
  call('inquire');
  expect(notes).toEqual(['gateway cut']);
  show('B2f', 'B2');
  expect(notes).toEqual(['gateway cut', 'gateway away']);
  show('F2', 'A1', 'A2');
  expect(notes).toEqual(['gateway cut', 'gateway away', 'unplug']);
});

test('paper ends in the very line that the script names', async () => {
  const { play, printer } = rig();
  play({ when: { line: 2 }, do: { act: 'printer_fails', fault: 'paper_end' } });
  const line = await printer.connect();
  if (!line.ok) throw new Error(line.fault);
  await line.value.write(Buffer.from('first\nsecond\nthird\n'));
  const stoppedAt = printer.strip.heightDots;
  expect(stoppedAt).toBeGreaterThan(24);
  expect(stoppedAt).toBeLessThan(60);
});

test('what stands is known until it ends, and mending ends all of it', () => {
  const { board, play, printer } = rig();
  play(
    { when: { atMs: 0 }, do: { act: 'printer_fails', fault: 'cover_open' } },
    { when: { atMs: 0 }, do: { act: 'printer_fails', fault: 'paper_end' } },
    { when: { atMs: 0 }, do: { act: 'devices_killed' } },
  );
  board.perform({ act: 'printer_mended', fault: 'cover_open' });
  expect(board.standing()).toEqual([{ act: 'printer_fails', fault: 'paper_end' }]);
  const restore = vi.spyOn(printer, 'restore');
  board.mendAll();
  expect(board.standing()).toEqual([]);
  expect(restore).toHaveBeenCalledWith();
});

test('a stopped script breaks nothing more, and one this place can’t play says so', () => {
  const { board, clock, notes, play } = rig();
  const playing = play({ when: { atMs: 100 }, do: { act: 'devices_killed' } }, { when: { atMs: 1 }, do: { act: 'page_crashes' } });
  clock.increment(50);
  playing.stop();
  clock.increment(100);
  expect(notes).toEqual([]);
  expect(board.can({ act: 'page_crashes' })).toBe(false);
});

test('an act that ends a fault has none that ends it', () => {
  const { board } = rig();
  const faults: FaultAct[] = [{ act: 'reader_unplugged' }, { act: 'gateway_down' }, { act: 'clock_jumps', seconds: 5 }];
  for (const fault of faults) {
    const cure = cureOf(fault);
    expect(cure === null ? null : cureOf(cure)).toBeNull();
    expect(cure).not.toBeNull();
  }
  expect(board.standing()).toEqual([]);
});

test('a file without a timeline means: from the start', () => {
  const script = parseFaultScript({
    gateway: [{ operation: 'inquire', kind: 'status', status: 504 }],
    reader: { unreadable: 2 },
    printer: [{ fault: 'cutter' }, { fault: 'paper_end', afterRows: 300 }],
  });
  expect(script.ok && script.value.steps).toEqual([
    { when: { atMs: 0 }, do: { act: 'gateway_misbehaves', rule: { operation: 'inquire', kind: 'status', status: 504 } } },
    { when: { atMs: 0 }, do: { act: 'card_unreadable' } },
    { when: { atMs: 0 }, do: { act: 'card_unreadable' } },
    { when: { atMs: 0 }, do: { act: 'printer_fails', fault: 'cutter' } },
    { when: { row: 300 }, do: { act: 'printer_fails', fault: 'paper_end' } },
  ]);
});

test.each([
  ['{}', { ok: true }],
  ['[]', { ok: false }],
  ['{"steps":[]}', { ok: false }],
  ['{"title":{"ar":"x","en":"y"},"steps":[{"when":{"atMs":-1},"do":{"act":"devices_killed"}}]}', { ok: false }],
  ['{"title":{"ar":"x","en":"y"},"steps":[{"when":{"atMs":1,"row":1},"do":{"act":"devices_killed"}}]}', { ok: false }],
  ['{"title":{"ar":"x","en":"y"},"steps":[{"when":{"atMs":1},"do":{"act":"card_pulled"}}]}', { ok: false }],
  ['{"printer":[{"fault":"sulks"}]}', { ok: false }],
])('%s is taken or refused in one line', (text, expected) => {
  const script = parseFaultScript(JSON.parse(text));
  expect(script).toMatchObject(expected);
  expect(script.ok ? '' : script.fault).not.toContain('\n');
});

test('the catalogue names screens that exist, and staff practise only on what can be mended', () => {
  const codes = new Set(Object.values(SCREEN_CODES));
  for (const { name, script } of readCatalogue('tests/faults')) {
    const named = script.steps.flatMap(({ when }) => ('screen' in when ? [when.screen] : []));
    const unknown = [...named, ...(script.expect?.screens ?? [])].filter((code) => !codes.has(code));
    expect(unknown, name).toEqual([]);
    const forEver = script.steps.filter(({ do: act }) => script.practice && cureOf(act) === null);
    expect(forEver, name).toEqual([]);
  }
});
