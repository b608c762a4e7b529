import { Secret, TOTP } from 'otpauth';

/** As every authenticator app has them (RFC 6238): six digits, every thirty seconds. */
const DIGITS = 6;
const STEP_SECONDS = 30;
/** Clock difference that is forgiven, in steps; RFC 6238 section 5.2 recommends one. */
const SKEW_STEPS = 1;

export const ONE_TIME_CODE_PATTERN = /^[0-9]{6}$/;
/** Base32, 160 bits as RFC 4226 recommends. */
export const TOTP_SECRET_PATTERN = /^[A-Z2-7]{32}$/;

/** The step a code belongs to, counted since 1970; null when it belongs to none that is near. */
export function stepOfCode(code: string, secret: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: SKEW_STEPS });
  return delta === null ? null : Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
}

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator app reads from the QR code. @param label whose account it is, as the app shows it */
export const enrolmentUri = (label: string, secret: string): string => totpOf(secret, label).toString();

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Raha', label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: DIGITS, period: STEP_SECONDS });
