/** Bounds of the fleet protocol. Kiosk and hub both keep to them; whoever breaks one gets a clear refusal. */
export const MAX_BATCH_EVENTS = 200;
/** Of a batch as JSON, before it is packed. */
export const MAX_BATCH_BYTES = 256 * 1024;
/** Of one message on the session; a masked picture of the screen is the largest. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
export const MAX_PICTURE_CHARACTERS = 200_000;
/** Longest a kiosk may ask the hub to hold a poll open. */
export const MAX_POLL_SECONDS = 30;

/** A beat every 15 s, ± 10 % so that kiosks switched on together drift apart. */
export const BEAT_MS = 15_000;
export const BEAT_JITTER = 0.1;
/** Every so many beats one carries all components, in case anything went astray. */
export const BEATS_PER_SNAPSHOT = 20;
/** Silence after which a kiosk is suspected to be gone, and after which it is. */
export const SUSPECT_AFTER_MS = 35_000;
export const OFFLINE_AFTER_MS = 45_000;
/** A kiosk never waits longer than this before it tries again. */
export const MAX_RECONNECT_MS = 120_000;
