import {
  acknowledge,
  askCounter,
  askIdentity,
  listStored,
  mark,
  reportProcess,
  type ProcessId,
} from '../encoder/commands.ts';
import { NO_CAPABILITIES, type Capabilities, type Inquiry, type PrinterCounters } from './capabilities.ts';
import type { Reply } from './replies.ts';

/** What discovery needs of a line. */
export interface Conversation {
  readonly write: (bytes: Uint8Array) => Promise<unknown>;
  readonly onReply: (listener: (reply: Reply) => void) => () => void;
}

/** In-order answers of an idle printer come within milliseconds; slow print servers take longer. */
const ANSWER_MS = 600;
const PROBE_ID: ProcessId = [0x50, 0x52, 0x42, 0x45];
/** More than any printer has of ours. */
const MAX_NAME_ANSWERS = 30;

/**
 * Finds out what an idle, healthy printer can do. A mark after each question says that the printer is past it, so that
 * what it doesn't know costs no waiting; a printer without marks is asked with a time limit.
 */
export async function discover(line: Conversation, inquiry: Inquiry, answersRealTime: boolean): Promise<Capabilities> {
  const answersMarks = (await ask(line, mark(), isMark)) !== null;
  const question = <T>(bytes: Uint8Array, pick: (reply: Reply) => T | null): Promise<T | null> =>
    answersMarks ? askWithMark(line, bytes, pick) : ask(line, bytes, pick);
  const maker = await question(askIdentity('maker'), textOf);
  // Without marks each silence costs its whole time limit: who has no maker has no model either.
  const saysMore = answersMarks || maker !== null;
  const model = saysMore ? await question(askIdentity('model'), textOf) : null;
  const serialNumber = saysMore ? await question(askIdentity('serial'), textOf) : null;
  const firmware = saysMore ? await question(askIdentity('firmware'), textOf) : null;
  const confirmed = inquiry.processId ? await question(reportProcess(PROBE_ID), isProcess) : null;
  return {
    ...NO_CAPABILITIES,
    answersRealTime,
    answersMarks,
    answersProcessId: confirmed !== null,
    maker,
    model,
    serialNumber,
    firmware,
    storedNames: inquiry.storedNames ? await storedNames(line) : null,
  };
}

/** Asks for the maintenance counters. Only for printers that answer marks and know Epson's newer commands. */
export async function countersOf(line: Conversation): Promise<PrinterCounters> {
  const count = async (counter: keyof PrinterCounters): Promise<number | null> => {
    const digits = await askWithMark(line, askCounter(counter), textOf);
    return digits !== null && /^\d{1,10}$/.test(digits) ? Number(digits) : null;
  };
  return {
    linesFed: await count('linesFed'),
    headPulses: await count('headPulses'),
    cuts: await count('cuts'),
    hoursOn: await count('hoursOn'),
  };
}

const isMark = (reply: Reply): true | null => (reply.kind === 'in_order' ? true : null);
const isProcess = (reply: Reply): true | null => (reply.kind === 'process' ? true : null);
const textOf = (reply: Reply): string | null => (reply.kind === 'text' ? reply.text : null);
const namesOf = (reply: Reply): (Reply & { kind: 'stored_names' }) | null =>
  reply.kind === 'stored_names' ? reply : null;

/** The first fitting answer in time, or null. */
function ask<T>(line: Conversation, bytes: Uint8Array, pick: (reply: Reply) => T | null): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<T | null>();
  const timer = setTimeout(() => resolve(null), ANSWER_MS);
  const stop = line.onReply((reply) => {
    const picked = pick(reply);
    if (picked !== null) resolve(picked);
  });
  void line.write(bytes);
  return promise.finally(() => {
    clearTimeout(timer);
    stop();
  });
}

/** The fitting answer that comes before the printer reaches the mark after the question, or null. */
async function askWithMark<T>(
  line: Conversation,
  bytes: Uint8Array,
  pick: (reply: Reply) => T | null,
): Promise<T | null> {
  let answer: T | null = null;
  await ask(line, Buffer.concat([bytes, mark()]), (reply) => {
    answer ??= pick(reply);
    return isMark(reply);
  });
  return answer;
}

async function storedNames(line: Conversation): Promise<ReadonlySet<string> | null> {
  const names = new Set<string>();
  let request = listStored();
  for (let count = 0; count < MAX_NAME_ANSWERS; count += 1) {
    const answer = await ask(line, request, namesOf);
    if (answer === null) return null;
    for (const name of answer.names) names.add(name);
    if (!answer.hasMore) return names;
    request = acknowledge();
  }
  return null;
}
