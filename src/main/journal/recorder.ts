import type { DeviceEvent } from '../../devices/link.ts';
import type { SupervisedDevices } from '../../devices/supervisor.ts';
import type { Kiosk } from '../kiosk.ts';
import type { Journal } from './journal.ts';

/** Writes down what the kiosk and its devices do, in the words of the catalog. Returns what stops it. */
export function recordEvents(
  journal: Journal,
  kiosk: Kiosk,
  devices: Pick<SupervisedDevices, 'restarts' | 'subscribe'>,
): () => void {
  let restartsWritten = devices.restarts();

  const ofDevices = (event: DeviceEvent): void => {
    const restarts = devices.restarts();
    if (restarts > restartsWritten) {
      restartsWritten = restarts;
      journal.record('device.restarted', { restarts });
    }
    if (event.type !== 'printer.outcome') return;
    const { bytes, outcome, paperMm = 0, reason } = event;
    journal.record('print.outcome', { outcome, reason: reason ?? 'none', bytes, paperMm });
  };

  const stopKiosk = kiosk.observe((event) => {
    if (event.type === 'journey') journal.recordAll(event.events);
    if (event.type === 'page_restarted') journal.record('page.restarted', { cause: event.cause });
    if (event.type === 'health_changed') {
      const { component, reason, state } = event;
      journal.record('health.changed', { component, state, reason: reason ?? 'none' });
    }
    if (event.type === 'status_changed') journal.record('status.changed', { status: event.status, cause: event.cause ?? 'none' });
  });
  const stopDevices = devices.subscribe(ofDevices);
  return () => {
    stopKiosk();
    stopDevices();
  };
}

/**
 * While the journal can't be written no new visit begins; a visit that is under way may end first. Returns what stops it.
 */
export function refuseVisitsWithout(journal: Journal, kiosk: Kiosk): () => void {
  const follow = (): void => {
    if (journal.fault === null) return kiosk.returnToService('storage');
    const { id } = kiosk.view().screen;
    if (id === 'attract' || id === 'goodbye') kiosk.takeOutOfService('storage');
  };
  const stopJournal = journal.onFault(follow);
  const stopKiosk = kiosk.subscribe(() => {
    if (journal.fault !== null) follow();
  });
  follow();
  return () => {
    stopJournal();
    stopKiosk();
  };
}
