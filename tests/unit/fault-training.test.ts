import { beforeEach, expect, test, vi } from 'vitest';
import { createFaultBoard, type FaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import { createTraining, type Training } from '../../src/devices/virtual/faults/training.ts';
import { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { HANDS } from '../../src/bridge/staff.ts';
import { EXERCISE_SCRIPTS } from '../../src/main/staff/practice.ts';

let board: FaultBoard;
let training: Training;
const reader = { present: vi.fn<() => void>(), plugIn: vi.fn<() => void>(), unplug: vi.fn<() => void>(), spoilNext: vi.fn<() => void>(), unspoil: vi.fn<() => void>() };

beforeEach(() => {
  vi.resetAllMocks();
  board = createFaultBoard({ reader, printer: new VirtualPrinter() });
  training = createTraining(board, readCatalogue('tests/faults'));
});

test('what is offered can be played here, and has a name in both languages', () => {
  const names = training.exercises.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['paper-out', 'cover-open', 'no-reader']));
  expect(names).not.toContain('gateway-down');
  expect(training.exercises.every(({ title }) => title.ar !== '' && title.en !== '')).toBe(true);
});

test('the catalogue marks for practice what the staff room offers, and nothing else', () => {
  const marked = readCatalogue('tests/faults').filter(({ script }) => script.practice).map(({ name }) => name);
  expect(marked.sort()).toEqual(Object.values(EXERCISE_SCRIPTS).sort());
});

test('a fault is set, found and cleared by the right hand only', () => {
  expect(training.state()).toBeNull();
  expect(training.begin('no-reader')).toBe(true);
  expect(reader.unplug).toHaveBeenCalledOnce();
  expect(training.state()).toMatchObject({ name: 'no-reader', isSet: true, isCleared: false });
  expect(training.use('new_roll')).toBe(false);
  expect(training.state()).toMatchObject({ isCleared: false });
  expect(training.use('plug_reader')).toBe(true);
  expect(training.state()).toMatchObject({ isCleared: true });
});

test('an exercise that is ended, or that another one follows, leaves nothing broken', () => {
  training.begin('paper-out');
  training.begin('cover-open');
  expect(board.standing()).toEqual([{ act: 'printer_fails', fault: 'cover_open' }]);
  training.end();
  expect(board.standing()).toEqual([]);
  expect(training.state()).toBeNull();
});

test('an exercise that doesn’t exist or isn’t for practice changes nothing', () => {
  expect(training.begin('devices-killed')).toBe(false);
  expect(training.begin('constructor')).toBe(false);
  expect(training.state()).toBeNull();
});

test('every hand of the staff room is one of the training’s, where everything is virtual', () => {
  const everything = createFaultBoard({
    reader,
    printer: new VirtualPrinter(),
    gateway: { addFault: vi.fn<() => void>(), clearFaults: vi.fn<() => void>(), setAway: vi.fn<() => void>(), onCall: () => () => undefined },
    network: { setAway: vi.fn<() => void>() },
  });
  expect(createTraining(everything, []).hands).toEqual(HANDS);
  expect(training.hands).not.toContain('call_emirate');
});

test('one hand puts a new roll in, whether the old one was at its end or near it', () => {
  for (const exercise of ['paper-out', 'paper-low']) {
    training.begin(exercise);
    expect(training.use('new_roll'), exercise).toBe(true);
    expect(training.state()).toMatchObject({ isCleared: true });
    expect(training.use('new_roll'), exercise).toBe(false);
  }
});
