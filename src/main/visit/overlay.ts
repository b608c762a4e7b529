import { assign } from 'xstate';
import type { VisitKit } from './kit.ts';

/** Help, access options and languages lie over the flow, which goes on below them. */
export function overlayRegion({ visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    initial: 'none',
    on: { wiped: '.none', home: '.none', close_overlay: '.none' },
    states: {
      none: {
        on: {
          open_help: { guard: 'isVisit', target: 'help' },
          open_access: { guard: 'isVisit', target: 'access' },
          open_languages: { guard: 'isVisit', target: 'languages' },
        },
      },
      help: {},
      access: {
        on: {
          set_access: {
            actions: assign(({ context, event }) => ({
              access: { ...context.access, [event.option]: event.on },
            })),
          },
        },
      },
      languages: { on: { choose_language: { guard: 'isOffered', target: 'none', actions: 'chooseLanguage' } } },
    },
  });
}
