import type { KioskConfig } from './config.ts';
import type { Kiosk } from './kiosk.ts';

/** Where the program's own files are: a checkout, or the unpacked part of a package. */
export interface ProgramFiles {
  /** Holds `locales/`, `art/` and `dock/`. */
  readonly assets: string;
  /** Holds the .woff files that receipts are set in. */
  readonly receiptFonts: string;
}

export interface RunningKiosk {
  readonly kiosk: Kiosk;
  /** Address of the dock (demo only): taps virtual cards, pulls virtual paper. */
  readonly dockUrl: string | null;
  close(): Promise<void>;
}

/** Puts the kiosk process together from its configuration. Both hosts call this and nothing else. */
export async function startKioskProcess(config: KioskConfig, files: ProgramFiles): Promise<RunningKiosk> {
  throw new Error(`not put together yet: ${config.kioskId} ${files.assets}`);
}
