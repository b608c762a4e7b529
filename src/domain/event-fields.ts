/**
 * The kinds of values an event may hold. There is no kind for text: whatever an event says is a member of a closed list,
 * a number, or an opaque id, so that nothing a visitor typed, showed or was told can get into one.
 */
export type Field<Value> = {
  /** What may stand here, in words, for docs/events.md. */
  readonly says: string;
  readonly accepts: (value: unknown) => value is Value;
};

/** One member of a closed list. */
export const oneOf = <const Member extends string>(members: readonly Member[]): Field<Member> => ({
  says: members.map((member) => `\`${member}\``).join(' '),
  accepts: (value): value is Member => members.some((member) => member === value),
});

/** Members of a closed list, each at most once. */
export const someOf = <const Member extends string>(members: readonly Member[]): Field<readonly Member[]> => ({
  says: `a list of ${oneOf(members).says}`,
  accepts: (value): value is readonly Member[] =>
    Array.isArray(value) && new Set(value).size === value.length && value.every(oneOf(members).accepts),
});

/** Nine digits at most: a person's number has ten. */
export const INTEGER_MOST = 999_999_999;

/** A whole number from `least` to `most`. */
export const integer = (unit: string, least = 0, most = INTEGER_MOST): Field<number> => ({
  says: most === INTEGER_MOST ? unit : `${unit}, ${String(least)}–${String(most)}`,
  accepts: (value): value is number => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
});

/** A week: what lasts longer isn't measured in milliseconds. */
export const MILLISECONDS_MOST = 7 * 24 * 3600 * 1000;

/** Milliseconds of a clock that never jumps. */
export const milliseconds: Field<number> = integer('milliseconds', 0, MILLISECONDS_MOST);

export const flag: Field<boolean> = {
  says: 'true or false',
  accepts: (value): value is boolean => typeof value === 'boolean',
};

const matching = (says: string, pattern: RegExp): Field<string> => ({
  says,
  accepts: (value): value is string => typeof value === 'string' && pattern.test(value),
});

/** Counts the journeys of one boot: it tells them apart and says nothing about the visitor. */
export const journeyId: Field<number> = integer('number of the journey since the kiosk started', 1);

/** A language the kiosk offers, as its folder is named. */
export const languageCode: Field<string> = matching('a language code such as `ar`', /^[a-z]{2,3}$/);

/** The number of a staff account, as it is typed on the keypad; too short to be a person's civil number. */
export const accountId: Field<string> = matching('the number of a staff account, 3 or 4 digits', /^[0-9]{3,4}$/);

export const versionNumber: Field<string> = matching(
  'a version such as `1.4.0`',
  /^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}(-[a-z]{1,10}(\.[0-9]{1,4})?)?$/,
);

/** The id of a remote job, made by the hub. */
export const jobId: Field<string> = matching(
  'the UUID of a job',
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
);
