import { deviceFilePrinter } from './device-file.ts';
import { tcpPrinter } from './tcp.ts';
import type { Connect } from './transport.ts';

/**
 * The way to a printer by its configured address: `tcp://host:port` (port 9100 if left out) or the path of a device
 * file such as `/dev/usb/lp0`. Throws on anything else.
 */
export function connectorFor(address: string): Connect {
  return address.startsWith('/') ? deviceFilePrinter(address) : tcpPrinter(address);
}
