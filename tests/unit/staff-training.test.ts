import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEMO_STAFF } from '../../scripts/demo-staff.ts';
import type { RunningExercise } from '../../src/bridge/staff.ts';
import { STAFF_TIMING } from '../../src/main/staff/timing.ts';
import { CITIZEN } from '../harness/fakes.ts';
import { StaffedKiosk } from '../harness/staff.ts';

/** Exercises in the staff room, on a kiosk whose reader and printer are virtual. */
let staffed: StaffedKiosk;
beforeEach(async () => {
  staffed = await StaffedKiosk.start();
  await staffed.signIn();
  staffed.act({ act: 'open', screen: 'training' });
});
afterEach(() => staffed.close());

function running(): RunningExercise {
  const { running: exercise } = staffed.screen('training');
  if (exercise === null) throw new Error('no exercise runs');
  return exercise;
}

test('offered is what this kiosk can play; a kiosk whose devices are real offers nothing', () => {
  const offered = staffed.screen('training').exercises.map(({ exercise }) => exercise);
  expect(offered).toEqual(['paper_out', 'reader_unplugged', 'cover_open', 'paper_low', 'printer_unplugged', 'cutter_jammed']);
  staffed.act({ act: 'start_exercise', exercise: 'gateway_down' });
  expect(staffed.view.training).toBe(false);
  staffed.training = null;
  staffed.act({ act: 'open', screen: 'training' });
  expect(staffed.screen('training')).toEqual({ id: 'training', exercises: [], running: null });
  staffed.act({ act: 'start_exercise', exercise: 'paper_out' });
  expect(staffed.view.training).toBe(false);
});

test('the right hand clears it; time and what was done in vain are told, and the next one follows', () => {
  staffed.act({ act: 'start_exercise', exercise: 'paper_out' });
  expect(running()).toMatchObject({ exercise: 'paper_out', vainHands: 0, solved: null, next: 'reader_unplugged' });
  expect(running().hands).toEqual(['new_roll', 'close_cover', 'free_cutter', 'connect_printer', 'plug_reader']);
  staffed.pass(20);
  staffed.act({ act: 'use_hand', hand: 'plug_reader' });
  expect(running()).toMatchObject({ vainHands: 1, solved: null });
  staffed.pass(20);
  staffed.act({ act: 'use_hand', hand: 'new_roll' });
  expect(running().solved).toEqual({ seconds: 40, vainHands: 1 });
  // It is over: what is touched now counts for nothing.
  staffed.act({ act: 'use_hand', hand: 'close_cover' });
  expect(running()).toMatchObject({ vainHands: 1 });
  staffed.act({ act: 'start_exercise', exercise: 'reader_unplugged' });
  expect(running()).toMatchObject({ exercise: 'reader_unplugged', vainHands: 0, solved: null });
  expect(staffed.board.standing()).toEqual([{ act: 'reader_unplugged' }]);
  expect(staffed.screen('training').exercises[0]).toEqual({ exercise: 'paper_out', solved: { seconds: 40, vainHands: 1 } });
});

test('every exercise that is offered has a hand that clears it at once', () => {
  for (const { exercise } of staffed.screen('training').exercises) {
    staffed.act({ act: 'start_exercise', exercise });
    expect(staffed.board.standing(), exercise).toHaveLength(1);
    for (const hand of running().hands) staffed.act({ act: 'use_hand', hand });
    expect(running().solved, exercise).not.toBeNull();
  }
  expect(running().next).toBeNull();
});

test('without an exercise hands do nothing', () => {
  staffed.board.perform({ act: 'printer_fails', fault: 'paper_end' });
  staffed.act({ act: 'use_hand', hand: 'new_roll' });
  expect(staffed.board.standing()).toHaveLength(1);
});

test('nobody is served while one runs, and what is found meanwhile counts for nothing', () => {
  const { kiosk } = staffed;
  staffed.act({ act: 'start_exercise', exercise: 'reader_unplugged' });
  kiosk.tap({ type: 'start' });
  kiosk.devices.presentCard(CITIZEN, 'none');
  expect(kiosk.screen).toMatchObject({ id: 'out_of_service', reason: 'maintenance' });
  staffed.act({ act: 'open_test', test: 'display' });
  staffed.act({ act: 'give_up' });
  staffed.act({ act: 'open', screen: 'tests' });
  expect(staffed.screen('tests').tests.every(({ last }) => last === null)).toBe(true);
  expect(staffed.recorded('staff.test_done')).toEqual([]);
});

const WAYS_OUT: readonly (readonly [name: string, leave: () => void])[] = [
  ['ending it', () => staffed.act({ act: 'end_exercise' })],
  ['signing out', () => staffed.act({ act: 'leave' })],
  ['leaving without a word', () => staffed.pass(STAFF_TIMING.idleMs / 1000 + 1)],
  ['the end of the kiosk process', () => void staffed.kiosk.kiosk.close()],
];

test.each(WAYS_OUT)('%s ends the exercise and mends everything', (_, leave) => {
  staffed.act({ act: 'start_exercise', exercise: 'cutter_jammed' });
  // Looking elsewhere doesn't end it.
  staffed.act({ act: 'open', screen: 'overview' });
  expect(staffed.view.training).toBe(true);
  expect(staffed.board.standing()).toHaveLength(1);
  leave();
  expect(staffed.board.standing()).toEqual([]);
  expect(staffed.training?.state()).toBeNull();
  expect(staffed.recorded('staff.exercise_started')).toEqual([{ account: '1001', exercise: 'cutter_jammed' }]);
  expect(staffed.recorded('staff.exercise_ended')).toEqual([{ account: '1001' }]);
});

test('whoever comes next begins anew, and visitors are served again', async () => {
  staffed.act({ act: 'start_exercise', exercise: 'paper_out' });
  staffed.act({ act: 'use_hand', hand: 'new_roll' });
  staffed.act({ act: 'leave' });
  expect(staffed.kiosk.screen.id).toBe('attract');
  staffed.pass(60);
  await staffed.signIn();
  staffed.act({ act: 'open', screen: 'training' });
  expect(staffed.screen('training').running).toBeNull();
  expect(staffed.screen('training').exercises.every(({ solved }) => solved === null)).toBe(true);
});

test('a liaison officer starts none', async () => {
  staffed.act({ act: 'leave' });
  await staffed.signIn(DEMO_STAFF.liaison);
  staffed.act({ act: 'start_exercise', exercise: 'paper_out' });
  expect(staffed.view.training).toBe(false);
});
