/** Tables of the alerts. */
export interface AlertTables {
  incidents: IncidentRow;
  deliveries: DeliveryRow;
  maintenance_windows: MaintenanceRow;
  site_calendars: CalendarRow;
  baselines: BaselineRow;
}

export interface IncidentRow {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly phase: string;
  readonly site: string | null;
  readonly kiosk: string | null;
  readonly since_ms: number;
  readonly fired_ms: number | null;
  readonly resolved_ms: number | null;
  /** 1 while the engine still judges it. */
  readonly live: number;
  /** The incident as the engine has it, JSON. */
  readonly state: string;
}

export interface DeliveryRow {
  readonly id: string;
  readonly account: string;
  readonly channel: string;
  readonly place: string;
  readonly incident: string;
  readonly kind: string;
  readonly state: string;
  readonly created_ms: number;
  readonly tries: number;
  readonly next_try_ms: number;
  readonly sent_ms: number | null;
}

export interface MaintenanceRow {
  readonly id: string;
  readonly kiosk: string;
  readonly owner: string;
  readonly reason: string;
  readonly starts_ms: number;
  readonly planned_end_ms: number;
  readonly ended_ms: number | null;
}

export interface CalendarRow {
  readonly site: string;
  /** JSON of a `SiteCalendar`. */
  readonly calendar: string;
}

export interface BaselineRow {
  readonly kiosk: string;
  readonly samples: number;
  /** JSON list, one entry per hour of the week. */
  readonly expected: string;
}
