import type { VirtualReaderAct } from '../process-messages.ts';
import type { VirtualReader } from './reader.ts';

/** Lets a virtual reader do what the kiosk process asked of it. */
export function perform(act: VirtualReaderAct, reader: VirtualReader): void {
  switch (act.type) {
    case 'present':
      return reader.present(act.payload);
    case 'present_unreadable':
      return reader.presentUnreadable();
    case 'place':
      return reader.place(act.payload);
    case 'take':
      return reader.take();
    case 'spoil_next':
      return reader.spoilNext(act.spoil);
    case 'unspoil':
      return reader.unspoil();
    case 'plug_in':
      return reader.plugIn();
    case 'unplug':
      return reader.unplug();
  }
}
