import { fault, ok, type Result } from './result.ts';

/**
 * The short form of a readiness report: what a technician found at a kiosk, small enough for a QR code on a slip. One
 * line of printable ASCII; the signature at its end covers everything before it.
 */

/** In the order of the letters. A new test goes to the end of a new version. */
export const READINESS_TESTS = [
  'touch',
  'display',
  'reader',
  'printer',
  'calibration',
  'provisioning',
  'paper',
  'network',
  'hub',
  'gateway',
  'certificate',
  'clock',
  'disk',
  'temperature',
] as const;
export type ReadinessTest = (typeof READINESS_TESTS)[number];

/** `not_done`: not on the day of the report. `not_possible`: nothing there to be tested. */
export type ReadinessResult = 'passed' | 'failed' | 'skipped' | 'not_done' | 'not_possible';
export type ReadinessResults = Readonly<Record<ReadinessTest, ReadinessResult>>;

const LETTERS: Readonly<Record<ReadinessResult, string>> = {
  passed: 'P',
  failed: 'F',
  skipped: 'S',
  not_done: 'N',
  not_possible: '-',
};

export interface ReadinessFacts {
  readonly kioskId: string;
  /** RFC 3339, to the second. */
  readonly at: string;
  /** Id of the account that made the report. */
  readonly account: string;
  readonly results: ReadinessResults;
  /** Null for what counts as not done or isn't possible. */
  readonly made: Readonly<Record<ReadinessTest, TestMade | null>>;
  readonly versions: ReadinessVersions;
  /** How many records the audit chain had, and the first 128 bits of its last hash in base64url. */
  readonly audit: { readonly records: number; readonly head: string };
}

/** When and by whom a test was made that counts: always on the day of the report. */
export interface TestMade {
  /** In Riyadh, such as `08:03`. */
  readonly time: string;
  /** Id of the account. */
  readonly account: string;
}

export interface ReadinessVersions {
  readonly raha: string;
  readonly node: string;
  readonly host: string;
  readonly printer: string;
}

/** Ready is a kiosk whose every possible test was passed on the day. */
export const isReady = (results: ReadinessResults): boolean =>
  READINESS_TESTS.every((test) => results[test] === 'passed' || results[test] === 'not_possible');

export type ReadinessCodeFault =
  /** Not the beginning of any readiness code. */
  | 'not_a_report'
  /** Made by a later program than this one. */
  | 'unknown_version'
  /** The end is missing. */
  | 'torn'
  /** It can't have been written like this. */
  | 'edited';

/** A code taken apart, before anybody has looked at its signature. */
export interface ReadinessCode {
  readonly facts: ReadinessFacts;
  /** What the signature covers. */
  readonly signed: string;
  /** Raw Ed25519 public key and signature in base64url. */
  readonly publicKey: string;
  readonly signature: string;
}

const MARK = 'RAHA';
const FORM = `${MARK}1`;
const SEPARATOR = ';';
const FIELDS = 13;
const KEY_LETTERS = 43;
const SIGNATURE_LETTERS = 86;
const MAX_VERSION_LETTERS: Readonly<Record<keyof ReadinessVersions, number>> = { raha: 16, node: 16, host: 44, printer: 40 };
/** As long as the longest code of ours: 81 modules, half a millimetre each on paper of 58 mm. */
export const MAX_READINESS_CODE = 447;

/** Everything that is signed: the facts and the key that signs them. */
export function readinessText(facts: ReadinessFacts, publicKey: string): string {
  const { account, at, audit, kioskId, versions } = facts;
  const { host, node, printer, raha } = versions;
  return [
    FORM,
    kioskId,
    at.replaceAll(/[-:]|\.\d+/g, ''),
    account,
    READINESS_TESTS.map((test) => testText(test, facts)).join(''),
    versionText(raha, MAX_VERSION_LETTERS.raha),
    versionText(node, MAX_VERSION_LETTERS.node),
    versionText(host, MAX_VERSION_LETTERS.host),
    versionText(printer, MAX_VERSION_LETTERS.printer),
    String(audit.records),
    audit.head,
    publicKey,
  ].join(SEPARATOR);
}

/** The letter, the time, and the account where it isn't that of the report: `P08031001`, `P0803` or `N`. */
function testText(test: ReadinessTest, { account, made, results }: ReadinessFacts): string {
  const letter = LETTERS[results[test]];
  const { [test]: by } = made;
  return by === null ? letter : letter + by.time.replace(':', '') + (by.account === account ? '' : by.account);
}

