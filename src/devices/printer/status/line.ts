import type { Result } from '../../../domain/result.ts';
import { fault } from '../../../domain/result.ts';
import { clearBuffers, queryStatus, reportChanges } from '../encoder/commands.ts';
import { MAX_COMMAND_BYTES } from '../encoder/limits.ts';
import type { Connect, Transport } from '../transport/transport.ts';
import { NO_CAPABILITIES, type Capabilities, type Inquiry, type PrinterCounters } from './capabilities.ts';
import { countersOf, discover, type Conversation } from './discover.ts';
import { ReplyReader, type Reply } from './replies.ts';
import { faultOf, statusOfAnswers, statusOfReport, verdictOf, type PrinterCondition, type PrinterState } from './status.ts';

/** A line that can't be opened is tried again after this, then after twice as long, and so on. */
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;
/** Between looks at an idle printer; changes come by themselves, this finds one that went silent. */
const POLL_MS = 5000;
/** Real-time answers come within milliseconds; a busy network print server may take longer. */
const QUERY_TIMEOUT_MS = 800;

/** Answers to DLE EOT 1, 2, 3 and 4. */
const ANSWERS = 4;

interface Query {
  readonly bytes: number[];
  /** Answers to the question before that may still come first. */
  readonly owed: number;
  readonly done: (answered: boolean) => void;
}

