import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readArguments, type Command } from '../src/command-line/command-line.ts';

const LAB: Command = {
  call: 'npm run lab',
  takes: '[--only PATTERN] [--keep DIR]',
  does: `The virtual hardware lab: Debian's kernel in software emulation, with emulated USB readers and printers, and in it the kiosk's
device code with the real node-hid and serialport. Needs Debian on x86-64. As root it installs the tools that are missing;
without them it says so and exits 0. What it boots is built once into ~/.cache/raha-lab (RAHA_LAB_CACHE); nothing else is
left behind but with --keep.`,
};
/** What the guest says of each test, in JUnit's format. */
const REPORT = 'report.xml';
const HERE = import.meta.dirname;
const PROJECT = join(HERE, '..');
const CACHE = process.env['RAHA_LAB_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'raha-lab');
const RULES = join(PROJECT, 'packaging/udev');

const TOOLS = { 'qemu-system-x86_64': 'qemu-system-x86', cpio: 'cpio', modprobe: 'kmod', xz: 'xz-utils', 'dpkg-deb': 'dpkg' };
const INSTALL_TIMEOUT_MS = 120_000;
const BUILD_TIMEOUT_MS = 120_000;
const BOOT_TIMEOUT_MS = 320_000;
/** The guest gives up before the runner does, so that it can say where it hung. */
const GUEST_TIMEOUT_S = 300;
const TEST_TIMEOUT_MS = 120_000;
/** Exit status of build.sh when a package can't be downloaded. */
const NO_DOWNLOAD = 75;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The lab can't run here; that is no failure of the kiosk. */
function skip(reason: string): never {
  say(`\n  SKIPPED  the hardware lab did not run: ${reason}\n`);
  process.exit(0);
}

const missingTools = (): string[] =>
  Object.entries(TOOLS).flatMap(([tool, name]) => (spawnSync('sh', ['-c', `PATH=$PATH:/sbin:/usr/sbin command -v ${tool}`]).status === 0 ? [] : [name]));

function ensureTools(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') skip('it needs Linux on x86-64');
  if (!existsSync('/usr/bin/apt-get')) skip('it needs Debian, whose kernel it boots');
  const missing = missingTools();
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) skip(`missing here: ${missing.join(', ')} (as root: ${command})`);
  say(`lab: installing ${missing.join(', ')}`);
  spawnSync('sh', ['-c', `apt-get -qq update && ${command} >/dev/null`], { stdio: 'inherit', timeout: INSTALL_TIMEOUT_MS });
  const still = missingTools();
  if (still.length > 0) skip(`${still.join(', ')} could not be installed`);
}

