import type { AxeBuilder } from '@axe-core/playwright';

/** What axe finds, short enough to read in a report. */
export async function violations(builder: AxeBuilder): Promise<string[]> {
  const found = await builder.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