/** The line to one printer: keeps it open, asks how the printer is and what it can do, hands its answers out. */
export class PrinterLine {
  readonly #connect: Connect;
  readonly #inquiry: Inquiry;
  readonly #stateListeners = new Set<(state: PrinterState) => void>();
  readonly #replyListeners = new Set<(reply: Reply) => void>();
  readonly #lostListeners = new Set<() => void>();
  #transport: Transport | null = null;
  #reader = new ReplyReader();
  #query: Query | null = null;
  #owed = 0;
  #isAsking = false;
  #refreshing: Promise<boolean> | null = null;
  #discovering: Promise<Capabilities> | null = null;
  #hasAskedAgain = false;
  #condition: PrinterCondition = { state: 'unknown', reason: 'not_asked_yet', since: new Date() };
  #hasAnswered = false;
  #isBroken = false;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(connect: Connect, inquiry: Inquiry = { processId: true, storedNames: false }) {
    this.#connect = connect;
    this.#inquiry = inquiry;
    void this.#open();
  }

  get state(): PrinterState {
    return this.#condition.state;
  }

  get condition(): PrinterCondition {
    return this.#condition;
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

  /**
   * What the printer at the other end can do; found out once for each line that is opened. Only an idle and healthy
   * printer can be asked; another counts as one that can nothing, for now.
   */
  capabilities(): Promise<Capabilities> {
    const transport = this.#transport;
    if (!this.#hasAnswered || transport === null || faultOf(this.state) !== null) return Promise.resolve(NO_CAPABILITIES);
    this.#discovering ??= this.#discover(transport);
    return this.#discovering;
  }

  async #discover(transport: Transport): Promise<Capabilities> {
    const found = await discover(this.#conversation(transport), this.#inquiry, this.state !== 'unknown');
    if (transport !== this.#transport) return found;
    // It may have been printing when the line was opened, and have had no answer to spare.
    const mayBeBusy = !found.answersMarks && !this.#hasAskedAgain;
    if (mayBeBusy) this.#hasAskedAgain = true;
    if (mayBeBusy || faultOf(this.state) !== null) this.#discovering = null;
    return found;
  }

  /** The same anew, on the same line: its memory was written, which resets some printers. */
  async rediscover(): Promise<Capabilities> {
    this.#discovering = null;
    await this.write(reportChanges());
    await this.refresh();
    return this.capabilities();
  }

  /** What an idle and healthy printer has counted; null when it can't be asked. */
  async counters(): Promise<PrinterCounters | null> {
    const { answersMarks, answersProcessId } = await this.capabilities();
    const transport = this.#transport;
    // Printers that don't know GS ( H don't know GS g 2 either, and could print it.
    return transport !== null && answersMarks && answersProcessId ? countersOf(this.#conversation(transport)) : null;
  }

  /** Bound to one line: when it breaks, the questions left must not go out on the next. */
  #conversation(transport: Transport): Conversation {
    return { write: (bytes) => transport.write(bytes), onReply: (listener) => this.onReply(listener) };
  }

  async #ask(): Promise<boolean> {
    if (this.#transport === null) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const query: Query = { bytes: [], owed: this.#owed, done: resolve };
    // What was owed never came, if these are all.
    const timer = setTimeout(() => resolve(this.#judge(query)), QUERY_TIMEOUT_MS);
    this.#query = query;
    void this.#sendQuestion();
    const answered = await promise;
    clearTimeout(timer);
    this.#query = null;
    const { length } = query.bytes;
    this.#owed = answered || length === 0 ? 0 : query.owed + ANSWERS - length;
    if (!answered && this.isOpen) this.#setCondition('unknown', 'no_answer');
    return answered;
  }

  /** A printer that takes no bytes still has the last question before it; more of them would only fill the line up. */
  async #sendQuestion(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    await this.write(Buffer.concat(([1, 2, 3, 4] as const).map(queryStatus)));
    this.#isAsking = false;
  }

  /** The next line begins by clearing what a job has left half sent: it could be inside a picture. */
  markBroken(): void {
    this.#isBroken = true;
  }

  /** Gives the line up and drops what has not gone out; a new one is opened, and the printer cleared. */
  abandon(): void {
    this.markBroken();
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
      this.#setCondition('offline', connected.fault);
      this.#retry();
      return;
    }
    const transport = connected.value;
    if (this.#closed) return transport.close();
    this.#transport = transport;
    this.#reader = new ReplyReader();
    this.#discovering = null;
    this.#hasAskedAgain = false;
    this.#owed = 0;
    this.#isAsking = false;
    transport.onData((bytes) => {
      // A line that was given up may still have something to say.
      if (transport !== this.#transport) return;
      for (const reply of this.#reader.read(bytes)) this.#take(reply);
    });
    transport.onLost(() => this.#lost());
    if (this.#isBroken) await this.#mend();
    await this.write(reportChanges());
    await this.#look();
    await this.capabilities();
  }

  /** A printer that waits for the rest of a picture takes zeros for white dots; otherwise they mean nothing. */
  async #mend(): Promise<void> {
    this.#isBroken = false;
    await this.write(Buffer.concat([clearBuffers(), new Uint8Array(MAX_COMMAND_BYTES)]));
  }

  /** Asks now and then; a printer that says nothing is `unknown`, never `ready`. */
  async #look(): Promise<void> {
    await this.refresh();
    if (this.isOpen) this.#later(POLL_MS, () => this.#look());
  }

  #lost(): void {
    this.#transport = null;
    this.#query?.done(false);
    this.#setCondition('offline', 'line_lost');
    for (const listener of this.#lostListeners) listener();
    this.#retry();
  }

  #retry(): void {
    this.#later(this.#retryMs, () => this.#open());
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #later(delayMs: number, action: () => Promise<void>): void {
    if (this.#closed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void action(), delayMs);
  }

  #take(reply: Reply): void {
    this.#hasAnswered = true;
    this.#retryMs = FIRST_RETRY_MS;
    if (reply.kind === 'automatic') this.#setVerdict(verdictOf(statusOfReport(reply.bytes)));
    if (reply.kind === 'real_time') this.#takeAnswer(reply.byte);
    for (const listener of this.#replyListeners) listener(reply);
  }

  #takeAnswer(byte: number): void {
    const query = this.#query;
    if (query === null) return;
    query.bytes.push(byte);
    if (query.bytes.length === query.owed + ANSWERS) query.done(this.#judge(query));
  }

  /** Takes the last four answers for the state; false when there are fewer. */
  #judge({ bytes }: Query): boolean {
    const [printer, cause, error, sensor] = bytes.slice(-ANSWERS);
    if (printer === undefined || cause === undefined || error === undefined || sensor === undefined) return false;
    this.#setVerdict(verdictOf(statusOfAnswers([printer, cause, error, sensor])));
    return true;
  }

  #setVerdict({ reason, state }: Pick<PrinterCondition, 'reason' | 'state'>): void {
    this.#setCondition(state, reason);
  }

  #setCondition(state: PrinterState, reason: PrinterCondition['reason']): void {
    if (state === this.state && reason === this.#condition.reason) return;
    const hasChanged = state !== this.state;
    this.#condition = { state, reason, since: hasChanged ? new Date() : this.#condition.since };
    if (hasChanged) for (const listener of this.#stateListeners) listener(state);
  }
}
