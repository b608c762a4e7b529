import createCode from 'qrcode-generator';
import {
  OUT_OF_SERVICE_REASONS,
  type AccessOptions,
  type Frame,
  type OutOfServiceReason,
  type QrPicture,
  type Screen,
  type ScreenOf,
  type View,
} from '../../src/bridge/view.ts';
import { isolateLtr } from '../../src/domain/bidi.ts';
import { PUBLIC_STATUSES, type PublicStatus, type Transaction } from '../../src/domain/transaction.ts';

/** One View for each state a citizen's screen can be in. All data is invented. */

export const FRAME: Frame = {
  language: 'ar',
  languages: [
    { code: 'ar', name: 'العربية', direction: 'rtl' },
    { code: 'en', name: 'English', direction: 'ltr' },
  ],
  access: { largeText: false, highContrast: false, lowReach: false, moreTime: false },
  emirate: { ar: 'إمارة منطقة مكة المكرمة', en: 'Emirate of Makkah Al-Mukarramah Region' },
  site: { ar: 'مطار الملك عبدالعزيز', en: 'King Abdulaziz Airport' },
  kioskId: 'MK-007',
  display: { pixelsPerMm: 4.03, lowerEdgeMm: 700 },
  now: '2026-11-21T07:42:10Z',
  numerals: 'latn',
  readerTypes: false,
  cardLies: false,
  demo: false,
};

const day = (gregorian: string, hijri: string) => ({ gregorian, hijri });
const RIGHTS = { ar: 'إدارة الحقوق الخاصة', en: 'Department of Private Rights' };
const LONG_UNIT = {
  ar: 'الإدارة العامة للشؤون القانونية وحقوق الإنسان ومتابعة تنفيذ الأحكام',
  en: 'General Department of Legal Affairs, Human Rights and Follow-up of Judgment Enforcement',
};
const ARABIC_ONLY_UNIT = { ar: 'إدارة الأراضي والممتلكات والتعديات بمحافظة الطائف' };

const REFERRALS = [
  { sequence: 4, to: RIGHTS, on: day('2026-10-18', '1448-05-07') },
  { sequence: 3, to: LONG_UNIT, on: day('2026-09-02', '1448-03-20') },
  { sequence: 2, to: ARABIC_ONLY_UNIT, on: day('2026-07-14', '1448-01-29') },
  { sequence: 1, to: { ar: 'الاتصالات الإدارية', en: 'Administrative Communications' }, on: day('2025-10-05', '1447-04-13') },
];

const transaction = (status: PublicStatus, more: Partial<Transaction> = {}): Transaction => ({
  number: '770123',
  hijriYear: 1447,
  direction: 'incoming',
  registeredOn: day('2025-11-03', '1447-05-12'),
  status,
  statusSince: day('2026-10-18', '1448-05-07'),
  currentUnit: RIGHTS,
  referrals: REFERRALS,
  ...more,
});

const TRANSACTIONS: Readonly<Record<PublicStatus, Transaction>> = {
  registered: transaction('registered', { currentUnit: { ar: 'الاتصالات الإدارية', en: 'Administrative Communications' } }),
  under_procedure: transaction('under_procedure', { expectedBy: day('2026-12-10', '1448-07-01') }),
  referred: transaction('referred', { referredTo: LONG_UNIT, currentUnit: LONG_UNIT, category: { ar: 'مطالبة مالية', en: 'Financial claim' } }),
  awaiting_reply: transaction('awaiting_reply', { referredTo: ARABIC_ONLY_UNIT, currentUnit: ARABIC_ONLY_UNIT }),
  action_required: transaction('action_required', {
    requiredAction: {
      text: { ar: 'إحضار أصل صك الملكية وصورة من الهوية الوطنية للوكيل الشرعي', en: 'Bring the original title deed and a copy of the legal agent’s national ID' },
      place: { ar: 'إدارة الحقوق الخاصة، الدور الثاني، مكتب 214', en: 'Department of Private Rights, second floor, office 214' },
      dueOn: day('2026-12-05', '1448-06-25'),
    },
  }),
  issued_out: transaction('issued_out', { outgoing: { number: '448812', date: day('2026-11-10', '1448-05-30') } }),
  completed: transaction('completed'),
  filed: transaction('filed'),
  returned: transaction('returned', {
    requiredAction: { text: { ar: 'استكمال توقيع مقدم الطلب على النموذج' }, place: { ar: 'مكتب الاستقبال' } },
  }),
  cancelled: transaction('cancelled'),
  restricted: transaction('restricted', { referrals: [] }),
};

