/** The whole of what the page and the kiosk process say to each other over Electron's IPC. */
export const CHANNELS = {
  /** Page to process: one Intent as JSON text, so that its size can be bounded before anything parses it. */
  intent: 'raha:intent',
  /** Page to process: "I was just loaded". */
  requestView: 'raha:request-view',
  /** Process to page: the View to draw. */
  view: 'raha:view',
} as const;
