import { writeFileSync } from 'node:fs';
import { BadInput, readArguments, run, type Command } from '../src/command-line/command-line.ts';
import {
  exportAudit,
  readAuditFile,
  verifyAuditFile,
  type AuditFile,
  type AuditFileFault,
} from '../src/main/journal/audit-file.ts';
import type { ChainFlaw } from '../src/main/journal/chain.ts';

const VERIFY: Command = {
  call: 'npm run audit:verify',
  takes: 'FILE [--head HASH] [--export FILE.jsonl] [--json]',
  does: `Proves that the audit chain in a copied journal, or in an exported one, is what the kiosk wrote, or names the first record
that isn't. With --head, a head that was noted elsewhere (at the hub, on a readiness report) must be in the chain: that shows
that nothing before it was rewritten as a whole. Exits 0 when it is untouched, 1 when it isn't, 2 when there is nothing to
look at.`,
};

const FAULTS: Readonly<Record<AuditFileFault, string>> = {
  not_found: 'there is no such file',
  too_big: 'is bigger than any journal',
  not_an_audit_file: 'is neither a journal nor an exported audit chain',
  newer_version: 'was written by a newer Raha; use that one to verify it',
};

const FLAWS: Readonly<Record<ChainFlaw['flaw'], string>> = {
  edited: 'was edited',
  removed: 'was removed',
  reordered: 'is not where it was written',
  torn: "can't be read: the file breaks off or is damaged here",
};

interface Options {
  readonly file: string;
  readonly head: string | null;
  readonly exportTo: string | null;
  readonly json: boolean;
}

function options(): Options {
  const { positionals, values } = readArguments(VERIFY, {
    allowPositionals: true,
    options: {
      head: { type: 'string' },
      export: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new BadInput('expected one FILE');
  if (values.head !== undefined && !/^[0-9a-f]{64}$/.test(values.head)) throw new BadInput('--head must be 64 hex digits');
  return { file, head: values.head ?? null, exportTo: values.export ?? null, json: values.json };
}

/** What is said of a file: in one sentence and as JSON. */
interface Answer {
  readonly isUntouched: boolean;
  readonly sentence: string;
  readonly json: object;
}

function answer(audit: AuditFile, head: string | null): Answer {
  const verdict = verifyAuditFile(audit);
  if (!verdict.ok) {
    const { flaw, record } = verdict.fault;
    return { isUntouched: false, sentence: `audit record ${String(record)} ${FLAWS[flaw]}`, json: { ok: false, record, flaw } };
  }
  const { hash, records } = verdict.value;
  if (!audit.isWhole) {
    const sentence = `all ${String(records)} audit records are untouched, but the file around them is damaged`;
    return { isUntouched: false, sentence, json: { ok: false, record: null, flaw: 'torn' } };
  }
  if (head !== null && !audit.records.some((record) => record.hash === head)) {
    const sentence = 'the chain holds together, but not the head given: it was cut off or rewritten since, or is another kiosk’s';
    return { isUntouched: false, sentence, json: { ok: false, record: null, flaw: 'other_chain' } };
  }
  const [first, last] = [audit.records[0], audit.records.at(-1)].map((record) =>
    record === undefined ? null : new Date(record.atMs).toISOString(),
  );
  const sentence = `${String(records)} audit record${records === 1 ? '' : 's'}, untouched${records === 0 ? '' : `, ${first ?? ''} to ${last ?? ''}`}\nhead ${hash}`;
  return { isUntouched: true, sentence, json: { ok: true, records, head: hash, first, last } };
}

function verify({ exportTo, file, head, json }: Options): number {
  const audit = readAuditFile(file);
  if (!audit.ok) throw new BadInput(`${file}: ${FAULTS[audit.fault]}`);
  const said = answer(audit.value, head);
  process.stdout.write(`${json ? JSON.stringify(said.json) : `${file}: ${said.sentence}`}\n`);
  if (exportTo !== null && said.isUntouched && audit.value.head !== null) write(exportTo, exportAudit(audit.value.records, audit.value.head));
  return said.isUntouched ? 0 : 1;
}

/** Never over a file that is there. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new BadInput(`--export: ${file} can't be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

await run(VERIFY, () => {
  process.exitCode = verify(options());
});
