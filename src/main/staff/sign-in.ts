import { randomBytes } from 'node:crypto';
import type { EventData } from '../../domain/events.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { newTotpSecret, stepOfCode } from '../../sign-in/one-time-code.ts';
import { ACCOUNT_PAUSES, KIOSK_PAUSES, NO_FAILURES, waitMs, type Failures, type PauseRule } from '../../sign-in/pauses.ts';
import { hashSecret, isSecret, SECRET_COST, type SecretHash } from '../../sign-in/secret-hash.ts';
import type { StaffAccount } from './accounts.ts';
import type { DoorMemory } from './door-memory.ts';

/** For ids that nobody has: the same work, and never a match. */
const DECOY_SECRET = newTotpSecret();

/** What was typed on the keypad. */
export interface Credentials {
  readonly accountId: string;
  readonly pin: string;
  readonly code: string;
}

export type SignInFault =
  /** One of the three was wrong; which one is nobody's business. */
  | { readonly code: 'refused'; readonly waitMs: number }
  /** One of the three was wrong, or the kiosk's clock is, which nobody has told it. */
  | { readonly code: 'clock_unproven'; readonly waitMs: number }
  /** Too early after failures: not even looked at. */
  | { readonly code: 'wait'; readonly waitMs: number };

/** Why, for the audit only. */
export type RefusalCause = EventData<'staff.sign_in_refused'>['reason'];

export interface DoorPorts {
  readonly memory: DoorMemory;
  /** Read anew for each try, so that a removed account is out at once; empty where the file can't be read. */
  readonly accounts: () => readonly StaffAccount[];
  readonly now: () => Date;
  /** A clock that never jumps: pauses pass by it. */
  readonly monotonicMs: () => number;
  /** Whether `now` is known to be right. */
  readonly isTimeProven: () => boolean;
  readonly onRefused: (cause: RefusalCause) => void;
  /** A pause has begun. */
  readonly onLockedOut: (waitMs: number) => void;
}

/** Checks id, PIN and one-time code, all three always, and slows down whoever guesses. */
export class StaffDoor {
  readonly #ports: DoorPorts;
  #decoy: Promise<SecretHash> | null = null;
  #pauseToldUntilMs = 0;
  /** When failures of this run of the program were, by the clock that never jumps. */
  readonly #failedAtMs = new WeakMap<Failures, number>();
  readonly #startedAtMs: number;

  constructor(ports: DoorPorts) {
    this.#ports = ports;
    this.#startedAtMs = ports.monotonicMs();
  }

  /** Milliseconds until the kiosk takes a try for anybody. */
  waitMs(): number {
    return this.#leftMs(this.#ports.memory.kiosk, KIOSK_PAUSES);
  }

  async signIn({ accountId, code, pin }: Credentials): Promise<Result<StaffAccount, SignInFault>> {
    const { accounts, memory, now } = this.#ports;
    const waiting = this.#waitMs(accountId);
    if (waiting > 0) {
      this.#tellOfTryIn(waiting);
      return fault({ code: 'wait', waitMs: waiting });
    }
    const all = accounts();
    const known = new Set(all.map(({ id }) => id));
    const before = memory.account(accountId);
    // Counted before it is judged: whoever pulls the plug in between has used up a try.
    const failed = { ...before, failures: this.#oneMore(before.failures) };
    memory.keep(accountId, failed, this.#oneMore(memory.kiosk), known);

    const account = all.find(({ id }) => id === accountId);
    // All three are always looked at, so that how long the answer takes tells nothing.
    const decoy = await this.#decoyHash(all);
    const step = stepOfCode(code, account?.totpSecret ?? DECOY_SECRET, now());
    const pinIsRight = await isSecret(pin, account?.pin ?? decoy);
    if (account === undefined) return this.#refuse(accountId, 'unknown_account');
    if (!pinIsRight) return this.#refuse(accountId, 'wrong_pin');
    if (step === null) return this.#refuse(accountId, 'wrong_code');
    // Looked up again: another try may have used it while this one was judged.
    if (step <= memory.account(accountId).lastStep) return this.#refuse(accountId, 'code_used_before');
    memory.keep(accountId, { failures: NO_FAILURES, lastStep: step }, NO_FAILURES, known);
    return ok(account);
  }

  /** Once for each pause: whoever goes on trying must not fill the audit, which is never dropped. */
  #tellOfTryIn(pauseMs: number): void {
    const nowMs = this.#ports.monotonicMs();
    if (nowMs < this.#pauseToldUntilMs) return;
    this.#pauseToldUntilMs = nowMs + pauseMs;
    this.#ports.onRefused('locked_out');
  }

  #refuse(accountId: string, cause: RefusalCause): Result<never, SignInFault> {
    const { isTimeProven, onLockedOut, onRefused } = this.#ports;
    onRefused(cause);
    const waiting = this.#waitMs(accountId);
    if (waiting > 0) onLockedOut(waiting);
    return fault({ code: isTimeProven() ? 'refused' : 'clock_unproven', waitMs: waiting });
  }

  #waitMs(accountId: string): number {
    const forAll = this.waitMs();
    const { failures } = this.#ports.memory.account(accountId);
    return Math.max(forAll, this.#leftMs(failures, ACCOUNT_PAUSES));
  }

  /** Of failures before a restart nobody can say how long ago they were, as the wall's clock may be any: their pause begins anew. */
  #leftMs(failures: Failures, rule: PauseRule): number {
    const lastAtMs = this.#failedAtMs.get(failures) ?? this.#startedAtMs;
    return waitMs({ count: failures.count, lastAtMs }, rule, this.#ports.monotonicMs());
  }

  #oneMore({ count }: Failures): Failures {
    const failures = { count: count + 1, lastAtMs: this.#ports.now().getTime() };
    this.#failedAtMs.set(failures, this.#ports.monotonicMs());
    return failures;
  }

  /** A hash that nothing fits and that costs as much as the real ones. */
  #decoyHash(all: readonly StaffAccount[]): Promise<SecretHash> {
    this.#decoy ??= hashSecret(randomBytes(16).toString('hex'), all[0]?.pin ?? SECRET_COST);
    return this.#decoy;
  }
}
