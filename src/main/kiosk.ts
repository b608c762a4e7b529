import { randomUUID } from 'node:crypto';
import { createActor, type ActorOptions, type AnyActorLogic } from 'xstate';
import { intentSchema, type Action } from '../bridge/intent.ts';
import { MAX_INTENT_LENGTH } from '../bridge/limits.ts';
import { SCREEN_CODES, type OutOfServiceReason, type View } from '../bridge/view.ts';
import type { DeviceEvent, DeviceLink } from '../devices/link.ts';
import type { CatalogEvent } from '../domain/events.ts';
import type { ComponentId, ComponentState, HealthReason } from '../domain/health.ts';
import type { KioskStatus } from '../domain/health-status.ts';
import { parseJson } from '../domain/json.ts';
import type { Catalog } from './catalog.ts';
import type { KioskConfig } from './config.ts';
import type { Gateway } from './gateway/gateway.ts';
import { composeStatusReceipt } from './printing/status-receipt.ts';
import type { PageTrouble } from './page-guard.ts';
import type { RoomSurroundings } from './staff/ports.ts';
import type { StaffRoom } from './staff/room.ts';
import { JourneyWatch } from './visit/journey.ts';
import type { VisitEvent } from './visit/kit.ts';
import { createVisitMachine } from './visit/machine.ts';
import { screenOf, type ScreenFacts, type VisitSnapshot } from './visit/screens.ts';
import { VISIT_TIMING, type VisitTiming } from './visit/timing.ts';
import { IdentityVault } from './visit/vault.ts';

/** The kiosk process without a host: Views out, Intents in. Both hosts and all tests drive this one thing. */
export interface Kiosk {
  view(): View;
  /** Calls back with every new View; returns the unsubscribe function. */
  subscribe(listener: (view: View) => void): () => void;
  /** Takes an Intent from the page, as text or already parsed. Anything malformed or too late is dropped. */
  receive(raw: unknown): void;
  /** Calls back with what the kiosk does, without anything personal. */
  observe(listener: (event: KioskEvent) => void): () => void;
  /** Makes the View anew: what it shows beside the visit has changed. */
  redraw(): void;
  /** Tells the observers what another part of the process has seen. */
  report(event: KioskEvent): void;
  /** Ends the visit at once. Several reasons may hold; the kiosk serves again when each of them is gone. */
  takeOutOfService(reason: OutOfServiceReason): void;
  returnToService(reason: OutOfServiceReason): void;
  close(): Promise<void>;
}

/** What happened, for logs and measurements. Never a number, a name or a text of a visitor. */
export type KioskEvent =
  | { readonly type: 'screen'; readonly code: string; readonly atMs: number }
  /** What the visitor did and got, as the journal keeps it; what belongs together comes together. */
  | { readonly type: 'journey'; readonly events: readonly CatalogEvent[] }
  | { readonly type: 'intent_dropped'; readonly reason: 'malformed' | 'late' }
  /** How long an Intent or a device event took until its View was out. */
  | { readonly type: 'decided'; readonly ms: number }
  | { readonly type: 'painted'; readonly code: string; readonly sinceShownMs: number }
  /** A window is open: from now on there is a page that must beat. */
  | { readonly type: 'page_opened' }
  /** The page has proven that it lives and shows what it should. */
  | { readonly type: 'beat' }
  | { readonly type: 'page_blank' }
  | { readonly type: 'page_restarted'; readonly cause: PageTrouble }
  /** The page keeps dying: its guard rests between ever rarer tries … */
  | { readonly type: 'page_given_up' }
  /** … until one of them lives. */
  | { readonly type: 'page_back' }
  /** A part of the machine is in another state, or for another reason. */
  | {
      readonly type: 'health_changed';
      readonly component: ComponentId;
      readonly state: ComponentState;
      readonly reason: HealthReason | null;
    }
  | { readonly type: 'status_changed'; readonly status: KioskStatus; readonly cause: ComponentId | null }
  | { readonly type: 'recognised'; readonly recognitionMs: number }
  | { readonly type: 'print_outcome'; readonly outcome: string; readonly bytes: number };

type Clock = NonNullable<ActorOptions<AnyActorLogic>['clock']>;

export interface KioskParts {
  readonly config: KioskConfig;
  readonly catalog: Catalog;
  readonly gateway: Gateway;
  readonly devices: DeviceLink;
  readonly timing?: VisitTiming;
  readonly now?: () => Date;
  /** A clock that never jumps, in milliseconds. */
  readonly monotonicMs?: () => number;
  readonly randomId?: () => string;
  /** Timers of the visit; tests bring a simulated one. */
  readonly clock?: Clock;
  /** Left out where a kiosk has no staff accounts. */
  readonly openStaffRoom?: (around: RoomSurroundings) => StaffRoom;
}

