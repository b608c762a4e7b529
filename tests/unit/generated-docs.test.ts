import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { GENERATED_DOCS } from '../../scripts/docs.ts';

test.each(Object.entries(GENERATED_DOCS))('%s is what `npm run docs` writes', (file, made) => {
  expect(readFileSync(join(CHECKOUT_ROOT, file), 'utf8')).toBe(made());
});
