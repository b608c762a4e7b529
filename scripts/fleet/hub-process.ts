import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ChildOptions, FromChild, ToChild } from './hub-child.ts';
import { HUB_NODE_FLAGS } from './hub-flags.ts';

/** The parent's side of a hub in a process of its own. */
export class HubProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(options: ChildOptions): Promise<HubProcess> {
    const child = fork(join(import.meta.dirname, 'hub-child.ts'), [JSON.stringify(options)], {
      execArgv: [...HUB_NODE_FLAGS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const ready = await answer(child, 'ready');
    return new HubProcess(child, ready.url);
  }

  /** Processor time since it started, and the most memory since it was asked last. */
  usage(): Promise<FromChild & { type: 'usage' }> {
    return this.#ask('usage');
  }

  async storedEvents(): Promise<number> {
    return (await this.#ask('count')).events;
  }

  /** As if its machine lost power, but for what the system still has in its buffers. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    const gone = new Promise((done) => this.#child.once('exit', done));
    this.#send({ type: 'close' });
    await gone;
  }

  #ask<Type extends 'usage' | 'count'>(type: Type): Promise<FromChild & { type: Type }> {
    const answered = answer(this.#child, type);
    this.#send({ type });
    return answered;
  }

  #send(message: ToChild): void {
    this.#child.send(message);
  }
}

function answer<Type extends FromChild['type']>(child: ChildProcess, type: Type): Promise<FromChild & { type: Type }> {
  return new Promise((done, failed) => {
    const onMessage = (message: FromChild): void => {
      if (message.type !== type) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      done(message as FromChild & { type: Type });
    };
    const onExit = (): void => failed(new Error('the hub ended'));
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}
