import { join } from 'node:path';
import { z } from 'zod';
import { readCatalogue } from '../src/devices/virtual/faults/read.ts';
import { actSchema, faultScriptSchema, triggerSchema } from '../src/devices/virtual/faults/script.ts';
import { CHECKOUT_ROOT } from './checkout.ts';

/** What is used of a JSON Schema that zod made. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

const schemaOf = (schema: z.ZodType): Schema => z.toJSONSchema(schema, { io: 'input' }) as Schema;

/** docs/faults.md */
export const faultsDoc = (): string => `# Fault scripts

A fault script says what goes wrong with a kiosk, and when. One file format is replayed everywhere: by tests, by
\`npm run journey -- --fault FILE\`, by the dock (choose one and look on), in campaigns, and by staff who practise.

<!-- Made by \`npm run docs\` from src/devices/virtual/faults/script.ts and tests/faults. Change those, not this page. -->

\`\`\`json
{
  "title": { "ar": "نفد الورق ثم رُكّبت لفة جديدة", "en": "The paper ends, then a new roll is put in" },
  "steps": [
    { "when": { "line": 14 }, "do": { "act": "printer_fails", "fault": "paper_end" } },
    { "when": { "afterMs": 3000 }, "do": { "act": "printer_mended", "fault": "paper_end" } }
  ]
}
\`\`\`

## Keys of a script

| key | meaning |
| --- | --- |
${Object.entries(schemaOf(faultScriptSchema).properties ?? {})
  .map(([key, { description = '' }]) => `| \`${key}\` | ${description} |`)
  .join('\n')}

## \`when\`

One of these. A step whose moment never comes never happens.

| \`when\` | meaning |
| --- | --- |
${(schemaOf(triggerSchema).anyOf ?? []).map(triggerRow).join('\n')}

## \`do\`

| \`act\` | with | meaning |
| --- | --- | --- |
${(schemaOf(actSchema).oneOf ?? []).map(actRow).join('\n')}

A gateway \`rule\` is one of the sandbox's ([gateway](gateway.md#faults-on-demand)); rules wait in line, so "504, then slow" is
two of them. Where a place lacks what an act happens to (no page, no virtual printer), the dock and the training don't
offer the script, and a player leaves the step out. The page's faults need a page in a Chromium that its guard keeps alive:
the standalone host's own window (not on Windows), a journey, a campaign through the page. The dock of a kiosk in Electron, or
without a window, doesn't offer them.

## Without a timeline

A file without \`steps\` lists what is wrong from the start:

\`\`\`json
{
  "gateway": [{ "operation": "inquire", "times": 1, "kind": "status", "status": 503 }],
  "reader": { "unplugged": false, "unreadable": 2 },
  "printer": [{ "fault": "paper_end", "afterRows": 300 }]
}
\`\`\`

## The catalogue

\`tests/faults\` holds these; each with an expectation is replayed against a whole kiosk by
\`tests/integration/fault-catalogue.test.ts\`, the page's own by \`tests/e2e/faults.spec.ts\`.

| script | what happens | a visit then ends | practised by staff |
| --- | --- | --- | --- |
${readCatalogue(join(CHECKOUT_ROOT, 'tests/faults'))
  .map(
    ({ name, script: { expect, practice, title } }) =>
      `| \`${name}\` | ${title.en} | ${expect?.outcomes.join(' or ') ?? ''} | ${practice ? 'yes' : ''} |`,
  )
  .join('\n')}

## Playing one from a program

\`createFaultBoard(targets)\` is where faults begin and end: it knows what is broken (\`standing\`) and mends it all (\`mendAll\`).
\`playFaults(script, board)\` plays a script on it; \`targets\` are narrow ports (reader, printer, gateway, network, page, device
process, disk, clock), each of which may be missing. A demo kiosk brings its own (\`RunningKiosk.faultTargets\`).

## Practice for staff

\`RunningKiosk.training\` (a demo kiosk only; null in production, where nothing is virtual) offers every script with
\`practice\` that the kiosk can play. \`begin(name)\` sets the fault, \`state()\` says whether it is set and cleared, \`hands\` are the
things a technician can do on the spot, \`use(hand)\` does one, \`end()\` puts everything right. A hand that finds nothing to
mend does nothing, and says so.

The staff room ([training](staff.md#training)) offers them; \`src/main/staff/practice.ts\` keeps time and counts hands in vain.

## Campaigns

\`npm run campaign -- --scripts N --seed S [--json]\` plays N random scripts, each with one to three random visitors (some
touch what nobody expects, some walk away), on a whole kiosk that lives 150 times as fast: the real visit, gateway client,
journal and health, the sandbox over HTTP, the virtual printer behind the real printer room. There are three kinds of kiosk;
all meet the faults of reader, printer, gateway, network, disk and clock:

| kind | which scripts | \`devices_killed\` | \`page_hangs\` \`page_crashes\` |
| --- | --- | --- | --- |
| \`process\` | every tenth | kills a real device process | left out: there is no page |
| \`page\` | every 25th | as \`here\` | happen to a real page in a Chromium that the standalone host's guard keeps alive (with shorter times); visitors wait for the next page and touch that; 15 times as fast |
| \`here\` | all others | ends the device room within the program, between two messages | left out |

During and after each script:

- nobody is left standing: every screen leads on, and left alone the kiosk is back on the attract screen within the limit;
- nobody sees anything of anybody else: every visitor's transaction carries a mark, looked for in every View, event and
  receipt, and in the page; a whole identity number is in none of them;
- the screen tells the truth: "printed" only where the whole receipt lies there dot for dot, "not printed" only where it
  doesn't, not even later into the next visitor's hands;
- on the attract screen the reader is disarmed and the vault's bytes are zeros;
- nothing is thrown that nobody catches;
- once everything is mended, a visitor gets a printed receipt.

A broken promise is printed with the smallest case that still breaks it;
it names its kind of kiosk, and \`--replay FILE\` runs it
again on one.
`;

function triggerRow({ properties = {} }: Schema): string {
  const [[name, main] = ['', {}], ...others] = Object.entries(properties);
  const more = others.map(([key, { default: fallback, description }]) => ` \`${key}\`: ${description ?? ''} Left out: ${String(fallback)}.`);
  return `| \`${name}\` | ${main.description ?? ''}${more.join('')} |`;
}

function actRow({ description, properties = {} }: Schema): string {
  const { act, ...others } = properties;
  const given = Object.entries(others).map(([key, schema]) => `\`${key}\`${rangeOf(schema)}`);
  return `| \`${act?.const ?? ''}\` | ${given.join('<br>')} | ${description ?? ''} |`;
}

function rangeOf({ enum: values, maximum, minimum }: Schema): string {
  if (values !== undefined) return `: ${values.map((value) => `\`${value}\``).join(' ')}`;
  return minimum === undefined || maximum === undefined ? '' : `, ${String(minimum)} to ${String(maximum)}`;
}
