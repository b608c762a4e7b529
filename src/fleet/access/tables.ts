/** Tables of the officers: who may sign in, and who is signed in. */
export interface AccessTables {
  officers: OfficerRow;
  officer_sessions: SessionRow;
  sign_in_codes: SignInCodeRow;
}

export interface OfficerRow {
  readonly account: string;
  readonly name_ar: string;
  readonly name_en: string;
  readonly role: string;
  /** JSON list. */
  readonly duties: string;
  /** JSON list, or `null` for all. */
  readonly sites: string;
  readonly language: string;
  readonly mail: string | null;
  readonly phone: string | null;
  /** JSON of a hash. */
  readonly password: string | null;
  readonly totp_secret: string | null;
  readonly last_step: number;
  readonly failures: number;
  readonly last_failure_ms: number;
  readonly oidc_subject: string | null;
  readonly disabled: number;
}

export interface SignInCodeRow {
  /** SHA-256 of the code: who reads the database can't sign in. */
  readonly code_hash: string;
  readonly account: string;
  readonly expires_ms: number;
}

export interface SessionRow {
  /** SHA-256 of the cookie: who reads the database can't take over a session. */
  readonly token_hash: string;
  readonly account: string;
  readonly csrf_token: string;
  readonly begun_ms: number;
  readonly seen_ms: number;
}
