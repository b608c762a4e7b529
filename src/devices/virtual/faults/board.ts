import type { FaultAct } from './script.ts';
import { TARGET_OF, type FaultTargets } from './targets.ts';

/** Where faults begin and end, and what is wrong right now. */
export interface FaultBoard {
  readonly targets: FaultTargets;
  /** False where this place doesn't have what the act happens to. */
  can(act: FaultAct): boolean;
  perform(act: FaultAct): void;
  /** What began and hasn't ended; what is over by itself, such as a crash, isn't among it. */
  standing(): readonly FaultAct[];
  /** Mends everything that any act can have broken. */
  mendAll(): void;
}

export function createFaultBoard(targets: FaultTargets): FaultBoard {
  const standing = new Map<string, FaultAct>();
  const can = ({ act }: FaultAct): boolean => (targets[TARGET_OF[act]] ?? null) !== null;

  return {
    targets,
    can,
    perform(act) {
      if (!can(act)) return;
      const cure = cureOf(act);
      if (cure !== null) standing.set(JSON.stringify(cure), act);
      standing.delete(JSON.stringify(act));
      happen(act, targets);
    },
    standing: () => [...standing.values()],
    mendAll() {
      standing.clear();
      targets.reader?.unspoil();
      targets.reader?.plugIn();
      targets.printer?.restore();
      targets.gateway?.clearFaults();
      targets.gateway?.setAway(false);
      targets.network?.setAway(false);
      freeDisk(targets);
      targets.clock?.setOff(0);
    },
  };
}

/** What ends a fault; null for what is no fault, or is over by itself. */
export function cureOf(act: FaultAct): FaultAct | null {
  switch (act.act) {
    case 'reader_unplugged':
      return { act: 'reader_plugged' };
    case 'printer_fails':
      return { act: 'printer_mended', fault: act.fault };
    case 'gateway_misbehaves':
      return { act: 'gateway_behaves' };
    case 'gateway_down':
      return { act: 'gateway_up' };
    case 'network_down':
      return { act: 'network_up' };
    case 'disk_low':
    case 'disk_full':
      return { act: 'disk_freed' };
    case 'clock_jumps':
      return { act: 'clock_set' };
    case 'card_unreadable':
    case 'card_pulled':
    case 'reader_plugged':
    case 'printer_mended':
    case 'gateway_behaves':
    case 'gateway_up':
    case 'network_up':
    case 'devices_killed':
    case 'page_hangs':
    case 'page_crashes':
    case 'disk_freed':
    case 'clock_set':
      return null;
  }
}

function freeDisk({ disk }: FaultTargets): void {
  disk?.setLow(false);
  disk?.setFull(false);
}

function happen(act: FaultAct, targets: FaultTargets): void {
  const { clock, devices, disk, gateway, network, page, printer, reader } = targets;
  switch (act.act) {
    case 'card_unreadable':
      return reader?.spoilNext({ kind: 'unreadable' });
    case 'card_pulled':
      return reader?.spoilNext({ kind: 'pulled', afterReports: act.afterReports });
    case 'reader_unplugged':
      if (act.afterReports === undefined) return reader?.unplug();
      return reader?.spoilNext({ kind: 'unplugged', afterReports: act.afterReports });
    case 'reader_plugged':
      return reader?.plugIn();
    case 'printer_fails':
      return printer?.inject(act.fault);
    case 'printer_mended':
      return printer?.restore(act.fault);
    case 'gateway_misbehaves':
      return gateway?.addFault(act.rule);
    case 'gateway_behaves':
      return gateway?.clearFaults();
    case 'gateway_down':
      return gateway?.setAway(true);
    case 'gateway_up':
      return gateway?.setAway(false);
    case 'network_down':
      return network?.setAway(true);
    case 'network_up':
      return network?.setAway(false);
    case 'devices_killed':
      return devices?.kill();
    case 'page_hangs':
      return page?.hang();
    case 'page_crashes':
      return page?.crash();
    case 'disk_low':
      return disk?.setLow(true);
    case 'disk_full':
      return disk?.setFull(true);
    case 'disk_freed':
      return freeDisk(targets);
    case 'clock_jumps':
      return clock?.setOff(act.seconds);
    case 'clock_set':
      return clock?.setOff(0);
  }
}
