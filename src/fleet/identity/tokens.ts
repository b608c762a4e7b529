import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Tokens and challenges that need no memory: what they say is in them, sealed by the hub's secret. So they hold on every
 * hub of the fleet and outlive a restart, and ten thousand kiosks coming back at once need none anew.
 */
export const TOKEN_LIFETIME_MS = 15 * 60_000;
export const CHALLENGE_LIFETIME_MS = 60_000;

export interface TokenClaims {
  readonly kiosk: string;
  /** When the key was bound: a kiosk enrolled again leaves its old tokens behind. */
  readonly enrolledMs: number;
}

export class TokenDesk {
  readonly #secret: Buffer;
  /** Challenges are used once; forgotten when they would be too old anyway. */
  readonly #used = new Map<string, number>();

  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  issue({ enrolledMs, kiosk }: TokenClaims, nowMs: number): string {
    return this.#seal('token', [kiosk, String(enrolledMs), String(nowMs + TOKEN_LIFETIME_MS)]);
  }

  /** What a token says, or null where it is forged or too old. */
  check(token: string, nowMs: number): TokenClaims | null {
    const [kiosk, enrolled, expires] = this.#open('token', token) ?? [];
    if (kiosk === undefined || Number(expires) <= nowMs) return null;
    return { kiosk, enrolledMs: Number(enrolled) };
  }

  challenge(kiosk: string, nowMs: number): string {
    return this.#seal('challenge', [kiosk, randomBytes(16).toString('base64url'), String(nowMs + CHALLENGE_LIFETIME_MS)]);
  }

  /** Whether this challenge was given to this kiosk lately and hasn't been answered yet. */
  takeChallenge(kiosk: string, challenge: string, nowMs: number): boolean {
    const [owner, , expires] = this.#open('challenge', challenge) ?? [];
    if (owner !== kiosk || Number(expires) <= nowMs || this.#used.has(challenge)) return false;
    for (const [used, untilMs] of this.#used) {
      if (untilMs > nowMs) break;
      this.#used.delete(used);
    }
    this.#used.set(challenge, Number(expires));
    return true;
  }

  #seal(kind: string, parts: readonly string[]): string {
    const body = Buffer.from(parts.join(' ')).toString('base64url');
    return `${body}_${this.#mac(kind, body).toString('base64url')}`;
  }

  #open(kind: string, sealed: string): readonly string[] | null {
    const mac = sealed.slice(-MAC_CHARACTERS);
    const body = sealed.slice(0, -MAC_CHARACTERS - 1);
    const given = Buffer.from(mac, 'base64url');
    const right = this.#mac(kind, body);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    return Buffer.from(body, 'base64url').toString().split(' ');
  }

  #mac(kind: string, body: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${kind} ${body}`).digest();
  }
}

/** 32 bytes as base64url. */
const MAC_CHARACTERS = 43;
