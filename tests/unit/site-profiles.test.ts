import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { mergedConfig, readProfile, type Json } from '../../scripts/site-profile.ts';
import { parseConfig } from '../../src/main/config.ts';

const example = JSON.parse(readFileSync(join(CHECKOUT_ROOT, 'config/example.json'), 'utf8')) as Json;
const folder = join(CHECKOUT_ROOT, 'config/profiles');

test('the example is a whole configuration for production', () => {
  expect(parseConfig(JSON.stringify(example))).toMatchObject({ ok: true, value: { mode: 'production' } });
});

test.each(readdirSync(folder))('%s changes only keys that there are, to values that are accepted', (file) => {
  const { values } = readProfile(join(folder, file));
  const chosen = mergedConfig(example, values);
  expect(parseConfig(JSON.stringify(chosen))).toMatchObject({ ok: true });
  expect(Object.keys(chosen).sort()).toEqual(Object.keys(example).sort());
});

test('a profile changes a key within a group and leaves its neighbours', () => {
  const { gateway } = mergedConfig(example, { gateway: { answerWithinSeconds: 16 } });
  expect(gateway).toEqual({ ...(example['gateway'] as Json), answerWithinSeconds: 16 });
});
