import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import { readHubConfig, type HubConfig } from '../src/fleet/config.ts';
import { applyRoster, checkAgainst, renewSignIn, type Console } from '../src/fleet/roster/apply.ts';
import { linesOf, notesOf } from '../src/fleet/roster/lines.ts';
import { readRoster } from '../src/fleet/roster/read.ts';
import type { Roster } from '../src/fleet/roster/schema.ts';
import { storeAddressOf } from '../src/fleet/start.ts';
import { StoreUnavailable } from '../src/fleet/store/outage.ts';
import { openStore, type Store } from '../src/fleet/store/store.ts';

const ROSTER: Command = {
  call: 'npm run hub:roster',
  takes: '--config HUB.json (ROSTER.json [--check] | --code ACCOUNT)',
  does: `Makes the sites, kiosks, officers and hours of a hub what ROSTER.json says; begin with config/roster.example.json. Says what it
changes, and prints the one-time codes of new kiosks and officers. Nothing is deleted. The hub may run; it knows within a minute.
--check only says what would change. --code prints a new code for an officer who lost a password or a phone.`,
};

interface Options {
  readonly hub: HubConfig;
  readonly file: string | null;
  readonly code: string | null;
  readonly check: boolean;
}

function options(): Options {
  const { positionals, values } = readArguments(ROSTER, {
    allowPositionals: true,
    options: { config: { type: 'string' }, check: { type: 'boolean', default: false }, code: { type: 'string' } },
  });
  const [file = null, ...more] = positionals;
  const { check, code = null, config } = values;
  if (config === undefined) throw new BadInput('--config: which hub?');
  if (more.length > 0 || (file === null) === (code === null)) throw new BadInput('expected one ROSTER.json, or --code ACCOUNT');
  const hub = readHubConfig(config);
  if (!hub.ok) throw new BadInput(hub.fault);
  return { hub: hub.value, file, code, check };
}

function rosterIn(file: string): Roster {
  const read = readRoster(file);
  if (read.ok) return read.value;
  for (const sentence of read.fault) process.stderr.write(`${sentence}\n`);
  throw new BadInput(`${file}: ${read.fault.length === 1 ? 'one thing is' : `${String(read.fault.length)} things are`} wrong, so nothing was changed`);
}

/** SQLite makes files beside its own: of another user, the hub could not write them. */
function refuseOtherUser({ dataFolder, store }: HubConfig): void {
  const user = process.getuid?.();
  const owner = store.kind === 'sqlite' ? statSync(dataFolder, { throwIfNoEntry: false })?.uid : undefined;
  if (user !== undefined && owner !== undefined && owner !== user) throw new BadInput(`run it as the user of the hub, to whom ${dataFolder} belongs`);
}

async function open(hub: HubConfig): Promise<Store> {
  try {
    return await openStore(storeAddressOf(hub));
  } catch (error) {
    throw new BadInput(`the database of the hub: ${(error as Error).message}`);
  }
}

async function work({ check, code, file, hub }: Options): Promise<void> {
  const roster = file === null ? null : rosterIn(file);
  refuseOtherUser(hub);
  const store = await open(hub);
  const by: Console = { user: userInfo().username, nowMs: Date.now() };
  const signInPage = `${hub.pageUrl}/#/sign-in/first`;
  try {
    if (code !== null) await renew(store, code, by, signInPage);
    else if (roster !== null && check) await tell(store, roster);
    else if (roster !== null) await apply(store, roster, by, signInPage);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw new BadInput('the database of the hub is away or busy, so nothing was changed');
    throw error;
  } finally {
    await store.close();
  }
}

async function tell(store: Store, roster: Roster): Promise<void> {
  const plan = await checkAgainst(store, roster);
  if (!plan.ok) throw new BadInput(plan.fault);
  console.log([...linesOf(plan.value), ...notesOf(roster), 'only checked: nothing was written'].join('\n'));
}

async function apply(store: Store, roster: Roster, by: Console, signInPage: string): Promise<void> {
  const applied = await applyRoster(store, roster, by);
  if (!applied.ok) throw new BadInput(applied.fault);
  const { enrolment, plan, signIn } = applied.value;
  console.log([...linesOf(plan), ...notesOf(roster)].join('\n'));
  for (const { code, for: kiosk } of enrolment) console.log(`enrolment code for ${kiosk}: ${code}, good for a day`);
  for (const { code, for: account } of signIn) console.log(signInLine(account, code, signInPage));
}

async function renew(store: Store, account: string, by: Console, signInPage: string): Promise<void> {
  const code = await renewSignIn(store, account, by);
  if (code === null) throw new BadInput('--code: no officer who may sign in has that account');
  console.log(signInLine(account, code, signInPage));
}

const signInLine = (account: string, code: string, page: string): string => `sign-in code for ${account}: ${code}, good for a week at ${page}`;

await run(ROSTER, () => work(options()));
