import type { Result } from '../../../domain/result.ts';

/** A message in words. */
export interface Letter {
  readonly subject: string;
  readonly body: string;
}

/** `refused`: the other side said no, and will again; `unreachable`: later it may say yes. */
export type SendFault = 'refused' | 'unreachable';

/** One way to reach a person. `to` is a mail address or a phone number as this channel wants it. */
export interface Sender {
  send(to: string, letter: Letter): Promise<Result<null, SendFault>>;
  close(): void;
}
