import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { COMPONENT_IDS, COMPONENT_STATES } from '../domain/health.ts';
import { KIOSK_STATUSES } from '../domain/health-status.ts';
import type { AlertDesk } from './alerts/desk.ts';
import { RULE_IDS } from './alerts/rules.ts';
import type { Hub } from './hub.ts';

/**
 * What Prometheus reads at `/metrics`: the hub itself and the fleet in numbers. Without the names of kiosks: with thousands
 * of them each name would be a series of its own. docs/hub.md explains every one.
 */
export function hubMetrics(hub: Hub, desk: AlertDesk): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'raha_hub_' });

  const gauge = (name: string, help: string, labelNames: readonly string[], collect: (set: Gauge) => void): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        collect(this);
      },
    });

  gauge('raha_kiosks', 'Kiosks by status.', ['status'], (series) => {
    for (const status of KIOSK_STATUSES) series.set({ status }, 0);
    for (const { status } of hub.fleet.records()) series.inc({ status });
  });
  gauge('raha_components', 'Parts of kiosks by state.', ['component', 'state'], (series) => {
    for (const component of COMPONENT_IDS) for (const state of COMPONENT_STATES) series.set({ component, state }, 0);
    for (const { components } of hub.fleet.records())
      for (const component of COMPONENT_IDS) series.inc({ component, state: components[component].state });
  });
  gauge('raha_incidents_open', 'Incidents that somebody should act on, by rule.', ['rule'], (series) => {
    for (const rule of RULE_IDS) series.set({ rule }, 0);
    for (const { rule } of desk.open) series.inc({ rule });
  });
  gauge('raha_hub_loop_delay_p99_ms', "99th percentile of the hub's event loop delay, milliseconds.", [], (series) => series.set(hub.load.delayP99Ms));
  gauge('raha_hub_writes_waiting', 'Writes that wait for their commit.', [], (series) => series.set(hub.store.backlog()));
  gauge('raha_hub_dropped_transitions', 'Changes of state that could not be kept while the database was away.', [], (series) =>
    series.set(hub.fleet.droppedTransitions),
  );

  const stored = new Counter({ name: 'raha_events_stored_total', help: 'Events of kiosks stored, each once.', registers });
  hub.events.on('events', ({ events }) => stored.inc(events.length));
  const changes = new Counter({ name: 'raha_transitions_total', help: 'Changes of state of kiosks and their parts.', registers });
  hub.events.on('transition', () => changes.inc());
  return registry;
}
