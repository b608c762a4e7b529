import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FINDINGS, STAFF_CHECKS, STAFF_TESTS } from '../../src/bridge/staff.ts';
import { OUT_OF_SERVICE_REASONS, type ServiceState } from '../../src/bridge/view.ts';
import { EVENTS } from '../../src/domain/events.ts';
import type { GatewayFaultCode, IdentityFault, NumberFault, PrintFault, ReadFault } from '../../src/domain/faults.ts';
import { COMPONENT_IDS, COMPONENT_STATES, HEALTH_REASON_CODES, whoActs } from '../../src/domain/health.ts';
import { KIOSK_STATUSES } from '../../src/domain/health-status.ts';
import { PUBLIC_STATUSES } from '../../src/domain/transaction.ts';

/** A new language is a new folder; whatever it forgets shows here. */

const FOLDER = 'assets/locales';
const REFERENCE = 'ar';
const LANGUAGES = readdirSync(FOLDER);

type Texts = Readonly<Record<string, string>>;

function flatten(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value as object).map(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`)),
  ) as Record<string, string>;
}

const fileOf = (language: string, name: string, path = ''): Record<string, string> =>
  flatten(JSON.parse(readFileSync(`${FOLDER}/${language}/${name}.json`, 'utf8')), path);

/** What visitors read, and under `staff` and `health` what staff read. */
const textsOf = (language: string): Texts => ({
  ...fileOf(language, 'page'),
  ...fileOf(language, 'staff', 'staff'),
  ...fileOf(language, 'health', 'health'),
});

const PLURAL = /_(zero|one|two|few|many|other)$/;
const families = (texts: Texts): string[] => [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))].sort();
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

/** The unions can't be listed at run time; the compiler proves that these lists are complete. */
const codes = <Code extends string>(all: Readonly<Record<Code, true>>): Code[] => Object.keys(all) as Code[];

const GATEWAY = codes<GatewayFaultCode>({
  not_found: true,
  restricted: true,
  locked: true,
  rate_limited: true,
  invalid_input: true,
  session_expired: true,
  unauthorized: true,
  unreachable: true,
  timeout: true,
  unavailable: true,
  bad_answer: true,
});
const IDENTITY = codes<IdentityFault>({ empty: true, not_digits: true, length: true, class: true, checksum: true });
const NUMBER = codes<NumberFault>({ empty: true, not_digits: true, length: true, year_range: true });
const READ = codes<ReadFault>({ unreadable: true, checksum: true, unsupported_document: true, ambiguous: true });
const PRINT = codes<PrintFault>({
  paper_out: true,
  cover_open: true,
  cutter: true,
  overheated: true,
  offline: true,
  no_answer: true,
  unprintable_text: true,
  busy: true,
});
const CLOSED = codes<Extract<ServiceState, { open: false }>['reason']>({ gateway_down: true, no_identity_input: true });

const REQUIRED_KEYS = [
  ...GATEWAY.flatMap((code) => [`faults.gateway.${code}`, `fault.titles.${code}`]),
  ...IDENTITY.map((code) => `faults.identity.${code}`),
  ...NUMBER.map((code) => `faults.number.${code}`),
  ...READ.map((code) => `faults.read.${code}`),
  ...PRINT.map((code) => `faults.print.${code}`),
  ...OUT_OF_SERVICE_REASONS.map((code) => `out_of_service.reasons.${code}`),
  ...CLOSED.map((code) => `home.closedReason.${code}`),
  ...PUBLIC_STATUSES.flatMap((code) => [`status.label.${code}`, `status.line.${code}`]),
  ...COMPONENT_IDS.map((id) => `health.components.${id}`),
  ...COMPONENT_STATES.map((state) => `health.states.${state}`),
  ...KIOSK_STATUSES.flatMap((status) => [`health.statuses.${status}`, `staff.overview.visitors.${status}`]),
  ...HEALTH_REASON_CODES.flatMap((code) => [
    `health.reasons.${code}.what`,
    `health.reasons.${code}.fix`,
    `health.actors.${whoActs(code)}`,
  ]),
  ...Object.keys(FINDINGS).flatMap((code) => [`staff.findings.${code}.what`, `staff.findings.${code}.fix`]),
  ...Object.keys(EVENTS).map((type) => `staff.events.types.${type}`),
  ...STAFF_TESTS.map((test) => `staff.subjects.${test}`),
  ...STAFF_CHECKS.map((check) => `staff.checks.values.${check}`),
];

describe.each(LANGUAGES)('page texts in %s', (language) => {
  const texts = textsOf(language);

  test('say something for every state and fault', () => {
    expect(REQUIRED_KEYS.filter((key) => !(key in texts))).toEqual([]);
  });

  test('have exactly the keys of the reference language', () => {
    expect(families(texts)).toEqual(families(textsOf(REFERENCE)));
  });

  test('are never empty and never end in blanks', () => {
    expect(Object.entries(texts).filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });

  test('have every plural form of the language, and zero', () => {
    const counted = [...new Set(Object.keys(texts).filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))];
    expect(counted.length).toBeGreaterThan(0);
    const forms = new Set(['zero', ...new Intl.PluralRules(language).resolvedOptions().pluralCategories]);
    const missing = counted.flatMap((key) => [...forms].map((form) => `${key}_${form}`)).filter((key) => !(key in texts));
    expect(missing).toEqual([]);
  });

  test('use the same values as the reference language', () => {
    const reference = textsOf(REFERENCE);
    const wrong = Object.entries(texts).filter(
      ([key, text]) => !PLURAL.test(key) && placeholders(text).join() !== placeholders(reference[key] ?? '').join(),
    );
    expect(wrong).toEqual([]);
  });

  test('say their own name and direction', () => {
    const meta = JSON.parse(readFileSync(`${FOLDER}/${language}/meta.json`, 'utf8')) as Record<string, string>;
    expect(meta['name']).toBeTruthy();
    expect(['rtl', 'ltr']).toContain(meta['direction']);
  });
});

describe('Arabic texts', () => {
  const texts = Object.entries(textsOf('ar'));

  test('use Arabic punctuation and Western digits', () => {
    const withoutValues = texts.map(([key, text]) => [key, text.replaceAll(/\{\{\w+\}\}/g, '')] as const);
    expect(withoutValues.filter(([, text]) => /[,;?%"']|[٠-٩۰-۹]/.test(text))).toEqual([]);
  });

  test('hold no Latin letters, no tatweel and no stray direction marks', () => {
    const withoutValues = texts.map(([key, text]) => [key, text.replaceAll(/\{\{\w+\}\}/g, '')] as const);
    expect(withoutValues.filter(([, text]) => /[A-Za-z\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(text))).toEqual([]);
  });

  test('never speak of failure', () => {
    expect(texts.filter(([, text]) => /فشل|خطأ منك|متأخرة/.test(text))).toEqual([]);
  });

  test('use the terms of the glossary for the states', () => {
    const labels = Object.fromEntries(texts.filter(([key]) => key.startsWith('status.label.')));
    expect(labels).toMatchObject({
      'status.label.registered': 'مقيّدة',
      'status.label.under_procedure': 'تحت الإجراء',
      'status.label.awaiting_reply': 'بانتظار إفادة',
      'status.label.action_required': 'مطلوب منك إجراء',
      'status.label.completed': 'منتهية',
      'status.label.filed': 'محفوظة',
      'status.label.returned': 'معادة للاستكمال',
      'status.label.cancelled': 'ملغاة',
      'status.label.restricted': 'غير متاحة للعرض',
    });
  });
});
