import { createHash, timingSafeEqual } from 'node:crypto';
import { newCode } from '../identity/codes.ts';

const MOST_TRIES = 10;

/**
 * The code that a new hub prints for whoever started it: with it the first administrator makes an account. It lives in
 * memory only, works once, and only while nobody has an account.
 */
export class FirstSignInCode {
  readonly code = newCode();
  #tries = 0;
  #isUsed = false;

  /** Whether this is the code; true once at most. */
  use(typed: string): boolean {
    this.#tries += 1;
    if (this.#isUsed || this.#tries > MOST_TRIES || !isEqual(typed.trim().toUpperCase(), this.code)) return false;
    this.#isUsed = true;
    return true;
  }
}

function isEqual(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
