/** How the port of a printer is set; must agree with the printer's switches. */
export interface SerialSettings {
  /** `/dev/ttyS0`, `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  readonly baud: number;
  /**
   * `hardware`: the printer's ready line is wired to CTS. `software`: XON/XOFF. `none` is enough for printers that
   * answer marks: they are never sent more than their buffer holds.
   */
  readonly flow: 'hardware' | 'none' | 'software';
}

const BAUDS: readonly number[] = [9600, 19_200, 38_400, 57_600, 115_200];
const FLOWS = ['none', 'hardware', 'software'] as const;

/** @param address `serial:///dev/ttyS0?baud=38400&flow=hardware`, `serial:///COM3?baud=19200`; throws on anything else. */
export function serialSettings(address: string): SerialSettings {
  const { protocol, host, pathname, searchParams } = new URL(address);
  const windowsName = /^\/(COM\d{1,3})$/i.exec(pathname)?.[1];
  const baud = Number(searchParams.get('baud') ?? '');
  const flow = FLOWS.find((known) => known === (searchParams.get('flow') ?? 'none'));
  const isKnown = [...searchParams.keys()].every((key) => key === 'baud' || key === 'flow');
  if (protocol !== 'serial:' || host !== '' || pathname.length < 2 || !isKnown) {
    throw new Error(`not a serial printer's address: ${address}`);
  }
  if (!BAUDS.includes(baud)) throw new Error(`${address}: baud must be one of ${BAUDS.join(', ')}`);
  if (flow === undefined) throw new Error(`${address}: flow must be one of ${FLOWS.join(', ')}`);
  return { path: windowsName ?? decodeURIComponent(pathname), baud, flow };
}
