import type { Store } from '../store/store.ts';
import { OFFICE_WEEK, type SiteCalendar } from './calendar.ts';
import type { Incident } from './incident.ts';
import type { Delivery, SentMessage } from './post.ts';
import type { Baseline } from './silence.ts';
import type { DeliveryRow, IncidentRow, MaintenanceRow } from './tables.ts';

/** What the alerts keep, over the hub's store. Writes are on the disk when they resolve. */
export class AlertStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** What the engine was judging when the hub ended, by fingerprint. */
  async live(): Promise<ReadonlyMap<string, Incident>> {
    const rows = await this.#store.read.selectFrom('incidents').selectAll().where('live', '=', 1).execute();
    return new Map(rows.map(incidentOf).map((incident) => [incident.fingerprint, incident]));
  }

  async find(id: string): Promise<Incident | null> {
    const row = await this.#store.read.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : incidentOf(row);
  }

  /** What is over, newest first. @param sites only of these; null: of all, and of the fleet and the hub */
  async ended(limit: number, sites: readonly string[] | null): Promise<Incident[]> {
    const all = this.#store.read
      .selectFrom('incidents')
      .selectAll()
      .where('phase', '=', 'resolved')
      .where('fired_ms', 'is not', null)
      .orderBy('resolved_ms', 'desc')
      .limit(limit);
    const rows = await (sites === null ? all : all.where('site', 'in', sites)).execute();
    return rows.map(incidentOf);
  }

  async ofKiosk(kiosk: string, limit: number): Promise<Incident[]> {
    const rows = await this.#store.read
      .selectFrom('incidents')
      .selectAll()
      .where('kiosk', '=', kiosk)
      .where('fired_ms', 'is not', null)
      .orderBy('since_ms', 'desc')
      .limit(limit)
      .execute();
    return rows.map(incidentOf);
  }

  /** Incidents that changed, ones the engine has let go of, and what people are to be told: all of it or nothing. */
  save(changed: readonly Incident[], letGo: readonly string[], deliveries: readonly Delivery[]): Promise<void> {
    return this.#store.write(async (transaction) => {
      for (const incident of changed) {
        const { id, ...row } = rowOf(incident);
        await transaction
          .insertInto('incidents')
          .values({ id, ...row })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
      }
      if (letGo.length > 0) {
        // What was never heard of leaves nothing behind.
        await transaction.deleteFrom('incidents').where('id', 'in', letGo).where('fired_ms', 'is', null).execute();
        await transaction.updateTable('incidents').set({ live: 0 }).where('id', 'in', letGo).execute();
      }
      for (const delivery of deliveries) await transaction.insertInto('deliveries').values(deliveryRow(delivery)).execute();
    });
  }

  async waiting(): Promise<Delivery[]> {
    const rows = await this.#store.read.selectFrom('deliveries').selectAll().where('state', '=', 'waiting').orderBy('created_ms').execute();
    return rows.map(deliveryOf);
  }

  async deliveriesOf(incident: string): Promise<Delivery[]> {
    const rows = await this.#store.read
      .selectFrom('deliveries')
      .selectAll()
      .where('incident', '=', incident)
      .orderBy('created_ms', 'desc')
      .limit(50)
      .execute();
    return rows.map(deliveryOf);
  }

  /** What went out since an instant; several deliveries of one message count once. */
  async sentSince(sinceMs: number): Promise<SentMessage[]> {
    const rows = await this.#store.read
      .selectFrom('deliveries')
      .select(['account', 'channel', 'place', 'sent_ms'])
      .distinct()
      .where('state', '=', 'sent')
      .where('sent_ms', '>=', sinceMs)
      .execute();
    return rows.map(({ account, channel, place, sent_ms }) => ({ account, channel: channel as SentMessage['channel'], place, atMs: sent_ms ?? 0 }));
  }

  attempted(deliveries: readonly Delivery[]): Promise<void> {
    return this.#store.write(async (transaction) => {
      for (const { id, nextTryMs, sentMs, state, tries } of deliveries)
        await transaction
          .updateTable('deliveries')
          .set({ state, tries, next_try_ms: nextTryMs, sent_ms: sentMs })
          .where('id', '=', id)
          .execute();
    });
  }

  async calendars(): Promise<ReadonlyMap<string, SiteCalendar>> {
    const rows = await this.#store.read.selectFrom('site_calendars').selectAll().execute();
    return new Map(rows.map(({ calendar, site }) => [site, JSON.parse(calendar) as SiteCalendar]));
  }

  async calendarOf(site: string): Promise<SiteCalendar> {
    const row = await this.#store.read.selectFrom('site_calendars').selectAll().where('site', '=', site).executeTakeFirst();
    return row === undefined ? OFFICE_WEEK : (JSON.parse(row.calendar) as SiteCalendar);
  }

  setCalendar(site: string, calendar: SiteCalendar): Promise<void> {
    const text = JSON.stringify(calendar);
    return this.#store.write(async (transaction) => {
      await transaction
        .insertInto('site_calendars')
        .values({ site, calendar: text })
        .onConflict((conflict) => conflict.column('site').doUpdateSet({ calendar: text }))
        .execute();
    });
  }

  async baselines(): Promise<ReadonlyMap<string, Baseline>> {
    const rows = await this.#store.read.selectFrom('baselines').selectAll().execute();
    return new Map(rows.map(({ expected, kiosk, samples }) => [kiosk, { samples, expected: JSON.parse(expected) as Baseline['expected'] }]));
  }

  saveBaselines(baselines: ReadonlyMap<string, Baseline>): Promise<void> {
    return this.#store.write(async (transaction) => {
      for (const [kiosk, { expected, samples }] of baselines) {
        const row = { samples, expected: JSON.stringify(expected) };
        await transaction
          .insertInto('baselines')
          .values({ kiosk, ...row })
          .onConflict((conflict) => conflict.column('kiosk').doUpdateSet(row))
          .execute();
      }
    });
  }

  /** Windows that overlap a time, oldest first. */
  maintenance(fromMs: number, toMs: number): Promise<readonly MaintenanceRow[]> {
    return this.#store.read
      .selectFrom('maintenance_windows')
      .selectAll()
      .where('starts_ms', '<', toMs)
      .where((eb) => eb.or([eb('ended_ms', '>', fromMs), eb.and([eb('ended_ms', 'is', null), eb('planned_end_ms', '>', fromMs)])]))
      .orderBy('starts_ms')
      .execute();
  }

  async maintenanceWindow(id: string): Promise<MaintenanceRow | null> {
    return (await this.#store.read.selectFrom('maintenance_windows').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  planMaintenance(row: MaintenanceRow): Promise<void> {
    return this.#store.write(async (transaction) => {
      await transaction.insertInto('maintenance_windows').values(row).execute();
    });
  }

  /** False where there is no such window, or it is over. */
  endMaintenance(id: string, nowMs: number): Promise<boolean> {
    return this.#store.write(async (transaction) => {
      const ended = await transaction
        .updateTable('maintenance_windows')
        .set({ ended_ms: nowMs })
        .where('id', '=', id)
        .where('ended_ms', 'is', null)
        .executeTakeFirst();
      return ended.numUpdatedRows === 1n;
    });
  }
}

