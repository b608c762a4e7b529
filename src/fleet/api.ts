import type { ComponentHealth, ComponentId, ComponentState, HealthReason } from '../domain/health.ts';
import type { KioskStatus } from '../domain/health-status.ts';
import type { JobType, Role } from '../../contract/fleet/job-catalogue.ts';
import type { Scope } from './alerts/conditions.ts';
import type { Phase } from './alerts/incident.ts';
import type { RuleId, Severity } from './alerts/rules.ts';
import type { Figure } from './kpi/figures.ts';

/**
 * What the officers' page and the hub say to each other under `/api`, in JSON. Types only: the page imports nothing else
 * of the hub. Times are Unix milliseconds of the hub's clock. An officer is shown nothing of a site that isn't theirs;
 * asking for it by id is answered like asking for one that doesn't exist.
 *
 * Every call but the sign-in needs the session cookie; every one that changes something also needs the header
 * `x-raha-csrf` with the token of `Me`.
 */

/** A text in both languages of the page. */
export interface Names {
  readonly ar: string;
  readonly en: string;
}

/** Somebody who did something. An account that is gone stands for its own name. */
export interface PersonView {
  readonly account: string;
  readonly name: Names;
}

/** `POST /api/sign-in`. `POST /api/sign-out`. */
export interface SignIn {
  readonly account: string;
  readonly password: string;
  /** Six digits of the one-time code. */
  readonly code: string;
}

/** `POST /api/first-sign-in`: with the code that the hub printed when it was started for the first time, or with an officer's own of the roster. */
export interface FirstSignIn {
  readonly firstCode: string;
  readonly account: string;
  readonly password: string;
}
/** The answer: to be put into an authenticator app; the first ordinary sign-in proves that it was. */
export interface NewSecondFactor {
  readonly otpauthUrl: string;
}

/** `GET /api/me`: who is signed in; 401 when nobody is. */
export interface Me {
  readonly account: string;
  readonly name: Names;
  readonly role: Role;
  /** Sites this person looks after; null means all. */
  readonly sites: readonly string[] | null;
  readonly csrfToken: string;
}

/** `GET /api/sign-in-ways`, without a session: what the sign-in page offers. */
export interface SignInWays {
  readonly local: boolean;
  /** Name of the organisation's own sign-in, where one is set up; it begins at `/api/oidc/start`. */
  readonly oidc: string | null;
  /** Nobody has an account yet: the first one is made with the printed code. */
  readonly isNew: boolean;
}

/** Why a call was refused; `429` says how long to wait in `Retry-After`. */
export interface Refusal {
  readonly problem: 'malformed' | 'wrong_sign_in' | 'signed_out' | 'csrf' | 'not_allowed' | 'not_found' | 'conflict' | 'too_much' | 'too_many' | 'unavailable';
  /** One clear sentence for the log and for integrators; people read the page's own texts. */
  readonly detail?: string;
}

export interface Region {
  readonly id: string;
  readonly name: Names;
}

export interface Site {
  readonly id: string;
  readonly region: string;
  readonly kind: 'governor_office' | 'diwan' | 'governorate' | 'municipality' | 'airport' | 'chamber';
  readonly name: Names;
  readonly isOpenNow: boolean;
}

/** One kiosk on the board. */
export interface BoardKiosk {
  readonly id: string;
  readonly site: string;
  readonly name: Names;
  readonly status: KioskStatus;
  readonly statusSinceMs: number;
  /** The part that decided the status, and why. */
  readonly cause: { readonly component: ComponentId; readonly reason: HealthReason | null } | null;
  /** When the hub heard it last; null for one that never spoke. */
  readonly heardMs: number | null;
  /** Incidents that nobody has taken over yet. */
  readonly openIncidents: number;
  readonly worst: Severity | null;
}

/** `GET /api/board` */
export interface Board {
  readonly asOfMs: number;
  readonly regions: readonly Region[];
  readonly sites: readonly Site[];
  readonly kiosks: readonly BoardKiosk[];
}

/** A person who is called. */
export interface Contact {
  readonly account: string;
  readonly name: Names;
  readonly role: 'liaison' | 'technical' | 'technical_lead' | 'manager' | 'director' | 'security_officer';
  readonly phone: string | null;
}

/** How one part, or the whole kiosk, was for some time; the strip of the last day is made of these. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: ComponentState | KioskStatus;
  readonly reason: HealthReason | null;
}

/** `GET /api/kiosks/:id` */
export interface KioskPage {
  readonly asOfMs: number;
  readonly kiosk: BoardKiosk;
  readonly site: Site;
  readonly components: readonly ComponentHealth[];
  /** The last 24 hours, oldest first: the kiosk as a whole under `status`, then part by part. */
  readonly strips: readonly { readonly subject: ComponentId | 'status'; readonly spans: readonly Span[] }[];
  /** Newest first. */
  readonly transitions: readonly Transition[];
  readonly incidents: readonly IncidentView[];
  readonly jobs: readonly JobView[];
  readonly responsible: readonly Contact[];
  readonly paper: PaperForecast | null;
  readonly maintenance: MaintenanceView | null;
  readonly version: string | null;
  readonly configVersion: string | null;
  /** What waits at the kiosk for the hub. */
  readonly outbox: { readonly events: number; readonly oldestAgeMs: number };
  readonly enrolled: 'never' | 'enrolled' | 'revoked';
}

