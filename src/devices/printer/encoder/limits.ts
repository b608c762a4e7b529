/**
 * No longer command goes out: while one is on its way nothing can be asked or stopped, and a printer whose line broke
 * in its middle swallows as much of what follows as dots.
 */
export const MAX_COMMAND_BYTES = 1000;
/** The first picture is cut finer: many printers print a command only when it is complete, 0.3 s at 19200 baud. */
export const FIRST_COMMAND_BYTES = 500;
