import type { StaffAct } from '../../bridge/staff-act.ts';
import type { SignInRefusal, StaffScreen, StaffSession, StaffView } from '../../bridge/staff.ts';
import type { DeviceEvent } from '../../devices/link.ts';
import type { EventData } from '../../domain/events.ts';
import type { StaffAccount } from './accounts.ts';
import type { DeviceStates } from './diagnostics/run.ts';
import { StaffInside } from './inside.ts';
import type { RoomPorts, RoomSurroundings } from './ports.ts';
import { rightsOf } from './rights.ts';
import type { Credentials, SignInFault } from './sign-in.ts';

type Phase =
  | { readonly at: 'street' }
  | { readonly at: 'door'; readonly checking: boolean; readonly refused: Refused | null }
  | { readonly at: 'inside'; readonly inside: StaffInside };

interface Refused {
  readonly code: SignInRefusal['code'];
  readonly untilMs: number;
}

const SECOND_MS = 1000;
const REFUSALS: Readonly<Record<SignInFault['code'], SignInRefusal['code']>> = {
  refused: 'refused',
  clock_unproven: 'clock_unproven',
  wait: 'locked',
};

/**
 * The staff room of one kiosk: its door, who is in, and when they have to leave. From the moment somebody stands at the
 * door until the room is empty again the kiosk serves no visitor.
 */
export class StaffRoom {
  readonly #ports: RoomPorts;
  readonly #around: RoomSurroundings;
  #phase: Phase = { at: 'street' };
  #language: string;
  #largeText = false;
  #isHeld = false;
  #lastSignMs = 0;
  #cancelTick: (() => void) | null = null;
  #devices: DeviceStates = { readerReady: false, printer: 'unknown' };

  constructor(ports: RoomPorts, around: RoomSurroundings) {
    this.#ports = ports;
    this.#around = around;
    this.#language = ports.languages[0] ?? 'ar';
    this.holdWhereNeeded();
  }

  /** Nobody outside sees anything of it. */
  view(): StaffView | null {
    const phase = this.#phase;
    if (phase.at === 'street') return null;
    return {
      language: this.#language,
      largeText: this.#largeText,
      session: phase.at === 'door' ? null : this.#session(phase.inside.account),
      training: this.#ports.practice.isUnderWay,
      screen: phase.at === 'door' ? this.#doorScreen(phase) : phase.inside.screen(),
    };
  }

  /** A card for the technician's test is awaited: keys of a typing reader belong to it. */
  get awaitsCard(): boolean {
    return this.#phase.at === 'inside' && this.#phase.inside.awaitsCard;
  }

