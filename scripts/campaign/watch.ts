import type { Kiosk } from '../../src/main/kiosk.ts';
import type { DeviceProcess } from '../../src/devices/supervisor.ts';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import { strangerIn, type Person } from './people.ts';

/** Screens on which nobody's data may be, not even those of who stands there. */
const NOBODY: ReadonlySet<string> = new Set(['attract', 'out_of_service', 'goodbye']);

/**
 * Looks over the kiosk's shoulder: at every View, every event, every command to the devices and the digits that the
 * gateway client is shown. What it must never see is written down as broken.
 */
export class Watch {
  readonly broken: string[] = [];
  /** Receipts that were sent to the printer in this visit. */
  readonly documents: ReceiptDocument[] = [];
  /** Receipts of the visit before, of which the screen said that they were not printed. */
  refused: readonly ReceiptDocument[] = [];
  /** A receipt before a stuck knife is whole, and nobody gets it. */
  mayJam = false;
  #own: Person | null = null;
  #isArmed = false;
  #digits: Uint8Array | null = null;

  /** Who stands in front of the kiosk now. */
  set visitor(person: Person | null) {
    this.#own = person;
    this.documents.length = 0;
  }

  note(promise: string): void {
    if (!this.broken.includes(promise)) this.broken.push(promise);
  }

  overKiosk(kiosk: Kiosk): void {
    kiosk.subscribe((view) => this.#look(`the screen ${view.screen.id}`, view, NOBODY.has(view.screen.id) ? null : this.#own));
    kiosk.observe((event) => this.#look(`the event ${event.type}`, event, null));
  }

  overDevices(process: DeviceProcess): DeviceProcess {
    // A new one is armed only when it is told so, and one that has died is armed no more.
    this.#isArmed = false;
    process.onExit(() => {
      this.#isArmed = false;
    });
    return {
      ...process,
      post: (message) => {
        if (message.type === 'command') {
          const { command } = message;
          if (command.type === 'reader.arm') this.#isArmed = true;
          if (command.type === 'reader.disarm') this.#isArmed = false;
          if (command.type === 'printer.print') {
            this.#look('a receipt', command.document, this.#own);
            this.documents.push(command.document);
          }
        }
        process.post(message);
      },
    };
  }

  overGateway(gateway: Gateway): Gateway {
    return {
      ...gateway,
      inquire: (inquiry, signal) => {
        // The vault's own bytes, not a copy.
        this.#digits = inquiry.digits;
        return gateway.inquire(inquiry, signal);
      },
    };
  }

  /** What must hold while the attract screen is on. */
  checkAttract(): void {
    if (this.#isArmed) this.note('the reader is armed on the attract screen');
    if (this.#digits?.some((byte) => byte !== 0) === true) this.note('the vault holds digits on the attract screen');
  }

  #look(where: string, value: object, own: Person | null): void {
    const stranger = strangerIn(JSON.stringify(value), own);
    if (stranger !== null) this.note(`${where} shows ${stranger}`);
  }
}
