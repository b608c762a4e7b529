import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownComponents, kioskMessageSchema } from '../../contract/fleet/messages.ts';
import { jsonSchemaFiles } from '../../contract/fleet/schemas.ts';
import frozen from '../fixtures/fleet-messages-v1.json' with { type: 'json' };

const FOLDER = 'contract/fleet/v1';

test('the JSON Schema files say what the code says (else: node contract/fleet/generate.ts)', () => {
  const written = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')]));
  expect([...written.keys()].sort()).toEqual([...jsonSchemaFiles().keys()].sort());
  for (const [name, text] of jsonSchemaFiles()) expect(written.get(name), name).toBe(text);
});

test.each(Object.entries(frozen))('a kiosk of the first version is understood: %s', (type, message) => {
  const parsed = kioskMessageSchema.parse(message);
  expect(parsed.type).toBe(type);
  expect(parsed).toEqual(message);
});

test.each(Object.entries(frozen))('a newer kiosk may say more: %s', (_type, message) => {
  expect(kioskMessageSchema.safeParse({ ...message, mood: 'sunny' }).success).toBe(true);
});

test('parts and reasons of a newer kiosk are passed over, the known ones count', () => {
  const [page, paper] = frozen.hello.components;
  const newer = { ...page!, component: 'camera' };
  const odd = { ...paper!, reason: 'paper.singed', state: 'scorched' };
  const { components } = kioskMessageSchema.parse({ ...frozen.hello, components: [newer, odd, page] }) as typeof frozen.hello;
  expect(knownComponents(components as never)).toEqual([{ ...paper, reason: null, state: 'unknown' }, page]);
});

test.each([
  ['another version', { ...frozen.hb, v: 2 }],
  ['an unknown type', { ...frozen.hb, type: 'shell' }],
  ['no number', { ...frozen.hb, n: undefined }],
  ['a wild kiosk id', { ...frozen.hello, kiosk: "MK-007'; --" }],
  ['a flood of gauges', { ...frozen.hb, gauges: Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`g${String(i)}`, i])) }],
  ['a flood of components', { ...frozen.hello, components: Array.from({ length: 41 }, () => frozen.hello.components[0]) }],
])('%s is refused', (_what, message) => {
  expect(kioskMessageSchema.safeParse(message).success).toBe(false);
});
