import { useSyncExternalStore } from 'react';

/** Where in the page somebody is. In the fragment, so that the hub serves one file and messages can link to a place. */
export type Route =
  | { readonly at: 'board' }
  | { readonly at: 'kiosk'; readonly id: string }
  | { readonly at: 'incidents'; readonly id: string | null }
  | { readonly at: 'figures' }
  | { readonly at: 'maintenance' }
  | { readonly at: 'audit' }
  | { readonly at: 'settings' }
  /**
   * `refused`: the organisation's sign-in sent somebody back whom the hub doesn't know. `first`: somebody has a code for signing
   * in the first time; the hub prints this address with it.
   */
  | { readonly at: 'sign-in'; readonly why: 'refused' | 'first' };
export type Place = Route['at'];

export function routeOf(hash: string): Route {
  const [first = '', second] = hash
    .replace(/^#?\//, '')
    .split('?')[0]
    ?.split('/')
    .map(decode) ?? [];
  switch (first) {
    case 'kiosks':
      return second === undefined ? { at: 'board' } : { at: 'kiosk', id: second };
    case 'incidents':
      return { at: 'incidents', id: second ?? null };
    case 'figures':
    case 'maintenance':
    case 'audit':
    case 'settings':
      return { at: first };
    case 'sign-in':
      return { at: 'sign-in', why: second === 'first' ? 'first' : 'refused' };
    default:
      return { at: 'board' };
  }
}

export function hrefOf(route: Route): string {
  switch (route.at) {
    case 'board':
      return '#/';
    case 'kiosk':
      return `#/kiosks/${encodeURIComponent(route.id)}`;
    case 'incidents':
      return route.id === null ? '#/incidents' : `#/incidents/${encodeURIComponent(route.id)}`;
    case 'sign-in':
      return `#/sign-in/${route.why}`;
    case 'figures':
    case 'maintenance':
    case 'audit':
    case 'settings':
      return `#/${route.at}`;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const useRoute = (): Route => routeOf(useSyncExternalStore(subscribe, () => window.location.hash));
