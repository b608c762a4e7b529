import { join } from 'node:path';
import { AlertStore } from '../../src/fleet/alerts/store.ts';
import { ALWAYS_OPEN } from '../../src/fleet/alerts/calendar.ts';
import type { Officer } from '../../src/fleet/access/officers.ts';
import { startHub } from '../../src/fleet/start.ts';
import { openStore } from '../../src/fleet/store/store.ts';
import type { Fleet } from '../../src/fleet/store/kiosks.ts';
import { HUB_FILES } from '../checkout.ts';

/** The hub of a drill, in a process of its own, with the times of a real one. It says what its board and its desk show. */
export interface DrillHubOptions {
  readonly folder: string;
  readonly smsUrl: string;
  readonly fleet: Fleet;
}

export type FromDrillHub =
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'status'; readonly kiosk: string; readonly status: string }
  /** Everything that was called for since the start, once each. */
  | { readonly type: 'incident'; readonly rule: string; readonly scope: string; readonly phase: string };

const say = (message: FromDrillHub): void => void process.send?.(message);
const options = JSON.parse(process.argv[2] ?? '') as DrillHubOptions;

const person = (account: string, duty: Officer['duties'][number], phone: string): Officer => ({
  account,
  name: { ar: account, en: account },
  role: 'technician',
  duties: [duty],
  sites: null,
  language: 'ar',
  mail: null,
  phone,
  local: null,
  oidcSubject: null,
  isDisabled: false,
});

// Alerts call people in office hours only; a drill may be held at night.
const store = await openStore({ kind: 'sqlite', file: join(options.folder, 'hub.sqlite') });
await store.kiosks.add(options.fleet);
for (const { id } of options.fleet.sites) await new AlertStore(store).setCalendar(id, ALWAYS_OPEN);
await store.close();

const { hub, room } = await startHub(
  {
    pageUrl: 'http://127.0.0.1',
    host: '127.0.0.1',
    port: 0,
    dataFolder: options.folder,
    store: { kind: 'sqlite' },
    natsUrl: null,
    tls: null,
    mail: null,
    sms: { url: options.smsUrl, tokenFile: null },
    oidc: null,
    desired: { version: null, configVersion: null },
  },
  { ...HUB_FILES, page: null },
);
await room.officers.save(person('drill.liaison', 'liaison', '+966500000001'));
await room.officers.save(person('drill.technical', 'technical', '+966500000002'));
await room.officers.save(person('drill.manager', 'manager', '+966500000003'));

hub.events.on('transition', ({ kiosk, subject, to_state }) => {
  if (subject === 'status') say({ type: 'status', kiosk, status: to_state });
});
const told = new Set<string>();
setInterval(() => {
  for (const { id, phase, rule, scope } of room.desk.open) {
    if (told.has(id)) continue;
    told.add(id);
    say({ type: 'incident', rule, scope: scope.kind === 'kiosk' ? scope.kiosk : scope.kind === 'site' ? scope.site : scope.kind, phase });
  }
}, 250);
process.once('disconnect', () => process.exit(1));
say({ type: 'ready', url: hub.url });
