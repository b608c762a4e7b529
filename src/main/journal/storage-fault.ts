/** Why nothing can be written now. */
export type StorageFault =
  | 'disk_full'
  /** The disk fails, is read-only, or its directory may not be written to. */
  | 'io_error'
  /** Another kiosk process has the journal open. */
  | 'in_use';

/** Primary result codes (sqlite.org/rescode). */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** An extended one: no room for the file that a WAL is shared by. */
const IOERR_SHMSIZE = 4874;

/** Node's, for a stored integer that no number holds; nothing writes one. */
const TOO_LARGE = 'ERR_OUT_OF_RANGE';

/** A row that can't be what was written: a bit of it flipped, of which SQLite, without checksums, knows nothing. */
export class UnreadableRecord extends Error {}

/** What an error means; null where it is a bug of ours. */
export function storageFault(error: unknown): StorageFault | 'damaged' | null {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (error instanceof UnreadableRecord || code === TOO_LARGE) return 'damaged';
  if (code !== 'ERR_SQLITE_ERROR') return isFileSystemError(error) ? fileSystemFault(error.code) : null;
  if (errcode === IOERR_SHMSIZE) return 'disk_full';
  switch (Number(errcode) & 0xff) {
    case FULL:
      return 'disk_full';
    case BUSY:
      return 'in_use';
    case CORRUPT:
    case NOTADB:
      return 'damaged';
    case IOERR:
    case CANTOPEN:
    case READONLY:
      return 'io_error';
    default:
      return null;
  }
}

const isFileSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;

const fileSystemFault = (code: string | undefined): StorageFault => (code === 'ENOSPC' ? 'disk_full' : 'io_error');