const IDENTITY = { kind: 'national_id', masked: isolateLtr('•••••••672') } as const;
const YEARS = Array.from({ length: 10 }, (_, index) => 1448 - index);

const QR = qrPicture('https://makkah.example/t/R-1448-004512?k=9F3AC1');

export function qrPicture(payload: string): QrPicture {
  const code = createCode(0, 'M');
  code.addData(payload);
  code.make();
  const modules = code.getModuleCount();
  const cells = Array.from({ length: modules * modules }, (_, index) => [Math.floor(index / modules), index % modules] as const);
  const path = cells
    .filter(([row, column]) => code.isDark(row, column))
    .map(([row, column]) => `M${String(column)} ${String(row)}h1v1h-1z`)
    .join('');
  return { modules, path };
}

const identity = (more: Partial<Extract<Screen, { id: 'identity' }>>): Screen => ({
  id: 'identity',
  method: 'card',
  documents: ['national_id', 'iqama'],
  mayType: true,
  reader: 'waiting',
  cardFault: null,
  triesLeft: 3,
  fieldFault: null,
  ...more,
});

const entry = (more: Partial<Extract<Screen, { id: 'transaction' }>> = {}): Screen => ({
  id: 'transaction',
  identity: IDENTITY,
  years: YEARS,
  entered: null,
  fieldFault: null,
  ...more,
});

const status = (code: PublicStatus): ScreenOf<'status'> => ({
  id: 'status',
  identity: IDENTITY,
  transaction: TRANSACTIONS[code],
  asOf: code === 'returned' ? '2026-11-20T18:05:00Z' : '2026-11-21T07:41:00Z',
  stale: code === 'returned' || code === 'referred',
  printer: code === 'action_required' ? 'unavailable' : 'ready',
});

const receipt = (more: Partial<Extract<Screen, { id: 'receipt' }>>): Screen => ({
  id: 'receipt',
  phase: 'printing',
  reason: null,
  receiptNumber: null,
  qr: null,
  ...more,
});

const outOfService = (reason: OutOfServiceReason): Screen => ({
  id: 'out_of_service',
  reason,
  nearest: { ar: 'ديوان الإمارة بجدة، البهو الرئيسي', en: 'Emirate diwan in Jeddah, main hall' },
});

const manyReferrals = Array.from({ length: 11 }, (_, index) => ({
  ...(REFERRALS[index % REFERRALS.length] ?? REFERRALS[0]!),
  sequence: 11 - index,
}));

