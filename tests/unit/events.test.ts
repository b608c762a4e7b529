import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkEvent, EVENTS, type EventType } from '../../src/domain/events.ts';
import type { Field } from '../../src/domain/event-fields.ts';

const types = Object.keys(EVENTS) as EventType[];
const fieldsOf = (type: EventType): [string, Field<unknown>][] => Object.entries(EVENTS[type].fields);

/** Whatever somebody may try to put into a field. */
const anything = fc.oneof(
  fc.anything(),
  fc.string(),
  fc.integer(),
  fc.constantFrom('1012345672', 'محمد', '1003/1448', '2099-01-01', 1_012_345_672, ['1012345672'], { name: 'x' }),
);

test('an event holds exactly what its declaration says', () => {
  expect(checkEvent('journey.rated', { journey: 1, score: 5 })).toEqual({ ok: true, value: null });
  expect(checkEvent('journey.rated', { journey: 1 })).toMatchObject({ fault: { code: 'missing_field', field: 'score' } });
  expect(checkEvent('journey.rated', { journey: 1, score: 6 })).toMatchObject({ fault: { code: 'bad_value', field: 'score' } });
  expect(checkEvent('journey.rated', { journey: 1.5, score: 5 })).toMatchObject({ fault: { code: 'bad_value', field: 'journey' } });
  expect(checkEvent('journey.rated', { journey: 1, score: 5, name: 'x' })).toEqual({ ok: false, fault: { code: 'unknown_field' } });
  expect(checkEvent('journey.unheard_of', {})).toEqual({ ok: false, fault: { code: 'unknown_type' } });
  expect(checkEvent('toString', {})).toEqual({ ok: false, fault: { code: 'unknown_type' } });
  for (const data of [null, 'text', 7, [], undefined])
    expect(checkEvent('kiosk.stopping', data)).toEqual({ ok: false, fault: { code: 'not_an_object' } });
  expect(checkEvent('journey.ended', { journey: 1, how: 'finished', step: 'status', entered: ['home', 'home'], ms: 1 })).toMatchObject({
    fault: { code: 'bad_value', field: 'entered' },
  });
});

/** Ten digits in a row, a letter beyond ASCII or a space: what numbers, names and sentences of people have. */
const PERSONAL = /[0-9]{10}|[^\u0021-\u007e]/;

test.each(types)('no field of %s takes what could be a person’s', (type) => {
  // A job's id is made by a machine for machines.
  const fields = fieldsOf(type).filter(([name]) => name !== 'job');
  for (const [, field] of fields) {
    const taken = fc.sample(anything, 200).filter(field.accepts).map((value) => JSON.stringify(value));
    expect(taken.filter((text) => PERSONAL.test(text))).toEqual([]);
  }
});

test('every event says in one sentence what it means', () => {
  for (const type of types) {
    expect(type).toMatch(/^(journey|print|health|status|device|page|kiosk|journal|paper|staff|job|gauge)\.[a-z_]+$/);
    expect(EVENTS[type].meaning).toMatch(/^[A-Z"].*\.$/);
    expect(EVENTS[type].class === 'gauge').toBe(type.startsWith('gauge.'));
  }
});
