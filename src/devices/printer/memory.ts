import type { ReceiptDocument } from '../../domain/receipt.ts';
import type { Result } from '../../domain/result.ts';
import type { Profile } from './encoder/encode.ts';
import type { StoredPictures } from './encoder/stored.ts';
import type { Typesetter } from './layout/layout.ts';
import type { PaperWidth } from './layout/style.ts';
import { holds, type ProvisioningRecord } from './provision.ts';
import type { Capabilities } from './status/capabilities.ts';
import { picturesOf } from './vocabulary.ts';

export interface Provisioning {
  /** The documents the memory was filled from. */
  readonly vocabulary: readonly ReceiptDocument[];
  /** What was written down when it was filled. */
  readonly record: ProvisioningRecord;
}

/** What this kiosk's printer should hold in its memory, and whether the printer at the line is that one. */
export class PrinterMemory {
  readonly #profile: Profile;
  readonly #widthDots: PaperWidth;
  #provisioning: Provisioning | null;
  #pictures: StoredPictures | null = null;

  constructor(profile: Profile, widthDots: PaperWidth, provisioning: Provisioning | null) {
    this.#profile = profile;
    this.#widthDots = widthDots;
    this.#provisioning = provisioning;
  }

  /** Whether the profile prints from memory at all. */
  get isUsed(): boolean {
    return this.#profile === 'P3' || this.#profile === 'P4';
  }

  /** The pictures to print from, when this very printer holds them; else null, and all is sent. */
  picturesIn(capabilities: Capabilities, typesetter: Typesetter): StoredPictures | null {
    if (!this.isUsed || this.#provisioning === null) return null;
    const { record, vocabulary } = this.#provisioning;
    if (this.#pictures === null) {
      const drawn = this.draw(vocabulary, typesetter);
      if (!drawn.ok) return null;
      this.#pictures = drawn.value;
    }
    return holds(capabilities, this.#pictures, record) ? this.#pictures : null;
  }

  /** The pictures a memory would be filled with. */
  draw(vocabulary: readonly ReceiptDocument[], typesetter: Typesetter): Result<StoredPictures, 'unprintable_text'> {
    return picturesOf(vocabulary, typesetter, this.#widthDots, this.#profile);
  }

  /** From now on the printer is known to hold these. */
  remember(provisioning: Provisioning): void {
    this.#provisioning = provisioning;
    this.#pictures = null;
  }
}
