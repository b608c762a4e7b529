/**
 * What a page that has been taken over might try, each run inside the page. A function gives `refused`, or else what it
 * got; it must not use anything of this file, because only its own text travels to the page.
 */
export const ATTACKS: Readonly<Record<string, () => string | Promise<string>>> = {
  'fetch another site': async () => fetch('https://example.org/').then(String, () => 'refused'),

  'fetch its own files': async () => fetch('index.html').then(String, () => 'refused'),

  'open a socket': async () =>
    new Promise((tell) => {
      try {
        const socket = new WebSocket('ws://127.0.0.1:9');
        socket.addEventListener('open', () => tell('an open socket'));
        socket.addEventListener('error', () => tell('refused'));
      } catch {
        tell('refused');
      }
    }),

  // Not at once: what a debugger evaluates may do this whatever the policy says, what it schedules may not.
  'run text as code': async () =>
    new Promise((tell) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line typescript/no-implied-eval -- this is the attack
          tell(String(new Function('return "code that ran"')()));
        } catch {
          tell('refused');
        }
      });
    }),

  'run an inline script': () => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    return document.title === 'ran' ? 'a script that ran' : 'refused';
  },

  'load a script of another site': async () =>
    new Promise((tell) => {
      const script = document.createElement('script');
      script.src = 'https://example.org/x.js';
      script.addEventListener('load', () => tell('a script'));
      script.addEventListener('error', () => tell('refused'));
      document.head.append(script);
    }),

  'show another site in a frame': async () =>
    new Promise((tell) => {
      const frame = document.createElement('iframe');
      frame.src = 'https://example.org/';
      document.addEventListener('securitypolicyviolation', () => tell('refused'), { once: true });
      document.body.append(frame);
      setTimeout(() => tell('a frame'), 2000);
    }),

  'ask where it is': async () =>
    new Promise((tell) => {
      navigator.geolocation.getCurrentPosition(
        () => tell('a place'),
        ({ PERMISSION_DENIED, code }) => tell(code === PERMISSION_DENIED ? 'refused' : 'permission'),
      );
    }),

  'use the camera': async () => navigator.mediaDevices.getUserMedia({ video: true }).then(String, () => 'refused'),

  'reach Node': () => ('require' in globalThis || 'process' in globalThis ? 'Node' : 'refused'),
};