const incidentOf = ({ state }: IncidentRow): Incident => JSON.parse(state) as Incident;

function rowOf(incident: Incident): IncidentRow {
  const { scope } = incident;
  return {
    id: incident.id,
    rule: incident.rule,
    severity: incident.severity,
    phase: incident.phase,
    site: scope.kind === 'kiosk' || scope.kind === 'site' ? scope.site : null,
    kiosk: scope.kind === 'kiosk' ? scope.kiosk : null,
    since_ms: incident.sinceMs,
    fired_ms: incident.firedMs,
    resolved_ms: incident.resolvedMs,
    live: 1,
    state: JSON.stringify(incident),
  };
}

const deliveryRow = (delivery: Delivery): DeliveryRow => ({
  id: delivery.id,
  account: delivery.account,
  channel: delivery.channel,
  place: delivery.place,
  incident: delivery.incident,
  kind: delivery.kind,
  state: delivery.state,
  created_ms: delivery.createdMs,
  tries: delivery.tries,
  next_try_ms: delivery.nextTryMs,
  sent_ms: delivery.sentMs,
});

const deliveryOf = (row: DeliveryRow): Delivery => ({
  id: row.id,
  account: row.account,
  channel: row.channel as Delivery['channel'],
  place: row.place,
  incident: row.incident,
  kind: row.kind as Delivery['kind'],
  state: row.state as Delivery['state'],
  createdMs: row.created_ms,
  tries: row.tries,
  nextTryMs: row.next_try_ms,
  sentMs: row.sent_ms,
});
