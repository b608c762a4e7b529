import { connect, type Socket } from 'node:net';

/**
 * Just enough of RFC 6455's client side for thousands of connections in one process: short text messages, no fragments,
 * no extensions. The masking key is zero, which leaves the text as it is.
 */
export class LightSocket {
  readonly #socket: Socket;
  readonly #onText: (text: string) => void;
  #pending: Buffer = Buffer.alloc(0);
  #isOpen = false;
  /** HTTP status of a refused upgrade, or the code of the hub's close. */
  ended: number | null = null;

  constructor(port: number, path: string, token: string, handlers: { onOpen: () => void; onText: (text: string) => void; onEnd: () => void }) {
    this.#onText = handlers.onText;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.once('connect', () =>
      this.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      ),
    );
    this.#socket.on('data', (data) => this.#take(data, handlers.onOpen));
    this.#socket.on('error', () => undefined);
    this.#socket.once('close', handlers.onEnd);
  }

  send(text: string): void {
    const payload = Buffer.from(text);
    const { length } = payload;
    const head = length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
    head[0] = 0x81;
    if (length < 126) head[1] = 0x80 | length;
    else {
      head[1] = 0xfe;
      head.writeUInt16BE(length, 2);
    }
    this.#socket.write(Buffer.concat([head, payload]));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer, onOpen: () => void): void {
    this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
    if (!this.#isOpen && !this.#open(onOpen)) return;
    for (let frame = this.#frame(); frame !== null; frame = this.#frame()) {
      if (frame.opcode === 1) this.#onText(frame.payload.toString());
      if (frame.opcode === 8) this.ended = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
    }
  }

  #open(onOpen: () => void): boolean {
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const status = Number(this.#pending.subarray(9, 12).toString());
    this.#pending = this.#pending.subarray(end + 4);
    if (status !== 101) {
      this.ended = status;
      this.#socket.destroy();
      return false;
    }
    this.#isOpen = true;
    onOpen();
    return true;
  }

  #frame(): { readonly opcode: number; readonly payload: Buffer } | null {
    const data = this.#pending;
    if (data.length < 2) return null;
    const short = (data[1] ?? 0) & 0x7f;
    const start = short === 126 ? 4 : 2;
    if (short === 127) throw new Error('a message too long for this socket');
    if (data.length < start) return null;
    const length = short === 126 ? data.readUInt16BE(2) : short;
    if (data.length < start + length) return null;
    this.#pending = data.subarray(start + length);
    return { opcode: (data[0] ?? 0) & 0x0f, payload: data.subarray(start, start + length) };
  }
}
