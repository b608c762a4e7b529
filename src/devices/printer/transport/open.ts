import { deviceFilePrinter } from './device-file.ts';
import { serialPrinter } from './serial.ts';
import { tcpPrinter } from './tcp.ts';
import type { Connect } from './transport.ts';

/**
 * The way to a printer by its configured address: `tcp://host:port` (port 9100 if left out),
 * `serial:///dev/ttyS0?baud=38400&flow=hardware`, or the path of a device file such as `/dev/usb/lp0`. Throws on
 * anything else.
 */
export function connectorFor(address: string): Connect {
  if (address.startsWith('/')) return deviceFilePrinter(address);
  return address.startsWith('serial:') ? serialPrinter(address) : tcpPrinter(address);
}
