import type { FactsRow } from '../access/officers.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { RosterRows } from './rows.ts';

/** One thing that a roster adds or changes. */
export interface Change<Row> {
  readonly id: string;
  readonly row: Row;
  readonly what: 'added' | 'changed' | 'taken out of service';
  /** What is different, in plain words; empty where it is new. */
  readonly differs: readonly string[];
}

type Changes = { readonly [List in keyof RosterRows]: readonly Change<RosterRows[List][number]>[] };

/** All that applying a roster does. Nothing is ever deleted. */
export interface Plan extends Changes {
  /** Such as `officer admin`: the hub has it, the file doesn't, so it stays as it is. */
  readonly missing: readonly string[];
  /** Kiosks that the hub shut out and the file doesn't. Only an enrolment lets one in again. */
  readonly shutOut: readonly string[];
}

const WORDS: Readonly<Record<string, string>> = {
  name_ar: 'Arabic name',
  name_en: 'English name',
  calendar: 'hours',
  phone: 'phone number',
  oidc_subject: "organisation's sign-in",
  disabled: 'may sign in again',
};

/** What has to change for the hub to be as the file says. The fault is one sentence. */
export function planOf(known: RosterRows, wanted: RosterRows): Result<Plan, string> {
  const takenSubject = subjectOfAnother(known.officers, wanted.officers);
  if (takenSubject !== null) return fault(takenSubject);
  const isShutOut = new Set(known.kiosks.filter(({ disabled }) => disabled === 1).map(({ id }) => id));
  const shutOut = wanted.kiosks.filter(({ disabled, id }) => disabled === 0 && isShutOut.has(id)).map(({ id }) => id);
  // A roster doesn't let in whom an administrator shut out.
  const kiosks = wanted.kiosks.map((kiosk) => (isShutOut.has(kiosk.id) ? { ...kiosk, disabled: 1 } : kiosk));
  return ok({
    regions: changes(known.regions, wanted.regions, ({ id }) => id),
    sites: changes(known.sites, wanted.sites, ({ id }) => id),
    kiosks: changes(known.kiosks, kiosks, ({ id }) => id),
    officers: changes(known.officers, wanted.officers, ({ account }) => account),
    missing: [
      ...missing('region', known.regions, wanted.regions, ({ id }) => id),
      ...missing('site', known.sites, wanted.sites, ({ id }) => id),
      ...missing('kiosk', known.kiosks, wanted.kiosks, ({ id }) => id),
      ...missing('officer', known.officers, wanted.officers, ({ account }) => account),
    ],
    shutOut,
  });
}

function changes<Row extends object>(known: readonly Row[], wanted: readonly Row[], idOf: (row: Row) => string): Change<Row>[] {
  const before = new Map(known.map((row) => [idOf(row), row]));
  return wanted.flatMap((row): Change<Row>[] => {
    const id = idOf(row);
    const old = before.get(id);
    if (old === undefined) return [{ id, row, what: 'added', differs: [] }];
    const differs = (Object.keys(row) as (keyof Row & string)[]).filter((key) => row[key] !== old[key]);
    if (differs.length === 0) return [];
    const isOut = differs.some((key) => key === 'disabled' && row[key] === 1);
    const told = differs.filter((key) => key !== 'disabled' || !isOut).map((key) => WORDS[key] ?? key);
    return [{ id, row, what: isOut ? 'taken out of service' : 'changed', differs: told }];
  });
}

function missing<Row>(kind: string, known: readonly Row[], wanted: readonly Row[], idOf: (row: Row) => string): string[] {
  const there = new Set(wanted.map(idOf));
  return known.map(idOf).flatMap((id) => (there.has(id) ? [] : [`${kind} ${id}`]));
}

/** Who isn't in the file keeps what they have. */
function subjectOfAnother(known: readonly FactsRow[], wanted: readonly FactsRow[]): string | null {
  const inFile = new Set(wanted.map(({ account }) => account));
  const taken = new Map(known.filter(({ account }) => !inFile.has(account)).map(({ account, oidc_subject }) => [oidc_subject, account]));
  for (const { account, oidc_subject } of wanted) {
    const other = oidc_subject === null ? undefined : taken.get(oidc_subject);
    if (other !== undefined) return `officers.${account}.oidcSubject: is also that of ${other}, whom the hub knows and the file doesn't name`;
  }
  return null;
}
