import { randomBytes } from 'node:crypto';
import { fault, ok, type Result } from '../../domain/result.ts';
import { newTotpSecret, stepOfCode } from '../../sign-in/one-time-code.ts';
import { NO_FAILURES, waitMs, type Failures, type PauseRule } from '../../sign-in/pauses.ts';
import { hashSecret, isSecret, SECRET_COST, type SecretCost, type SecretHash } from '../../sign-in/secret-hash.ts';
import type { SignIn } from '../api.ts';
import type { Officer, Officers } from './officers.ts';

/** One account: thirty seconds after five failures, doubling up to an hour. */
const ACCOUNT_PAUSES: PauseRule = { free: 5, leastMs: 30_000, mostMs: 3_600_000 };
/** One address: an office may share one, so it bears more and recovers sooner. */
const ADDRESS_PAUSES: PauseRule = { free: 20, leastMs: 15_000, mostMs: 300_000 };
/** Addresses that are remembered; the oldest are forgotten first. */
const MOST_ADDRESSES = 10_000;

/** `wait`: too many failures; not even looked at. Which of the three was wrong is nobody's business. */
export type SignInFault = { readonly code: 'refused' } | { readonly code: 'wait'; readonly waitMs: number };

/** For accounts that nobody has: the same work, and never a match. */
const DECOY_SECRET = newTotpSecret();

/** Checks account, password and one-time code, all three always, and slows down whoever guesses. */
export class OfficerDoor {
  readonly #officers: Officers;
  readonly #now: () => number;
  readonly #cost: SecretCost;
  readonly #addresses = new Map<string, Failures>();
  #decoy: Promise<SecretHash> | null = null;

  /** @param cost of the password hashes, so that an account nobody has takes as long */
  constructor(officers: Officers, now: () => number, cost: SecretCost = SECRET_COST) {
    this.#officers = officers;
    this.#now = now;
    this.#cost = cost;
  }

  async signIn({ account, code, password }: SignIn, address: string): Promise<Result<Officer, SignInFault>> {
    const nowMs = this.#now();
    // Both are counted in the step that looks at them, before the try is judged: many tries at once are many tries.
    const waiting = this.#tryFrom(address, nowMs) || (await this.#officers.tryAt(account, ACCOUNT_PAUSES, nowMs));
    if (waiting > 0) return fault({ code: 'wait', waitMs: waiting });

    const officer = await this.#officers.find(account);
    const local = officer?.local ?? null;
    const step = stepOfCode(code, local?.totpSecret ?? DECOY_SECRET, new Date(nowMs));
    const isRight = await isSecret(password, local?.password ?? (await this.#decoyHash()));
    if (officer === null || local === null || officer.isDisabled || !isRight || step === null) return fault({ code: 'refused' });
    if (!(await this.#officers.takeStep(account, step))) return fault({ code: 'refused' });
    this.#addresses.delete(address);
    return ok(officer);
  }

  /** @returns how long this address has to wait; 0, and a failure more until it is none, where it may try */
  #tryFrom(address: string, nowMs: number): number {
    const failures = this.#addresses.get(address) ?? NO_FAILURES;
    const waiting = waitMs(failures, ADDRESS_PAUSES, nowMs);
    if (waiting > 0) return waiting;
    this.#addresses.delete(address);
    this.#addresses.set(address, { count: failures.count + 1, lastAtMs: nowMs });
    const [oldest] = this.#addresses.keys();
    if (this.#addresses.size > MOST_ADDRESSES && oldest !== undefined) this.#addresses.delete(oldest);
    return 0;
  }

  #decoyHash(): Promise<SecretHash> {
    this.#decoy ??= hashSecret(randomBytes(16).toString('hex'), this.#cost);
    return this.#decoy;
  }
}