function build(): void {
  mkdirSync(CACHE, { recursive: true });
  const { status } = spawnSync('bash', [join(HERE, 'build.sh'), CACHE], {
    stdio: 'inherit',
    timeout: BUILD_TIMEOUT_MS,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}:/sbin:/usr/sbin` },
  });
  if (status === NO_DOWNLOAD) skip("Debian's kernel could not be downloaded (apt-get update helps if the list is old)");
  if (status !== 0) throw new Error('the lab could not be built');
  copyNode();
}

/** The guest runs the Node that runs this. */
function copyNode(): void {
  const target = join(CACHE, 'root/usr/local/bin/node');
  const isCurrent = existsSync(target) && statSync(target).size === statSync(process.execPath).size;
  if (isCurrent) return;
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
}

function commandOfGuest(only: string | undefined): string {
  const pattern = only === undefined ? '' : `--test-name-pattern='${only.replaceAll("'", '')}'`;
  const reports = `--test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination=/out/${REPORT}`;
  const options = `--test-isolation=none --test-force-exit --test-timeout=${String(TEST_TIMEOUT_MS)} ${reports} ${pattern}`;
  return `cd /project && timeout -s KILL ${String(GUEST_TIMEOUT_S)} node --test ${options} lab/guest/readers.test.ts lab/guest/printers.test.ts\n`;
}

const share = (tag: string, path: string, isReadOnly: boolean): string[] => [
  '-virtfs',
  `local,path=${path},mount_tag=${tag},security_model=none,multidevs=remap${isReadOnly ? ',readonly=on' : ''}`,
];

/** KVM is never tried: it isn't there in CI, and a hung one would take the machine's answer for the guest's. */
const qemuArguments = (out: string): string[] => {
  const kernelOptions =
    'console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off nokaslr random.trust_cpu=on cryptomgr.notests audit=0 apparmor=0';
  return [
    ...'-M q35 -accel tcg,thread=multi,tb-size=512 -cpu qemu64 -smp 2 -m 1024'.split(' '),
    ...'-nodefaults -no-user-config -display none -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=1'.split(' '),
    ...'-chardev stdio,id=console,signal=off -device isa-serial,chardev=console'.split(' '),
    '-kernel',
    join(CACHE, 'vmlinux'),
    '-initrd',
    join(CACHE, 'initrd.cpio'),
    '-append',
    kernelOptions,
    ...share('root', join(CACHE, 'root'), true),
    ...share('project', PROJECT, true),
    ...share('out', out, false),
  ];
};

/** Boots, runs, and resolves with the guest's own word on how it went; null if it never gave one. */
function boot(out: string): Promise<number | null> {
  const qemu = spawn('qemu-system-x86_64', qemuArguments(out), { stdio: ['ignore', 'pipe', 'inherit'] });
  const timer = setTimeout(() => {
    say(`lab: stopped after ${String(BOOT_TIMEOUT_MS / 1000)} s`);
    qemu.kill('SIGKILL');
  }, BOOT_TIMEOUT_MS);
  endWith(qemu);
  qemu.stdout.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text.replaceAll('\r', '')));
  return new Promise((resolve) => {
    qemu.once('exit', (code) => {
      clearTimeout(timer);
      const told = existsSync(join(out, 'rc')) ? Number(readFileSync(join(out, 'rc'), 'utf8')) : null;
      // isa-debug-exit gives ((16 + status) << 1) | 1.
      resolve(told !== null && code === (((16 + Math.min(told, 100)) << 1) | 1) ? told : null);
    });
  });
}

function endWith(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill('SIGKILL'));
  process.once('exit', () => child.kill('SIGKILL'));
}

function showTimes(out: string): void {
  const file = join(out, 'times.jsonl');
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  say('\nTimes in the emulation, about ten times slower than a kiosk:');
  for (const line of lines) {
    const { ms, what } = JSON.parse(line) as { what: string; ms: number };
    say(`  ${what.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms`);
  }
}

/** Node ends with 0 also where no test has the name that was asked for, and where only a hook failed. */
function judged(status: number | null, reportFile: string): number | null {
  if (status !== 0) return status;
  const report = readFileSync(reportFile, 'utf8');
  const hasPassed = /<!-- pass [1-9]\d* -->/.test(report);
  if (!hasPassed) say('lab: no test has run');
  return hasPassed && !report.includes('<failure') ? 0 : 1;
}

async function main(): Promise<void> {
  const { values } = readArguments(LAB, { options: { only: { type: 'string' }, keep: { type: 'string' } } });
  const startMs = performance.now();
  ensureTools();
  build();
  const out = values.keep ?? mkdtempSync(join(tmpdir(), 'raha-lab-'));
  mkdirSync(join(out, 'rules'), { recursive: true });
  for (const name of readdirSync(RULES).filter((each) => each.endsWith('.rules'))) copyFileSync(join(RULES, name), join(out, 'rules', name));
  writeFileSync(join(out, 'cmd.sh'), commandOfGuest(values.only));
  for (const name of ['rc', 'times.jsonl', REPORT]) rmSync(join(out, name), { force: true });
  const status = judged(await boot(out), join(out, REPORT));
  showTimes(out);
  if (values.keep === undefined) rmSync(out, { recursive: true });
  say(`lab: ${status === 0 ? 'passed' : status === null ? 'the guest never reported' : 'FAILED'}, ${((performance.now() - startMs) / 1000).toFixed(0)} s`);
  process.exitCode = status === 0 ? 0 : 1;
}

await main();
