import type { ErrorCode, LocalizedText, Problem } from '../../contract/validate.ts';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly message: LocalizedText;
  readonly userAction: NonNullable<Problem['userAction']>;
}

const PROBLEMS: Readonly<Record<ErrorCode, ProblemKind>> = {
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request breaks the contract',
    message: { ar: 'تحقق من البيانات المدخلة.', en: 'Check what you entered.' },
    userAction: 'fix_input',
  },
  NUMBER_FORMAT: {
    status: 400,
    title: 'Not a transaction number',
    message: { ar: 'رقم المعاملة غير صحيح. أدخل الأرقام فقط.', en: 'Number format is wrong.' },
    userAction: 'fix_input',
  },
  YEAR_RANGE: {
    status: 400,
    title: 'Year out of range',
    message: { ar: 'سنة القيد غير صحيحة.', en: 'Year is out of range.' },
    userAction: 'fix_input',
  },
  SESSION_EXPIRED: {
    status: 401,
    title: 'No such session, or it has ended',
    message: { ar: 'انتهت الجلسة حفاظًا على خصوصيتك. ابدأ من جديد.', en: 'Session ended.' },
    userAction: 'retry',
  },
  DEVICE_UNAUTHORIZED: {
    status: 401,
    title: 'No valid access token',
    message: { ar: 'الجهاز خارج الخدمة مؤقتًا.', en: 'Device not authorised.' },
    userAction: 'call_help',
  },
  RESTRICTED: {
    status: 403,
    title: 'Not shown at a kiosk',
    message: { ar: 'لا يمكن عرض هذه المعاملة هنا. راجع موظف الاستقبال.', en: 'Not shown here.' },
    userAction: 'use_counter',
  },
  TXN_NOT_FOUND_OR_MISMATCH: {
    status: 404,
    title: 'No transaction with these details',
    message: { ar: 'لم نجد معاملة بهذه البيانات.', en: 'No transaction with these details.' },
    userAction: 'fix_input',
  },
  RESOURCE_UNKNOWN: {
    status: 404,
    title: 'No such resource',
    message: { ar: 'حدث خطأ لدينا. حاول لاحقًا.', en: 'Our fault.' },
    userAction: 'retry',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    title: 'The first call with this key is still running',
    message: { ar: 'جارٍ تنفيذ طلبك.', en: 'In progress.' },
    userAction: 'wait',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This key came with another body before',
    message: { ar: 'حدث خطأ لدينا. حاول لاحقًا.', en: 'Our fault.' },
    userAction: 'none',
  },
  IDENTITY_LOCKED: {
    status: 423,
    title: 'Too many failed matches of this identity',
    message: { ar: 'تعذّر الاستعلام بهذه الهوية اليوم. راجع موظف الاستقبال.', en: 'Locked today.' },
    userAction: 'use_counter',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many calls',
    message: { ar: 'محاولات كثيرة. انتظر قليلًا.', en: 'Too many tries.' },
    userAction: 'wait',
  },
  INTERNAL: {
    status: 500,
    title: 'A fault of the gateway',
    message: { ar: 'حدث خطأ لدينا. حاول لاحقًا.', en: 'Our fault.' },
    userAction: 'retry',
  },
  BACKEND_BAD_ANSWER: {
    status: 502,
    title: 'The transaction system answered nonsense',
    message: { ar: 'حدث خطأ لدينا. حاول لاحقًا.', en: 'Our fault.' },
    userAction: 'retry',
  },
  BACKEND_UNAVAILABLE: {
    status: 503,
    title: 'The transaction system is unavailable',
    message: { ar: 'نظام المعاملات غير متاح الآن.', en: 'System is down.' },
    userAction: 'wait',
  },
  BACKEND_TIMEOUT: {
    status: 504,
    title: 'The transaction system took too long',
    message: { ar: 'استغرق الرد وقتًا طويلًا. حاول مرة أخرى.', en: 'Took too long.' },
    userAction: 'retry',
  },
};

/** Refuses the call at hand; the server answers with the problem of that code. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | null;
  readonly errors: NonNullable<Problem['errors']>;

  constructor(
    code: ErrorCode,
    details: { readonly retryAfterSeconds?: number; readonly errors?: NonNullable<Problem['errors']> } = {},
  ) {
    super(PROBLEMS[code].title);
    this.name = 'Refusal';
    this.code = code;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.errors = details.errors ?? [];
  }
}

/** The RFC 9457 body of a refusal. @param traceId finds the call in the gateway's own log. */
export function problemOf(refusal: Refusal, traceId: string): Problem {
  const { status, title, message, userAction } = PROBLEMS[refusal.code];
  return {
    type: `/problems/${refusal.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: refusal.code,
    message,
    userAction,
    traceId,
    ...(refusal.errors.length > 0 && { errors: refusal.errors }),
  };
}
