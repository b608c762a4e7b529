import { z } from 'zod';
import { staffActSchema } from './staff-act.ts';

/**
 * What a visitor wants, as the page sends it. Validated at the door of the kiosk process: a malformed Intent is
 * dropped, a well-formed one with a wrong value (letters in a number) reaches the visit, which marks the field.
 */
const MAX_TYPED_CHARACTERS = 64;

const MAX_SCREEN_ID = 32;

/** `KeyboardEvent.code`; the longest of a key that a reader types is `NumpadMultiply`. */
const keyCode = z.string().regex(/^[A-Za-z0-9]{1,24}$/);
const typed = z.string().max(MAX_TYPED_CHARACTERS);

export const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start') }),
  z.strictObject({ type: z.literal('choose_language'), language: z.string().regex(/^[a-z]{2,3}$/) }),
  z.strictObject({ type: z.literal('open_languages') }),
  z.strictObject({ type: z.literal('start_inquiry') }),
  z.strictObject({ type: z.literal('start_rating') }),
  z.strictObject({ type: z.literal('accept_privacy') }),
  z.strictObject({ type: z.literal('decline_privacy') }),
  z.strictObject({ type: z.literal('use_keypad') }),
  z.strictObject({ type: z.literal('use_card') }),
  z.strictObject({ type: z.literal('submit_identity'), digits: typed }),
  z.strictObject({ type: z.literal('submit_transaction'), number: typed, hijriYear: z.int().min(0).max(9999) }),
  z.strictObject({ type: z.literal('leave_search') }),
  z.strictObject({ type: z.literal('retry') }),
  z.strictObject({ type: z.literal('edit') }),
  z.strictObject({ type: z.literal('show_referrals') }),
  z.strictObject({ type: z.literal('print_receipt') }),
  z.strictObject({ type: z.literal('continue') }),
  z.strictObject({ type: z.literal('rate'), score: z.int().min(1).max(5) }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('home') }),
  z.strictObject({ type: z.literal('finish') }),
  z.strictObject({ type: z.literal('open_help') }),
  z.strictObject({ type: z.literal('open_access') }),
  z.strictObject({
    type: z.literal('set_access'),
    option: z.enum(['largeText', 'highContrast', 'lowReach', 'moreTime']),
    on: z.boolean(),
  }),
  z.strictObject({ type: z.literal('still_here') }),
  z.strictObject({ type: z.literal('more_time') }),
  /** A key of a card reader that types, one by one so that the page keeps none; only while a card is asked for. */
  z.strictObject({ type: z.literal('reader_key'), code: keyCode, shift: z.boolean() }),
  /** A touch or key that changes nothing but shows that somebody is there. */
  z.strictObject({ type: z.literal('activity') }),
  /** The page has drawn this step; `atMs` is Unix time. For measurements. */
  z.strictObject({ type: z.literal('painted'), atMs: z.number().min(0).max(8.64e15) }),
  /** Proof that the screen lives: frames were drawn since the last beat, and this is the screen the document shows. */
  z.strictObject({ type: z.literal('beat'), frames: z.int().min(1), screen: z.string().max(MAX_SCREEN_ID) }),
  /** The page's script runs, but no screen is on the glass. */
  z.strictObject({ type: z.literal('blank') }),
  /** Of staff, at the door of their room or in it. */
  z.strictObject({ type: z.literal('staff'), act: staffActSchema }),
]);

export const intentSchema = z.strictObject({ step: z.int().min(0), action: actionSchema });

export type Action = z.infer<typeof actionSchema>;
export type Intent = z.infer<typeof intentSchema>;
