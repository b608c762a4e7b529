import { z } from 'zod';
import {
  DISPLAY_PICTURES,
  EXERCISES,
  HANDS,
  MAINTENANCE_MINUTES,
  MAINTENANCE_REASONS,
  POWER_ACTIONS,
  STAFF_TESTS,
  TOUCH_POINTS,
} from './staff.ts';

/**
 * What staff do, as the page sends it. An act that answers something names what it answers (the point, the picture,
 * the question), so that a second fast tap answers nothing else.
 */
const ACCOUNT = /^[0-9]{3,4}$/;
const PIN = /^[0-9]{6,12}$/;
const ONE_TIME_CODE = /^[0-9]{6}$/;
/** More cells than a finger could tell apart. */
const MAX_TOUCH_CELLS = 200;
const MAX_EVENTS_ON_A_PAGE = 40;
const MAX_EVENT_PAGES = 200;

export const STAFF_ROOMS = ['overview', 'tests', 'maintenance', 'versions', 'events', 'power', 'report', 'training'] as const;
const PRINTED_QUESTIONS = 4;

export const staffActSchema = z.discriminatedUnion('act', [
  /** The hidden gesture was made. Counts on the attract and the out-of-service screen only. */
  z.strictObject({ act: z.literal('enter') }),
  /** Leaves the sign-in screen, or signs out. */
  z.strictObject({ act: z.literal('leave') }),
  z.strictObject({
    act: z.literal('sign_in'),
    account: z.string().regex(ACCOUNT),
    pin: z.string().regex(PIN),
    code: z.string().regex(ONE_TIME_CODE),
  }),
  z.strictObject({ act: z.literal('set_language'), language: z.string().regex(/^[a-z]{2,3}$/) }),
  z.strictObject({ act: z.literal('set_large_text'), on: z.boolean() }),
  /** Somebody is there: the idle time starts anew. */
  z.strictObject({ act: z.literal('stay') }),
  z.strictObject({ act: z.literal('open'), screen: z.enum(STAFF_ROOMS) }),
  z.strictObject({
    act: z.literal('open_events'),
    page: z.int().min(0).max(MAX_EVENT_PAGES),
    perPage: z.int().min(1).max(MAX_EVENTS_ON_A_PAGE),
  }),

  /** Opens a test, or starts the open one again. Checks start at once, whatever costs paper waits for `go`. */
  z.strictObject({ act: z.literal('open_test'), test: z.enum(STAFF_TESTS) }),
  /** Prints the slip or the sheet, fills the printer's memory: whatever the intro promised. */
  z.strictObject({ act: z.literal('go') }),
  /** Ends a running test as given up. */
  z.strictObject({ act: z.literal('give_up') }),
  z.strictObject({
    act: z.literal('touch_point'),
    point: z.int().min(0).max(TOUCH_POINTS.length - 1),
    /** How far from the point the touch was; null when the point was passed over because nothing answered. */
    offMm: z.number().min(0).max(5000).nullable(),
  }),
  /** All cells that were touched, and the finger is done. */
  z.strictObject({
    act: z.literal('touch_grid'),
    cells: z.array(z.int().min(0).max(MAX_TOUCH_CELLS - 1)).max(MAX_TOUCH_CELLS),
  }),
  z.strictObject({ act: z.literal('picture_seen'), picture: z.int().min(0).max(DISPLAY_PICTURES.length - 1) }),
  /** A person's judgement of the pictures, of the slip. */
  z.strictObject({ act: z.literal('judge'), good: z.boolean(), why: z.enum(['not_out', 'unreadable']).nullable() }),
  z.strictObject({
    act: z.literal('answer'),
    question: z.int().min(0).max(PRINTED_QUESTIONS - 1),
    yes: z.boolean(),
  }),
  /** A step of the paper wizard that the printer can't see by itself is done. */
  z.strictObject({ act: z.literal('paper_step'), done: z.enum(['open', 'change', 'close']) }),

  z.strictObject({
    act: z.literal('start_maintenance'),
    minutes: z.literal(MAINTENANCE_MINUTES),
    reason: z.enum(MAINTENANCE_REASONS),
  }),
  /** The new end is so many minutes from now. */
  z.strictObject({
    act: z.literal('extend_maintenance'),
    minutes: z.literal(MAINTENANCE_MINUTES),
    reason: z.enum(MAINTENANCE_REASONS),
  }),
  z.strictObject({ act: z.literal('end_maintenance') }),

  z.strictObject({ act: z.literal('ask_power'), power: z.enum(POWER_ACTIONS) }),
  /** Confirms what was asked; anything else that was asked is left alone. */
  z.strictObject({ act: z.literal('do_power'), power: z.enum(POWER_ACTIONS) }),
  z.strictObject({ act: z.literal('cancel_power') }),

  z.strictObject({ act: z.literal('make_report') }),
  z.strictObject({ act: z.literal('print_report') }),

  z.strictObject({ act: z.literal('start_exercise'), exercise: z.enum(EXERCISES) }),
  /** Does at the virtual machine what a person would do with their hands. */
  z.strictObject({ act: z.literal('use_hand'), hand: z.enum(HANDS) }),
  z.strictObject({ act: z.literal('end_exercise') }),
]);

export type StaffAct = z.infer<typeof staffActSchema>;
export type StaffRoomId = (typeof STAFF_ROOMS)[number];