export const readinessCode = (signed: string, signature: string): string => signed + SEPARATOR + signature;

/** What a part calls itself, in letters that fit. */
const versionText = (text: string, mostLetters: number): string =>
  text.replaceAll(/[^\w.+-]+/g, '_').slice(0, mostLetters) || '-';

const PATTERNS = {
  kioskId: /^[A-Z]{2,3}-[0-9]{3}$/,
  at: /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
  account: /^[0-9]{3,4}$/,
  tests: new RegExp(`^(?:[N-]|[PFS](?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-9]{3,4})?){${String(READINESS_TESTS.length)}}$`),
  /** A letter, and where a time follows it, hour, minute and account. */
  test: /([PFSN-])(?:(\d\d)(\d\d)(\d{3,4})?)?/g,
  version: new RegExp(`^[\\w.+-]{1,${String(MAX_VERSION_LETTERS.host)}}$`),
  records: /^(0|[1-9][0-9]{0,9})$/,
  head: /^[\w-]{22}$/,
  publicKey: new RegExp(`^[\\w-]{${String(KEY_LETTERS)}}$`),
  signature: new RegExp(`^[\\w-]{${String(SIGNATURE_LETTERS)}}$`),
} as const;

/** Takes a code apart, or says what is wrong with its form. Only the signature says whether it is true. */
export function readReadinessCode(text: string): Result<ReadinessCode, ReadinessCodeFault> {
  const code = text.trim();
  if (!code.startsWith(MARK)) return fault(code !== '' && MARK.startsWith(code) ? 'torn' : 'not_a_report');
  const fields = code.split(SEPARATOR);
  const [mark = '', ...rest] = fields;
  if (mark === MARK && rest.length === 0) return fault('torn');
  if (mark !== FORM) return fault(/^RAHA[0-9]{1,3}$/.test(mark) ? 'unknown_version' : 'not_a_report');
  if (fields.length < FIELDS || (fields.length === FIELDS && (fields.at(-1) ?? '').length < SIGNATURE_LETTERS)) return fault('torn');
  if (fields.length > FIELDS || code.length > MAX_READINESS_CODE) return fault('edited');
  return partsOf(fields, code.slice(0, code.lastIndexOf(SEPARATOR)));
}

function partsOf(fields: readonly string[], signed: string): Result<ReadinessCode, 'edited'> {
  const [, kioskId = '', at = '', account = '', tests = '', raha = '', node = '', host = '', printer = ''] = fields;
  const [records = '', head = '', publicKey = '', signature = ''] = fields.slice(9);
  const isWellFormed =
    PATTERNS.kioskId.test(kioskId) &&
    PATTERNS.account.test(account) &&
    PATTERNS.tests.test(tests) &&
    [raha, node, host, printer].every((version) => PATTERNS.version.test(version)) &&
    PATTERNS.records.test(records) &&
    PATTERNS.head.test(head) &&
    PATTERNS.publicKey.test(publicKey) &&
    PATTERNS.signature.test(signature);
  const time = at.replace(PATTERNS.at, '$1-$2-$3T$4:$5:$6Z');
  if (!isWellFormed || time === at || Number.isNaN(Date.parse(time))) return fault('edited');
  const facts = {
    kioskId,
    at: time,
    account,
    ...testsOf(tests, account),
    versions: { raha, node, host, printer },
    audit: { records: Number(records), head },
  };
  return ok({ facts, signed, publicKey, signature });
}

function testsOf(text: string, reporter: string): Pick<ReadinessFacts, 'made' | 'results'> {
  const meanings = new Map(Object.entries(LETTERS).map(([result, letter]) => [letter, result as ReadinessResult]));
  const results = new Map<string, ReadinessResult>();
  const made = new Map<string, TestMade | null>();
  for (const [index, [, letter = '', hour, minute, account = reporter]] of [...text.matchAll(PATTERNS.test)].entries()) {
    const test = READINESS_TESTS[index] ?? '';
    results.set(test, meanings.get(letter) ?? 'not_done');
    made.set(test, hour === undefined || minute === undefined ? null : { time: `${hour}:${minute}`, account });
  }
  return { results: Object.fromEntries(results) as ReadinessResults, made: Object.fromEntries(made) as ReadinessFacts['made'] };
}
