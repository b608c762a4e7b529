/** Longest Intent that is parsed at all, in UTF-16 units of its JSON. */
export const MAX_INTENT_LENGTH = 1024;
