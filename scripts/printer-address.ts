import { fileURLToPath } from 'node:url';
import { BadInput } from '../src/command-line/command-line.ts';
import { connectorFor, type Connect } from '../src/devices/printer/index.ts';

/** The way to a printer by an address as in the configuration, or the path of a device file. Throws `BadInput`. */
export function connectorOf(address: string): Connect {
  try {
    return connectorFor(address.startsWith('file:') ? fileURLToPath(address) : address);
  } catch {
    throw new BadInput('--address: expected tcp://host:9100, serial:///dev/ttyS0?baud=38400 or file:///dev/usb/lp0');
  }
}