export interface Transition {
  readonly atMs: number;
  readonly subject: ComponentId | 'status';
  readonly from: string;
  readonly to: string;
  readonly reason: HealthReason | null;
}

/** How long the roll will do, by what was used lately. */
export interface PaperForecast {
  readonly usedMm: number;
  readonly rollMm: number;
  /** Null while nothing is used. */
  readonly emptyAtMs: number | null;
}

export interface IncidentView {
  readonly id: string;
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly scope: Scope;
  /** A health reason, or another code of `alerts/conditions.ts`. */
  readonly reason: string;
  readonly phase: Phase;
  readonly sinceMs: number;
  readonly firedMs: number | null;
  readonly resolvedMs: number | null;
  readonly reopened: number;
  readonly isFlapping: boolean;
  /** Who has taken it over, and until when that counts. */
  readonly acknowledgement: { readonly by: PersonView; readonly atMs: number; readonly untilMs: number } | null;
  /** Who was called, by what, and whether it arrived; newest first. */
  readonly deliveries: readonly DeliveryView[];
  readonly mayAcknowledge: boolean;
  readonly mayClear: boolean;
}

export interface DeliveryView {
  readonly atMs: number;
  readonly to: Names;
  readonly channel: 'in_app' | 'mail' | 'sms' | 'webhook';
  readonly kind: 'firing' | 'flapping' | 'escalation' | 'reminder' | 'resolved' | 'digest' | 'test';
  readonly state: 'waiting' | 'sent' | 'failed';
}

/** `GET /api/incidents?state=open|ended&site=…`; `POST /api/incidents/:id/acknowledge`, `/clear`. */
export interface Inbox {
  readonly asOfMs: number;
  readonly incidents: readonly IncidentView[];
}

/** `GET /api/figures?from=2026-11-01&to=2026-11-30&site=…&kiosk=…`, the same with `.csv` or `.pdf` at the end. */
export interface FiguresReport {
  readonly from: string;
  readonly to: string;
  readonly scope: { readonly sites: readonly string[]; readonly kiosks: number };
  readonly figures: readonly Figure[];
  /** Per day, for the charts. */
  readonly days: readonly {
    readonly day: string;
    readonly visits: number;
    readonly completed: number;
    readonly servingShare: number | null;
    readonly medianHandlingMs: number | null;
  }[];
}

export interface MaintenanceView {
  readonly id: string;
  readonly kiosk: string;
  readonly owner: Names;
  readonly reason: 'paper' | 'cleaning' | 'repair' | 'inspection' | 'site_event' | 'other';
  readonly startsMs: number;
  readonly plannedEndMs: number;
  readonly endedMs: number | null;
}

/** `GET /api/maintenance?from=…&to=…`, `POST /api/maintenance` with this, `POST /api/maintenance/:id/end`. */
export interface PlanMaintenance {
  readonly kiosk: string;
  readonly reason: MaintenanceView['reason'];
  readonly startsMs: number;
  readonly minutes: number;
}

export type JobState =
  | 'awaiting_approval'
  | 'queued'
  | 'delivered'
  | 'accepted'
  | 'rejected'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'timed_out'
  | 'expired'
  | 'cancelled'
  | 'interrupted';

export interface JobView {
  readonly id: string;
  readonly kiosk: string;
  readonly type: JobType;
  readonly state: JobState;
  readonly issuedBy: PersonView;
  readonly approvedBy: PersonView | null;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly reason: string | null;
  readonly findings: Readonly<Record<string, string | number | boolean>>;
  readonly hasPicture: boolean;
  readonly mayApprove: boolean;
  readonly mayCancel: boolean;
}

/** `POST /api/kiosks/:id/jobs`; `POST /api/jobs/:id/approve`, `/cancel`; `GET /api/jobs/:id/picture` (PNG). */
export interface AskForJob {
  readonly type: JobType;
  readonly args: Readonly<Record<string, unknown>>;
}

/** `GET /api/audit?who=…&action=…&target=…&fromMs=…&toMs=…&beforeSeq=…`; reading it is written down as well. */
export interface AuditPage {
  readonly entries: readonly {
    readonly seq: number;
    readonly atMs: number;
    readonly who: string;
    readonly role: string;
    readonly action: string;
    readonly target: string | null;
    readonly reason: string | null;
    readonly outcome: string;
  }[];
  /** To ask for the next page with, as `beforeSeq`; null on the last. */
  readonly before: number | null;
}

/** `POST /api/kiosks/:id/revoke`, administrators only: the kiosk is shut out until it is enrolled anew. */
export interface RevokeKiosk {
  readonly reason: 'stolen' | 'replaced' | 'retired' | 'suspected';
}

/** `POST /api/kiosks/:id/enrolment-code`, administrators only. */
export interface EnrolmentCode {
  readonly code: string;
  readonly expiresMs: number;
}

/** `POST /api/channels/test`: sends one message to whoever asks, over every channel that is set up. */
export interface ChannelTest {
  readonly results: readonly { readonly channel: DeliveryView['channel']; readonly state: 'sent' | 'failed' | 'not_set_up' }[];
}

/** What comes over `GET /api/live` (server-sent events) after the page has read the board once. */
export type Live =
  | { readonly type: 'kiosk'; readonly kiosk: BoardKiosk }
  | { readonly type: 'incident'; readonly incident: IncidentView }
  | { readonly type: 'job'; readonly job: JobView }
  /** Something else changed; read again what is on the screen. */
  | { readonly type: 'stale' };
