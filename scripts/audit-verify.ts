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
  takes: 'FILE [--head=HASH] [--export FILE.jsonl] [--json]',
  does: `Proves that the audit chain in a copied journal, or in an exported one, is what the kiosk wrote, or names the first record
that isn't. With --head, a head that was noted elsewhere must be that of one of its records: that shows that the chain was not
cut off before it nor rewritten up to it as a whole. It is given as it was noted: 22 letters as on a readiness report, 12 hex
digits or more as under versions in the staff room, or all 64. Exits 0 when the chain is untouched, 1 when it isn't, 2 when
there is nothing to look at.`,
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
  readonly head: NotedHead | null;
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
  return { file, head: values.head === undefined ? null : readHead(values.head), exportTo: values.export ?? null, json: values.json };
}

/** What the hash of the record must begin with, in hex: any of these. */
type NotedHead = readonly string[];

/** 22 hex digits could be the letters of a report as well. */
function readHead(text: string): NotedHead {
  const noted = [
    ...(/^[\w-]{22}$/.test(text) ? [Buffer.from(text, 'base64url').toString('hex')] : []),
    ...(/^[0-9a-f]{12,64}$/.test(text) ? [text] : []),
  ];
  if (noted.length === 0) throw new BadInput('--head: expected 22 letters as on a readiness report, or 12 to 64 hex digits');
  return noted;
}

/** What is said of a file: in one sentence and as JSON. */
interface Answer {
  readonly isUntouched: boolean;
  readonly sentence: string;
  readonly json: object;
}

function answer(audit: AuditFile, head: NotedHead | null): Answer {
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
  const headAt = head === null ? null : (audit.records.find((record) => head.some((start) => record.hash.startsWith(start)))?.link ?? null);
  if (head !== null && headAt === null) {
    const sentence = 'the chain holds together, but no record has the head given: it was cut off before it or rewritten since, or is another kiosk’s';
    return { isUntouched: false, sentence, json: { ok: false, record: null, flaw: 'other_chain' } };
  }
  const [first, last] = [audit.records[0], audit.records.at(-1)].map((record) =>
    record === undefined ? null : new Date(record.atMs).toISOString(),
  );
  const period = records === 0 ? '' : `, ${first ?? ''} to ${last ?? ''}`;
  const found = headAt === null ? '' : `\nthe head given is that of record ${String(headAt)}`;
  const sentence = `${String(records)} audit record${records === 1 ? '' : 's'}, untouched${period}\nhead ${hash}${found}`;
  return { isUntouched: true, sentence, json: { ok: true, records, head: hash, headAt, first, last } };
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
