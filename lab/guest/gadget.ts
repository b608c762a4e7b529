import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './system.ts';

const ROOT = '/sys/kernel/config/usb_gadget';

export interface GadgetOptions {
  /** Which of the four emulated USB ports, 0 to 3. */
  readonly port: number;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  /** Kind and name as configfs wants it, such as `hid.r0`, and its attributes. */
  readonly functions: Readonly<Record<string, Readonly<Record<string, string | number | Buffer>>>>;
}

/** Loads a virtual host controller with four ports. */
export function loadVirtualUsb(): void {
  run('modprobe', '-a', 'libcomposite', 'usb_f_hid', 'usb_f_printer', 'usb_f_acm');
  if (!existsSync('/sys/class/udc/dummy_udc.0')) run('modprobe', 'dummy_hcd', 'num=4');
}

/** A USB device as the kernel's gadget framework makes it: to the host side it is a real one. */
export class Gadget {
  readonly #directory: string;
  readonly #port: string;
  readonly #functions: readonly string[];

  constructor(name: string, { functions, port, productId, serialNumber, vendorId }: GadgetOptions) {
    this.#directory = join(ROOT, name);
    this.#port = `dummy_udc.${String(port)}`;
    this.#functions = Object.keys(functions);
    mkdirSync(this.#directory);
    this.#put('idVendor', `0x${vendorId.toString(16)}`);
    this.#put('idProduct', `0x${productId.toString(16)}`);
    mkdirSync(join(this.#directory, 'strings/0x409'));
    this.#put('strings/0x409/serialnumber', serialNumber);
    this.#put('strings/0x409/manufacturer', 'Lab');
    this.#put('strings/0x409/product', name);
    mkdirSync(join(this.#directory, 'configs/c.1'));
    for (const [each, attributes] of Object.entries(functions)) {
      mkdirSync(join(this.#directory, 'functions', each));
      for (const [key, value] of Object.entries(attributes)) {
        this.#put(join('functions', each, key), typeof value === 'number' ? String(value) : value);
      }
      symlinkSync(join(this.#directory, 'functions', each), join(this.#directory, 'configs/c.1', each));
    }
  }

  /** The device's end of its HID function. */
  hidNode(name: string): string {
    const [, minor] = readFileSync(join(this.#directory, 'functions', name, 'dev'), 'utf8').trim().split(':');
    return `/dev/hidg${minor ?? ''}`;
  }

  plug(): void {
    this.#put('UDC', this.#port);
  }

  unplug(): void {
    this.#put('UDC', '\n');
  }

  /** Its device's end must be closed before: removing a serial function waits for that in the kernel, for ever. */
  remove(): void {
    if (isSerialEndOpen()) throw new Error('close /dev/ttyGS* before removing its gadget');
    if (readFileSync(join(this.#directory, 'UDC'), 'utf8').trim() !== '') this.unplug();
    for (const each of this.#functions) {
      unlinkSync(join(this.#directory, 'configs/c.1', each));
      rmdirSync(join(this.#directory, 'functions', each));
    }
    for (const each of ['configs/c.1', 'strings/0x409', '']) rmdirSync(join(this.#directory, each));
  }

  #put(name: string, value: string | Buffer): void {
    writeFileSync(join(this.#directory, name), value);
  }
}

function isSerialEndOpen(): boolean {
  return readdirSync('/proc/self/fd').some((file) => {
    try {
      return readlinkSync(`/proc/self/fd/${file}`).startsWith('/dev/ttyGS');
    } catch {
      return false;
    }
  });
}