export const SCREENS: Readonly<Record<string, Screen>> = {
  attract: { id: 'attract' },
  language: { id: 'language' },
  home: { id: 'home', inquiry: { open: true } },
  'home-closed': { id: 'home', inquiry: { open: false, reason: 'gateway_down' } },
  'home-no-identity': { id: 'home', inquiry: { open: false, reason: 'no_identity_input' } },
  access: { id: 'access' },
  privacy: { id: 'privacy' },
  'identity-card': identity({}),
  'identity-card-fault': identity({ cardFault: 'unsupported_document', triesLeft: 2 }),
  'identity-card-only': identity({ mayType: false, cardFault: 'unreadable' }),
  'identity-keypad': identity({ method: 'keypad' }),
  'identity-keypad-no-reader': identity({ method: 'keypad', reader: 'unavailable' }),
  'identity-keypad-fault': identity({ method: 'keypad', reader: 'unavailable', fieldFault: 'checksum' }),
  'identity-keypad-tries': identity({ method: 'keypad', cardFault: 'unreadable', triesLeft: 0 }),
  transaction: entry(),
  'transaction-fault': entry({
    entered: { number: '', hijriYear: 1447 },
    fieldFault: { field: 'number', code: 'empty' },
  }),
  'transaction-long': entry({ entered: { number: '123456789012', hijriYear: 1440 } }),
  searching: { id: 'searching', slow: false, canLeave: false },
  'searching-slow': { id: 'searching', slow: true, canLeave: true },
  'not-found': { id: 'not_found', tries: 1, offerHelp: false, pauseSeconds: 0 },
  'not-found-pause': { id: 'not_found', tries: 5, offerHelp: true, pauseSeconds: 42 },
  ...Object.fromEntries(PUBLIC_STATUSES.map((code) => [`status-${code}`, status(code)])),
  'status-no-printer': { ...status('completed'), printer: 'unavailable' },
  'status-paper-low': { ...status('completed'), printer: 'paper_low' },
  referrals: { id: 'referrals', transaction: TRANSACTIONS.referred },
  'referrals-many': { id: 'referrals', transaction: { ...TRANSACTIONS.referred, referrals: manyReferrals } },
  'referrals-none': { id: 'referrals', transaction: { ...TRANSACTIONS.registered, referrals: [] } },
  'receipt-printing': receipt({}),
  'receipt-printed': receipt({ phase: 'printed', receiptNumber: 'R-1448-004512' }),
  'receipt-not-printed': receipt({ phase: 'not_printed', reason: 'paper_out', receiptNumber: 'R-1448-004512', qr: QR }),
  'receipt-unknown': receipt({ phase: 'unknown', reason: 'no_answer', receiptNumber: 'R-1448-004512', qr: QR }),
  'receipt-none': receipt({ phase: 'not_printed', reason: 'offline' }),
  rating: { id: 'rating' },
  'fault-unavailable': { id: 'fault', fault: 'unavailable', waitSeconds: 0, canRetry: true },
  'fault-wait': { id: 'fault', fault: 'rate_limited', waitSeconds: 27, canRetry: true },
  'fault-locked': { id: 'fault', fault: 'locked', waitSeconds: 0, canRetry: false },
  'fault-invalid': { id: 'fault', fault: 'invalid_input', waitSeconds: 0, canRetry: false },
  help: { id: 'help', phone: '920012345' },
  goodbye: { id: 'goodbye' },
  'out-of-service': outOfService('maintenance'),
  ...Object.fromEntries(
    OUT_OF_SERVICE_REASONS.filter((reason) => reason !== 'maintenance').map((reason) => [
      `out-of-service-${reason}`,
      outOfService(reason),
    ]),
  ),
};

interface Setting {
  readonly language: string;
  readonly access?: Partial<AccessOptions>;
  readonly pixelsPerMm?: number;
  readonly secondsLeft?: number;
  readonly cardLies?: boolean;
  readonly step?: number;
}

export function viewOf(screen: Screen, setting: Setting): View {
  const { access = {}, cardLies = false, language, pixelsPerMm = FRAME.display.pixelsPerMm, secondsLeft, step = 1 } = setting;
  return {
    step,
    visit: '6f1f9f0e-8a51-4a5e-9d2b-5f0d6a3c1e11',
    frame: {
      ...FRAME,
      language,
      cardLies,
      access: { ...FRAME.access, ...access },
      display: { ...FRAME.display, pixelsPerMm },
      demo: screen.id === 'home' || screen.id === 'attract',
    },
    screen,
    stillThere: secondsLeft === undefined ? null : { secondsLeft },
    staff: null,
  };
}
