import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '../../domain/json.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { TOTP_SECRET_PATTERN } from '../../sign-in/one-time-code.ts';
import { secretHashSchema } from '../../sign-in/secret-hash.ts';

/** Six to twelve digits: with the second factor and the pauses that is out of reach by trying. */
export const PIN_PATTERN = /^[0-9]{6,12}$/;

const ACCOUNT_ID_PATTERN = /^[0-9]{3,4}$/;

/**
 * The people who may enter the staff room of this kiosk. One file, readable by the kiosk's user alone, because it holds
 * the secrets of their second factors.
 */
export const accountSchema = z.strictObject({
  /** What is typed on the keypad; too short to be anybody's number. */
  id: z.string().regex(ACCOUNT_ID_PATTERN, 'expected 3 or 4 digits'),
  name: z.string().trim().min(1).max(80),
  role: z.enum(['technician', 'liaison']),
  pin: secretHashSchema,
  totpSecret: z.string().regex(TOTP_SECRET_PATTERN, 'expected 32 letters of base32'),
});
export type StaffAccount = z.infer<typeof accountSchema>;

const MAX_ACCOUNTS = 50;
const MAX_FILE_BYTES = 64 * 1024;

export const accountsSchema = z.strictObject({
  accounts: z
    .array(accountSchema)
    .max(MAX_ACCOUNTS)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'an id stands there twice'),
});

/** What only the file's owner may do. */
const FOR_OTHERS = 0o077;

/** Reads and checks the file. The fault is one line for whoever installs the kiosk, without anything secret. */
export function readAccounts(file: string): Result<readonly StaffAccount[], string> {
  const text = readPrivateText(file);
  if (!text.ok) return fault(`${file}: ${text.fault}`);
  const value = parseJson(text.value);
  if (value === undefined) return fault(`${file}: expected JSON`);
  const parsed = accountsSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data.accounts);
  const [issue] = parsed.error.issues;
  return fault(`${file}: ${issue?.path.join('.') ?? 'file'}: ${issue?.message ?? 'not understood'}`);
}

/** A file that others may read or write is refused: whoever reads it can enter. */
function readPrivateText(file: string): Result<string, string> {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    return fault(`can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  try {
    const { mode, size } = fstatSync(handle);
    // Windows has no such bits; there the folder's access list protects the file (docs/staff.md).
    if (process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0)
      return fault('others than its owner may read or change it: chmod 600');
    if (size > MAX_FILE_BYTES) return fault('is too large');
    const buffer = Buffer.alloc(MAX_FILE_BYTES);
    return ok(buffer.toString('utf8', 0, readSync(handle, buffer, 0, MAX_FILE_BYTES, 0)));
  } catch (error) {
    return fault(`can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  } finally {
    closeSync(handle);
  }
}
