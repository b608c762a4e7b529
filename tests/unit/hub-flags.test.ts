import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { HUB_NODE_FLAGS } from '../../scripts/fleet/hub-flags.ts';

test('`npm run hub` runs as the measured hub does, and so the documentation says', () => {
  const { scripts } = JSON.parse(readFileSync(join(CHECKOUT_ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  expect(scripts['hub']).toBe(`node ${HUB_NODE_FLAGS.join(' ')} scripts/hub.ts`);
  expect(readFileSync(join(CHECKOUT_ROOT, 'docs/hub.md'), 'utf8')).toContain(HUB_NODE_FLAGS.join(' '));
});
