/** Every delay of a visit. Milliseconds unless the name says otherwise. */
export interface VisitTiming {
  /** Without a touch for this long on a screen that asks for something, the question "still there?" appears. */
  readonly inputIdleMs: number;
  /** The same on screens that show something personal: shorter, a bystander may read along. */
  readonly resultIdleMs: number;
  /** WCAG 2.2.1 asks for at least 20 s to answer. */
  readonly countdownSeconds: number;
  /** What "I need more time" adds. */
  readonly moreTimeMs: number;
  /** The access option "more time" multiplies the idle limits by this. */
  readonly moreTimeFactor: number;
  /** After this the search screen says that it is asking the system. */
  readonly slowSearchMs: number;
  /** After this the visitor may leave the search. */
  readonly leaveSearchMs: number;
  /** The search and the issuing of a receipt end here whatever the gateway client does. */
  readonly gatewayLimitMs: number;
  /** A print job without an outcome ends as `unknown` here; longer than the slowest receipt at 19200 baud. */
  readonly printLimitMs: number;
  readonly goodbyeMs: number;
}

export const VISIT_TIMING: VisitTiming = {
  inputIdleMs: 45_000,
  resultIdleMs: 30_000,
  countdownSeconds: 20,
  moreTimeMs: 60_000,
  moreTimeFactor: 2,
  slowSearchMs: 1_000,
  leaveSearchMs: 5_000,
  gatewayLimitMs: 20_000,
  printLimitMs: 60_000,
  goodbyeMs: 4_000,
};

/** A card that can't be read this often brings up the keypad. */
export const CARD_TRIES = 3;
/** From this many searches without a match on, the liaison officer is offered. */
export const HELP_AFTER_TRIES = 3;
/** At this many the visitor has to pause: serial numbers must not be guessable by hand. */
export const PAUSE_AFTER_TRIES = 5;
export const PAUSE_SECONDS = 60;
