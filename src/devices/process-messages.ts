import type { IdentityKind } from '../domain/identity.ts';
import type { DeviceCommand, DeviceEvent } from './link.ts';
import type { PaperWidth, Profile, Provisioning } from './printer/index.ts';
import type { ReaderSelector } from './reader/index.ts';
import type { CardSpoil } from './virtual/reader.ts';

/** What the device process is told when it starts. */
export interface DeviceSetup {
  readonly reader: { readonly driver: 'virtual' } | { readonly driver: 'none' } | { readonly driver: 'wedge-page' } | ReaderSelector;
  /** What a card may be; anything else is no card. */
  readonly documents: readonly IdentityKind[];
  readonly printer: {
    readonly address: string;
    readonly widthDots: PaperWidth;
    readonly profile: Profile;
    readonly provisioning: Provisioning | null;
    readonly believesProcessId: boolean;
    readonly waitForPaperMs: number;
    /** The process before this one ended in the middle of a job, or may have. */
    readonly hasUnfinishedJob: boolean;
  };
  readonly files: { readonly receiptFonts: string; readonly emblem: string };
}

/** What the virtual reader does; only a demo sends these. */
export type VirtualReaderAct =
  | { readonly type: 'present'; readonly payload: string }
  | { readonly type: 'present_unreadable' }
  | { readonly type: 'place'; readonly payload: string }
  | { readonly type: 'take' }
  | { readonly type: 'spoil_next'; readonly spoil: CardSpoil }
  | { readonly type: 'unspoil' }
  | { readonly type: 'plug_in' }
  | { readonly type: 'unplug' };

/** From the kiosk process to the device process. */
export type ToDevices =
  | { readonly type: 'setup'; readonly setup: DeviceSetup }
  | { readonly type: 'command'; readonly command: DeviceCommand }
  | { readonly type: 'virtual_reader'; readonly act: VirtualReaderAct }
  | { readonly type: 'ping'; readonly count: number }
  | { readonly type: 'shutdown' };

/** From the device process to the kiosk process. */
export type FromDevices =
  | { readonly type: 'event'; readonly event: DeviceEvent }
  | { readonly type: 'pong'; readonly count: number };
