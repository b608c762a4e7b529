import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, type Command } from '../src/command-line/command-line.ts';
import { CHECKOUT_ROOT } from './checkout.ts';
import { configurationDoc, hubConfigurationDoc, hubRosterDoc } from './config-doc.ts';
import { eventsDoc } from './events-doc.ts';
import { faultsDoc } from './faults-doc.ts';

const DOCS: Command = {
  call: 'npm run docs',
  takes: '',
  does: 'Writes the pages that are made from source. A test fails while one of them is out of date.',
};

export const GENERATED_DOCS: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': configurationDoc,
  'docs/hub-configuration.md': hubConfigurationDoc,
  'docs/hub-roster.md': hubRosterDoc,
  'docs/events.md': eventsDoc,
  'docs/faults.md': faultsDoc,
};

if (import.meta.main) {
  readArguments(DOCS, {});
  for (const [file, made] of Object.entries(GENERATED_DOCS)) writeFileSync(join(CHECKOUT_ROOT, file), made());
}
