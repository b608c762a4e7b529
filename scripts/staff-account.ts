import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import createQrCode from 'qrcode-generator';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import { accountSchema, accountsSchema, PIN_PATTERN, readAccounts, type StaffAccount } from '../src/main/staff/accounts.ts';
import { writeDurably } from '../src/main/kept-file.ts';
import { enrolmentUri, newTotpSecret } from '../src/sign-in/one-time-code.ts';
import { hashSecret } from '../src/sign-in/secret-hash.ts';

const ACCOUNT: Command = {
  call: 'npm run staff:account',
  takes: 'add|remove|list --file FILE [--id 1001] [--name NAME] [--role technician|liaison] [--json]',
  does: `Who may enter the staff room of a kiosk. "add" takes id, name and role, asks for the PIN on standard input (twice on a
terminal), writes the account and shows the QR code for the authenticator app once; an id that is already there gets a new
PIN and a new secret. "remove" takes the id. "list" takes --json.`,
};

function readOptions() {
  const { positionals, values } = readArguments(ACCOUNT, {
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      id: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [act, ...others] = positionals;
  if (others.length > 0 || (act !== 'add' && act !== 'remove' && act !== 'list')) throw new BadInput('expected add, remove or list');
  if (values.file === undefined) throw new BadInput('--file: which accounts file?');
  return { ...values, act, file: values.file } as const;
}

/** No file yet means no accounts yet. */
function accountsIn(file: string): readonly StaffAccount[] {
  if (!existsSync(file)) return [];
  const read = readAccounts(file);
  if (!read.ok) throw new BadInput(read.fault);
  return read.value;
}

function write(file: string, accounts: readonly StaffAccount[]): void {
  try {
    writeDurably(file, `${JSON.stringify(accountsSchema.parse({ accounts }), null, 2)}\n`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new BadInput(code === undefined ? 'there are as many accounts as a kiosk takes' : `${file}: can't be written (${code})`);
  }
}

async function readPin(): Promise<string> {
  const isTerminal = process.stdin.isTTY;
  // Nobody who looks over a shoulder sees the digits.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal });
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    if (isTerminal) process.stderr.write(question);
    const { done, value } = await lines.next();
    return done === true ? '' : value.trim();
  };
  try {
    const pin = await ask('PIN (6 to 12 digits): ');
    if (!PIN_PATTERN.test(pin)) throw new BadInput('the PIN must have 6 to 12 digits');
    if (new Set(pin).size < 3 || '01234567890 9876543210'.includes(pin)) throw new BadInput('this PIN is the first that anybody would try');
    if (isTerminal && (await ask('Once more: ')) !== pin) throw new BadInput('the two PINs differ');
    return pin;
  } finally {
    terminal.close();
  }
}

async function add({ file, id, name, role }: ReturnType<typeof readOptions>): Promise<void> {
  const known = accountsIn(file);
  const given = accountSchema.pick({ id: true, name: true, role: true }).safeParse({ id, name, role });
  if (!given.success) {
    const [issue] = given.error.issues;
    throw new BadInput(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
  }
  const pin = await hashSecret(await readPin());
  const account: StaffAccount = { ...given.data, pin, totpSecret: newTotpSecret() };
  write(file, [...known.filter((other) => other.id !== account.id), account]);
  const uri = enrolmentUri(`${account.name} (${account.id})`, account.totpSecret);
  console.log(`${qrText(uri)}\n${uri}\n`);
  console.log(`Account ${account.id} (${account.role}) is in ${file}. Scan the code with an authenticator app now; it isn't shown again.`);
}

function remove({ file, id }: ReturnType<typeof readOptions>): void {
  const known = accountsIn(file);
  if (!known.some((account) => account.id === id)) throw new BadInput(`--id: there is no account ${id ?? ''} in ${file}`);
  write(file, known.filter((account) => account.id !== id));
  console.log(`Account ${id ?? ''} is out of ${file}; the next try to sign in fails already.`);
}

function list({ file, json }: ReturnType<typeof readOptions>): void {
  const people = accountsIn(file).map(({ id, name, role }) => ({ id, name, role }));
  if (json) return console.log(JSON.stringify({ accounts: people }));
  for (const { id, name, role } of people) console.log(`${id.padEnd(6)}${role.padEnd(12)}${name}`);
  return undefined;
}

/** Two modules in each character, dark on light whatever the terminal's colours are. */
function qrText(payload: string): string {
  const code = createQrCode(0, 'L');
  code.addData(payload, 'Byte');
  code.make();
  const side = code.getModuleCount();
  const isDark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < side && column < side && code.isDark(row, column);
  const QUIET = 2;
  const lines: string[] = [];
  for (let row = -QUIET; row < side + QUIET; row += 2) {
    let line = '';
    for (let column = -QUIET; column < side + QUIET; column += 1)
      line += BLOCKS[(isDark(row, column) ? 1 : 0) + (isDark(row + 1, column) ? 2 : 0)] ?? ' ';
    lines.push(`\u001b[30;107m${line}\u001b[0m`);
  }
  return lines.join('\n');
}
/** None, upper, lower, both. */
const BLOCKS = [' ', '▀', '▄', '█'] as const;

const ACTS = { add, remove, list };

await run(ACCOUNT, () => {
  const options = readOptions();
  return ACTS[options.act](options);
});
