import { z } from 'zod';
import { KeptFile, type KeptFileOptions, type KeptFileTrouble } from '../kept-file.ts';
import { NO_FAILURES, type Failures } from '../../sign-in/pauses.ts';

/** What the door remembers of one account id, existing or not. */
export interface AccountMemory {
  readonly failures: Failures;
  /** The last step of the second factor that let this account in; no code counts twice. */
  readonly lastStep: number;
}
export const NEW_ACCOUNT: AccountMemory = { failures: NO_FAILURES, lastStep: -1 };

/** `lastAtMs` by the wall's clock, for whoever reads the file: no pause goes by it. */
const failuresSchema = z.strictObject({ count: z.int().min(0).max(1_000_000), lastAtMs: z.number().min(0) });
const memorySchema = z.strictObject({
  version: z.literal(1),
  kiosk: failuresSchema,
  accounts: z.record(
    z.string().regex(/^[0-9]{1,8}$/),
    z.strictObject({ failures: failuresSchema, lastStep: z.int().min(-1) }),
  ),
});
type Memory = z.infer<typeof memorySchema>;

/** So many that the kiosk's pause is the longest there is. */
const MANY_FAILURES = 100;

/** Ids that nobody has are remembered like others, but only so many of them. */
const MAX_UNKNOWN_IDS = 200;

/**
 * What must outlive a restart so that pulling the plug gives nobody a new try: failures, and used codes. Written before
 * a try is judged. Where a start finds that nothing can be kept, or that what was kept is lost, the kiosk begins with its
 * longest pause: each restart then costs more than the tries that it gives back, and no code used before it is still good.
 */
export class DoorMemory {
  readonly #kept: KeptFile<Memory>;

  constructor(options: Pick<KeptFileOptions<Memory>, 'file' | 'now' | 'onTrouble'>) {
    let isWhole = true;
    const onTrouble = (trouble: KeptFileTrouble): void => {
      isWhole = false;
      options.onTrouble(trouble);
    };
    const empty: Memory = { version: 1, kiosk: NO_FAILURES, accounts: {} };
    this.#kept = new KeptFile({ ...options, onTrouble, schema: memorySchema, empty });
    this.#kept.keep(this.#kept.value);
    if (isWhole) return;
    const kiosk: Failures = { count: MANY_FAILURES, lastAtMs: options.now().getTime() };
    this.#kept.keep({ ...this.#kept.value, kiosk });
  }

  get kiosk(): Failures {
    return this.#kept.value.kiosk;
  }

  account(id: string): AccountMemory {
    return this.#kept.value.accounts[id] ?? NEW_ACCOUNT;
  }

  /**
   * Keeps what happened to one id and to the kiosk.
   * @param known ids of the accounts file; those are never forgotten
   */
  keep(id: string, account: AccountMemory, kiosk: Failures, known: ReadonlySet<string>): void {
    const { [id]: _earlier, ...others } = this.#kept.value.accounts;
    const unknown = Object.keys(others).filter((other) => !known.has(other));
    for (const other of unknown.slice(0, Math.max(0, unknown.length - MAX_UNKNOWN_IDS))) delete others[other];
    this.#kept.keep({ version: 1, kiosk, accounts: { ...others, [id]: account } });
  }
}
