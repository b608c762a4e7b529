import type { Result } from '../../../domain/result.ts';
import { fault } from '../../../domain/result.ts';
import type { PrinterState } from '../../link.ts';
import { queryStatus, reportChanges } from '../encoder/commands.ts';
import type { Connect, Transport } from '../transport/transport.ts';
import { ReplyReader, type Reply } from './replies.ts';
import { stateOf, statusOfAnswers, statusOfReport } from './status.ts';

const RECONNECT_MS = 2000;
/** Between looks at an idle printer; changes come by themselves, this finds one that went silent. */
const POLL_MS = 5000;
/** Real-time answers come within milliseconds; a busy network print server may take longer. */
const QUERY_TIMEOUT_MS = 800;

interface Query {
  readonly bytes: number[];
  readonly done: (answered: boolean) => void;
}

/** The line to one printer: keeps it open, asks how the printer is, hands its answers out. */
export class PrinterLine {
  readonly #connect: Connect;
  readonly #stateListeners = new Set<(state: PrinterState) => void>();
  readonly #replyListeners = new Set<(reply: Reply) => void>();
  readonly #lostListeners = new Set<() => void>();
  #transport: Transport | null = null;
  #reader = new ReplyReader();
  #query: Query | null = null;
  #refreshing: Promise<boolean> | null = null;
  #state: PrinterState = 'unknown';
  #hasAnswered = false;
  #closed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(connect: Connect) {
    this.#connect = connect;
    void this.#open();
  }

  get state(): PrinterState {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#transport !== null;
  }

  /** Whether this printer has ever said anything: some clones have no way back. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Calls with each change of state. Returns the way to stop. */
  onState(listener: (state: PrinterState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onReply(listener: (reply: Reply) => void): () => void {
    this.#replyListeners.add(listener);
    return () => this.#replyListeners.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  /** Hands bytes over, as far as the line has room. */
  write(bytes: Uint8Array): Promise<Result<null, 'lost'>> {
    return this.#transport === null ? Promise.resolve(fault('lost')) : this.#transport.write(bytes);
  }

  /**
   * Asks the printer how it is; false when it gives no full answer in time. Not to be used inside a command. Who asks
   * while a question is open shares its answer.
   */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #ask(): Promise<boolean> {
    if (this.#transport === null) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), QUERY_TIMEOUT_MS);
    this.#query = { bytes: [], done: resolve };
    void this.write(Buffer.concat(([1, 2, 3, 4] as const).map(queryStatus)));
    const answered = await promise;
    clearTimeout(timer);
    this.#query = null;
    if (!answered && this.isOpen) this.#setState('unknown');
    return answered;
  }

  /** Gives the line up and drops what has not gone out; a new one is opened. */
  abandon(): void {
    this.#transport?.abandon();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#transport?.close();
  }

  async #open(): Promise<void> {
    const connected = await this.#connect();
    if (!connected.ok) {
      this.#setState('offline');
      this.#later(RECONNECT_MS, () => this.#open());
      return;
    }
    const transport = connected.value;
    if (this.#closed) return transport.close();
    this.#transport = transport;
    this.#reader = new ReplyReader();
    transport.onData((bytes) => {
      for (const reply of this.#reader.read(bytes)) this.#take(reply);
    });
    transport.onLost(() => this.#lost());
    await this.write(reportChanges());
    await this.#look();
  }

  /** Asks now and then; a printer that says nothing is `unknown`, never `ready`. */
  async #look(): Promise<void> {
    await this.refresh();
    if (this.isOpen) this.#later(POLL_MS, () => this.#look());
  }

  #lost(): void {
    this.#transport = null;
    this.#query?.done(false);
    this.#setState('offline');
    for (const listener of this.#lostListeners) listener();
    this.#later(RECONNECT_MS, () => this.#open());
  }

  #later(delayMs: number, action: () => Promise<void>): void {
    if (this.#closed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void action(), delayMs);
  }

  #take(reply: Reply): void {
    this.#hasAnswered = true;
    if (reply.kind === 'automatic') this.#setState(stateOf(statusOfReport(reply.bytes)));
    if (reply.kind === 'real_time') this.#takeAnswer(reply.byte);
    for (const listener of this.#replyListeners) listener(reply);
  }

  #takeAnswer(byte: number): void {
    if (this.#query === null) return;
    this.#query.bytes.push(byte);
    const [printer, cause, error, sensor] = this.#query.bytes;
    if (printer === undefined || cause === undefined || error === undefined || sensor === undefined) return;
    this.#setState(stateOf(statusOfAnswers([printer, cause, error, sensor])));
    this.#query.done(true);
  }

  #setState(state: PrinterState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
