import { connect, type Socket } from 'node:net';
import { fault, ok } from '../../../domain/result.ts';
import type { Connect, Transport } from './transport.ts';

/** The port of raw printing ("JetDirect", AppSocket). */
const RAW_PORT = 9100;
const CONNECT_TIMEOUT_MS = 3000;
const CLOSE_TIMEOUT_MS = 2000;
/** Finds a line that was cut without a word; a printer's own limit for a silent line is 90 s or more. */
const KEEP_ALIVE_MS = 10_000;

/** A network printer. @param url `tcp://host` or `tcp://host:port`; throws on anything else, it is configuration. */
export function tcpPrinter(url: string): Connect {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'tcp:' || hostname === '') throw new Error(`not a printer address: ${url}`);
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? RAW_PORT : Number(port) };
  return () =>
    new Promise((resolve) => {
      const socket = connect({ ...address, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
      const giveUp = (): void => {
        socket.destroy();
        resolve(fault('unreachable'));
      };
      const timer = setTimeout(giveUp, CONNECT_TIMEOUT_MS);
      socket.once('error', giveUp);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', giveUp);
        resolve(ok(transportOf(socket)));
      });
      socket.once('close', () => clearTimeout(timer));
    });
}

function transportOf(socket: Socket): Transport {
  // 'close' always follows and tells the listeners.
  socket.on('error', () => socket.destroy());
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        const settle = (): void => {
          socket.off('close', settle);
          socket.off('drain', settle);
          resolve(socket.writable ? ok(null) : fault('lost'));
        };
        if (!socket.writable || socket.write(bytes)) settle();
        else {
          socket.once('close', settle);
          socket.once('drain', settle);
        }
      }),
    onData: (listener) => {
      socket.on('data', listener);
    },
    onLost: (listener) => {
      if (socket.closed) listener();
      else socket.once('close', listener);
    },
    // FIN after the last byte: destroying at once could lose the tail of a receipt.
    close: () =>
      new Promise((resolve) => {
        if (socket.closed) return resolve();
        const timer = setTimeout(() => socket.destroy(), CLOSE_TIMEOUT_MS);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        socket.end();
      }),
    abandon: () => {
      socket.resetAndDestroy();
    },
  };
}