  act(act: StaffAct): void {
    if (act.act === 'enter') return this.#enter();
    if (this.#phase.at === 'street') return undefined;
    this.#lastSignMs = this.#nowMs();
    if (act.act === 'leave') return this.#leave('chosen');
    if (act.act === 'set_language' && this.#ports.languages.includes(act.language)) this.#language = act.language;
    if (act.act === 'set_large_text') this.#largeText = act.on;
    if (this.#phase.at === 'inside') this.#phase.inside.act(act);
    else if (act.act === 'sign_in') this.#signIn({ accountId: act.account, pin: act.pin, code: act.code });
    return this.#around.changed();
  }

  /** @returns true for what was meant for the room alone, which no visit may see */
  receive(event: DeviceEvent): boolean {
    if (event.type === 'reader.state') this.#devices = { ...this.#devices, readerReady: event.state === 'ready' };
    if (event.type === 'printer.state') this.#devices = { ...this.#devices, printer: event.state };
    if (event.type === 'printer.report') this.#ports.versions.printerSaid(event.report);
    if (this.#phase.at === 'inside') this.#phase.inside.receive(event);
    const isOwn = (event.type === 'reader.read' || event.type === 'reader.fault') && event.armingId.startsWith('staff:');
    // Nobody else will see them, so nobody else wipes them.
    if (isOwn && event.type === 'reader.read') event.digits.fill(0);
    return isOwn;
  }

  /** Takes the kiosk out of service for people or for maintenance, and gives it back when neither is there. */
  holdWhereNeeded(): void {
    const isNeeded = this.#phase.at !== 'street' || this.#ports.maintenance.isUnderWay;
    // Others may hold the kiosk for the same reason: only what was taken is given back.
    if (isNeeded === this.#isHeld) return;
    this.#isHeld = isNeeded;
    this.#around.hold(isNeeded);
  }

  /** The kiosk process ends. */
  close(): void {
    this.#stopTicking();
    this.#ports.maintenance.close();
    if (this.#phase.at === 'inside') this.#phase.inside.close();
  }

  #enter(): void {
    if (this.#phase.at !== 'street' || !this.#around.mayEnter()) return;
    const waitMs = this.#ports.door.waitMs();
    this.#phase = { at: 'door', checking: false, refused: waitMs > 0 ? this.#refused('locked', waitMs) : null };
    this.#lastSignMs = this.#nowMs();
    this.#language = this.#ports.languages[0] ?? 'ar';
    this.#largeText = false;
    this.holdWhereNeeded();
    this.#tick();
    this.#around.changed();
  }

  #signIn(credentials: Credentials): void {
    if (this.#phase.at !== 'door' || this.#phase.checking) return;
    if (!this.#ports.hasAccounts()) {
      this.#phase = { at: 'door', checking: false, refused: this.#refused('no_accounts', 0) };
      return;
    }
    const checking: Phase = { at: 'door', checking: true, refused: null };
    this.#phase = checking;
    void this.#ports.door.signIn(credentials).then((tried) => {
      // Whoever left meanwhile has to knock again.
      if (this.#phase !== checking) return undefined;
      if (tried.ok) this.#letIn(tried.value);
      else this.#phase = { at: 'door', checking: false, refused: this.#refused(REFUSALS[tried.fault.code], tried.fault.waitMs) };
      return this.#around.changed();
    });
  }

  #letIn(account: StaffAccount): void {
    this.#lastSignMs = this.#nowMs();
    this.#ports.record('staff.signed_in', { account: account.id });
    this.#phase = { at: 'inside', inside: new StaffInside(account, this.#ports, this.#around, () => this.#devices) };
  }

  #leave(how: EventData<'staff.signed_out'>['how']): void {
    const phase = this.#phase;
    this.#phase = { at: 'street' };
    this.#stopTicking();
    if (phase.at === 'inside') {
      phase.inside.close();
      this.#ports.record('staff.signed_out', { account: phase.inside.account.id, how });
    }
    this.holdWhereNeeded();
    this.#around.changed();
  }

  /** Once a second while anybody is there: seconds are shown, and the idle end. */
  #tick(): void {
    this.#cancelTick = this.#ports.clock.after(SECOND_MS, () => {
      if (this.#phase.at === 'inside' && this.#phase.inside.isWorking) this.#lastSignMs = this.#nowMs();
      if (this.#idleLeftMs() <= 0) return this.#leave('idle');
      this.#around.changed();
      return this.#tick();
    });
  }

  #stopTicking(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
  }

  #idleLeftMs(): number {
    const { doorIdleMs, idleMs } = this.#ports.timing;
    const limitMs = this.#phase.at === 'inside' ? idleMs : doorIdleMs;
    return limitMs - (this.#nowMs() - this.#lastSignMs);
  }

  #refused(code: SignInRefusal['code'], waitMs: number): Refused {
    return { code, untilMs: this.#nowMs() + waitMs };
  }

  #session({ name, role }: StaffAccount): StaffSession {
    return {
      name,
      role,
      may: rightsOf(role),
      idleSecondsLeft: Math.max(0, Math.ceil(this.#idleLeftMs() / SECOND_MS)),
      maintenance: this.#ports.maintenance.window,
    };
  }

  #doorScreen({ checking, refused }: Extract<Phase, { at: 'door' }>): StaffScreen {
    const secondsLeft = refused === null ? 0 : Math.max(0, Math.ceil((refused.untilMs - this.#nowMs()) / SECOND_MS));
    const isOver = refused?.code === 'locked' && secondsLeft === 0;
    return { id: 'sign_in', checking, refusal: refused === null || isOver ? null : { code: refused.code, secondsLeft } };
  }

  #nowMs(): number {
    return this.#ports.clock.monotonicMs();
  }
}
