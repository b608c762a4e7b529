import type { SerialPort } from 'serialport';

/** libuv's names for what a file descriptor is watched for. */
const [UV_READABLE, UV_WRITABLE] = [1, 2];

/**
 * Lets an open port wait for bytes and for room at the same time. In @serialport/bindings-cpp 13.0.1 (src/poller.cpp,
 * `Poller::poll`) waiting for one ends waiting for the other: a printer that takes no more bytes could not say why, and
 * a write that had to wait could wait for ever though there was room. Windows waits otherwise and has no such thing.
 */
export function watchBothWays(port: SerialPort): void {
  const binding = port.port;
  if (binding === undefined || !('poller' in binding)) return;
  const { poller } = binding;
  const pollOnly = poller.poll.bind(poller);
  const wanted = (event: 'readable' | 'writable', flag: number): number => (poller.listenerCount(event) > 0 ? flag : 0);
  poller.poll = (flags = 0) => pollOnly(flags | wanted('readable', UV_READABLE) | wanted('writable', UV_WRITABLE));
}