/** These change no screen, so they count on whatever step they were tapped. */
const STEPLESS: ReadonlySet<Action['type']> = new Set(['activity', 'painted', 'set_access', 'still_here', 'more_time']);

export function createKiosk(parts: KioskParts): Kiosk {
  const { catalog, config, devices, gateway } = parts;
  const now = parts.now ?? (() => new Date());
  const languages = config.languages.map((code) => {
    const known = catalog.languages.find((language) => language.code === code);
    if (known === undefined) throw new Error(`language ${code} has no folder in assets/locales`);
    return known;
  });
  const vault = new IdentityVault();
  const machine = createVisitMachine({
    gateway,
    devices,
    vault,
    timing: parts.timing ?? VISIT_TIMING,
    defaultLanguage: config.languages[0] ?? 'ar',
    languages: config.languages,
    firstScreen: config.firstScreen,
    yearsBack: config.yearsBack,
    documents: config.identityDocuments,
    typedIdentity: config.typedIdentity,
    now,
    randomId: parts.randomId ?? randomUUID,
    composeReceipt: (receipt) => composeStatusReceipt(receipt, config, catalog),
  });
  const facts: ScreenFacts = {
    helpPhone: config.helpPhone,
    nearest: config.nearest,
    yearsBack: config.yearsBack,
    documents: config.identityDocuments,
    typedIdentity: config.typedIdentity,
    gatewayHealth: () => gateway.health(),
    now,
  };
  const frame = {
    languages,
    emirate: config.emirate,
    site: config.site,
    kioskId: config.kioskId,
    display: config.display,
    numerals: config.numerals,
    readerTypes: config.reader.driver === 'wedge-page',
    demo: config.mode === 'demo',
  };

  const viewListeners = new Set<(view: View) => void>();
  const observers = new Set<(event: KioskEvent) => void>();
  const tell = (event: KioskEvent): void => observers.forEach((observer) => observer(event));

  const actor = createActor(machine, parts.clock === undefined ? {} : { clock: parts.clock });
  const steps = new StepCounter();
  const journeys = new JourneyWatch(now, parts.monotonicMs ?? (() => performance.now()));
  /** What was sent and is being worked off; null while time or the gateway moves the visit. */
  let cause: VisitEvent | null = null;
  let shownAtMs = performance.now();
  let staff: StaffRoom | null = null;
  const viewOf = (snapshot: VisitSnapshot): View => {
    const { context } = snapshot;
    return {
      step: steps.current,
      visit: context.visit,
      frame: { ...frame, language: context.language, access: context.access, cardLies: context.cardLies, now: now().toISOString() },
      screen: screenOf(snapshot, facts),
      stillThere: context.secondsLeft === null ? null : { secondsLeft: context.secondsLeft },
      staff: staff?.view() ?? null,
    };
  };
  let view: View;
  let shownCode = '';
  let framesOfLastBeat = 0;

  const show = (snapshot: VisitSnapshot): void => {
    steps.follow(snapshot);
    view = viewOf(snapshot);
    const code = showCode(view);
    if (code !== shownCode) {
      shownCode = code;
      shownAtMs = performance.now();
      tell({ type: 'screen', code, atMs: Date.now() });
    }
    viewListeners.forEach((listener) => listener(view));
    // After the View is out: the visitor doesn't wait for the disk.
    const events = journeys.follow(snapshot, cause);
    if (events.length > 0) tell({ type: 'journey', events });
  };
  const send = (event: VisitEvent): void => {
    cause = event;
    actor.send(event);
    cause = null;
  };

  actor.start();
  view = viewOf(actor.getSnapshot());
  show(actor.getSnapshot());
  actor.subscribe(show);
  staff =
    parts.openStaffRoom?.({
      mayEnter: () => view.stillThere === null && (view.screen.id === 'attract' || view.screen.id === 'out_of_service'),
      hold: (held) => send({ type: held ? 'take_out_of_service' : 'return_to_service', reason: 'maintenance' }),
      outOfService: () => actor.getSnapshot().context.outOfService,
      changed: () => show(actor.getSnapshot()),
      send: (command) => devices.send(command),
    }) ?? null;
  const unsubscribeDevices = devices.subscribe(receiveDeviceEvent);

  function decide(act: () => void): void {
    const startedMs = performance.now();
    act();
    tell({ type: 'decided', ms: performance.now() - startedMs });
  }

  function receiveDeviceEvent(event: DeviceEvent): void {
    if (staff?.receive(event) === true) return;
    if (event.type === 'reader.read') tell({ type: 'recognised', recognitionMs: event.recognitionMs });
    if (event.type === 'printer.outcome')
      tell({ type: 'print_outcome', outcome: event.outcome, bytes: event.bytes });
    decide(() => send(event));
    // A read that no visit wanted must not linger in memory either.
    if (event.type === 'reader.read') event.digits.fill(0);
  }

  /** A beat counts when frames were drawn since the last one and the document shows the screen that should be there. */
  function receiveBeat(step: number, { frames, screen }: { readonly frames: number; readonly screen: string }): void {
    const hasDrawn = frames !== framesOfLastBeat;
    framesOfLastBeat = frames;
    if (hasDrawn && step === steps.current && screen === shownScreen(view)) tell({ type: 'beat' });
  }

  function receive(raw: unknown): void {
    const parsed = intentSchema.safeParse(typeof raw === 'string' ? intentOf(raw) : raw);
    if (!parsed.success) return tell({ type: 'intent_dropped', reason: 'malformed' });
    const { action, step } = parsed.data;
    if (action.type === 'painted') {
      if (step === steps.current)
        tell({ type: 'painted', code: shownCode, sinceShownMs: performance.now() - shownAtMs });
      return undefined;
    }
    if (action.type === 'beat') return receiveBeat(step, action);
    if (action.type === 'blank') return tell({ type: 'page_blank' });
    if (action.type === 'staff') return staff?.act(action.act);
    if (step !== steps.current && !STEPLESS.has(action.type)) return tell({ type: 'intent_dropped', reason: 'late' });
    if (action.type === 'reader_key') {
      if (frame.readerTypes && (asksForCard(actor.getSnapshot()) || staff?.awaitsCard === true))
        devices.send({ type: 'reader.key', code: action.code, shift: action.shift });
      return undefined;
    }
    decide(() => {
      send(action.type === 'back' && isOverlayOpen(actor.getSnapshot()) ? { type: 'close_overlay' } : action);
      // After the action, so that the idle time starts anew under the options it may have changed.
      actor.send({ type: 'activity' });
    });
    return undefined;
  }

  return {
    view: () => view,
    subscribe: (listener) => {
      viewListeners.add(listener);
      return () => viewListeners.delete(listener);
    },
    receive,
    observe: (observer) => {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    redraw: () => show(actor.getSnapshot()),
    report: tell,
    takeOutOfService: (reason) => actor.send({ type: 'take_out_of_service', reason }),
    returnToService: (reason) => actor.send({ type: 'return_to_service', reason }),
    close: async () => {
      staff?.close();
      actor.stop();
      vault.wipe();
      unsubscribeDevices();
      viewListeners.clear();
      observers.clear();
      await devices.close();
    },
  };
}

/** The code of what is on the screen, such as `A9`. */
export const showCode = ({ screen, staff, stillThere }: Pick<View, 'screen' | 'staff' | 'stillThere'>): string =>
  SCREEN_CODES[staff !== null ? 'staff' : stillThere === null ? screen.id : 'still_there'];

/** What a page that shows this View calls it in its beats. */
const shownScreen = ({ screen, staff }: View): string => (staff === null ? screen.id : 'staff');

const asksForCard = (snapshot: VisitSnapshot): boolean => snapshot.matches({ flow: { visit: { identity: 'card' } } });
const isOverlayOpen = (snapshot: VisitSnapshot): boolean => !snapshot.matches({ overlay: 'none' });

/** Counts screens: a new one, and the same one asking again after a refused entry. */
class StepCounter {
  current = 0;
  #position = '';

  follow(snapshot: VisitSnapshot): void {
    const { flow, overlay } = snapshot.value;
    const { refusals, visit } = snapshot.context;
    const position = JSON.stringify([stepOf(flow), overlay, refusals, visit]);
    if (position === this.#position) return;
    this.#position = position;
    this.current += 1;
  }
}

/** The flow's position without what only counts time: a second that passes is no new step. */
function stepOf(flow: VisitSnapshot['value']['flow']): unknown {
  return typeof flow === 'object' && 'visit' in flow && typeof flow.visit === 'object' && 'searching' in flow.visit
    ? 'searching'
    : flow;
}

const intentOf = (text: string): unknown => (text.length > MAX_INTENT_LENGTH ? undefined : parseJson(text));
