import type { AccessTables } from '../access/tables.ts';
import type { AlertTables } from '../alerts/tables.ts';

/**
 * The tables of the hub, as Kysely sees them. Times are Unix milliseconds of the hub's clock unless said otherwise, JSON
 * is text, yes and no are 1 and 0: the same in SQLite and PostgreSQL. Another room adds its tables to `HubTables` and a
 * migration of its own.
 */
export interface HubTables extends AccessTables, AlertTables {
  regions: RegionRow;
  sites: SiteRow;
  kiosks: KioskRow;
  enrolment_codes: EnrolmentCodeRow;
  kiosk_states: KioskStateRow;
  transitions: TransitionRow;
  hourly_gauges: HourlyGaugeRow;
  events: EventRow;
  quarantine: QuarantineRow;
  jobs: JobRow;
  job_steps: JobStepRow;
  job_pictures: JobPictureRow;
  audit: AuditRow;
}

export interface RegionRow {
  readonly id: string;
  readonly name_ar: string;
  readonly name_en: string;
}

export interface SiteRow {
  readonly id: string;
  readonly region: string;
  /** `governor_office`, `diwan`, `governorate`, `municipality`, `airport` or `chamber`: each has hours of its own. */
  readonly kind: string;
  readonly name_ar: string;
  readonly name_en: string;
}

export interface KioskRow {
  readonly id: string;
  readonly site: string;
  readonly name_ar: string;
  readonly name_en: string;
  /** SPKI, DER, base64url; null until the kiosk is enrolled. */
  readonly public_key: string | null;
  readonly enrolled_ms: number | null;
  readonly revoked_ms: number | null;
}

export interface EnrolmentCodeRow {
  /** SHA-256 of the code: who reads the database can't enrol. */
  readonly code_hash: string;
  readonly kiosk: string;
  readonly issued_by: string;
  readonly expires_ms: number;
  readonly used_ms: number | null;
}

/** What was true of a kiosk last, so that a hub that starts knows it. */
export interface KioskStateRow {
  readonly kiosk: string;
  readonly link: string;
  readonly status: string;
  readonly decided_component: string | null;
  readonly decided_reason: string | null;
  readonly status_since_ms: number;
  readonly link_since_ms: number;
  readonly components: string;
  readonly maintenance: number;
  readonly closed: number;
  readonly boot: string | null;
  readonly conn: number;
  readonly app_version: string | null;
  readonly config_version: string | null;
  readonly jobs: string;
  readonly heard_ms: number | null;
}

export interface TransitionRow {
  /** UUID: one write tried twice stays one row. */
  readonly id: string;
  readonly kiosk: string;
  /** A component, `status` for the whole kiosk, or `link`. */
  readonly subject: string;
  readonly from_state: string;
  readonly to_state: string;
  readonly reason: string | null;
  /** The part that decided, where the subject is `status`. */
  readonly component: string | null;
  readonly at_ms: number;
}

/** What the beats of one hour said, in one row per gauge; `beats` counts them. */
export interface HourlyGaugeRow {
  readonly kiosk: string;
  readonly gauge: string;
  readonly hour_ms: number;
  readonly samples: number;
  readonly least: number;
  readonly most: number;
  readonly total: number;
}

export interface EventRow {
  readonly kiosk: string;
  readonly boot: string;
  readonly seq: number;
  readonly type: string;
  /** The kiosk's clock, as it was. */
  readonly at_ms: number;
  /** Since the kiosk's boot, by the clock that never jumps. */
  readonly monotonic_ms: number;
  /** When it happened as far as the hub can tell; never in the future. */
  readonly occurred_ms: number;
  readonly received_ms: number;
  readonly data: string;
}

/** Events that were refused for good. What they said isn't kept: it could be anything. */
export interface QuarantineRow {
  readonly kiosk: string;
  readonly boot: string;
  readonly seq: number;
  /** Null where it is no type of the catalogue. */
  readonly type: string | null;
  readonly reason: string;
  readonly bytes: number;
  readonly received_ms: number;
}

export interface JobRow {
  readonly id: string;
  readonly kiosk: string;
  readonly type: string;
  readonly args: string;
  readonly state: string;
  readonly issued_by: string;
  readonly approved_by: string | null;
  readonly created_ms: number;
  readonly not_before_ms: number;
  readonly expires_ms: number;
  /** Null until it needs no more approval. */
  readonly payload: string | null;
  readonly signature: string | null;
  readonly reason: string | null;
  readonly findings: string | null;
  readonly updated_ms: number;
}

export interface JobStepRow {
  readonly job: string;
  readonly state: string;
  readonly at_ms: number;
}

export interface JobPictureRow {
  readonly job: string;
  readonly picture: string;
  readonly expires_ms: number;
}

/** Who did what; each row holds the hash of the one before. */
export interface AuditRow {
  readonly seq: number;
  readonly at_ms: number;
  readonly who: string;
  readonly role: string;
  readonly address: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly reason: string | null;
  readonly outcome: string;
  readonly previous_hash: string;
  readonly hash: string;
}
