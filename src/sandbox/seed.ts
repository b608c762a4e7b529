import type { DualDate, LocalizedText, Referral, Transaction } from '../../contract/validate.ts';
import { gregorianOfHijri } from '../domain/dates.ts';
import type { CaseRecord } from './records.ts';

/**
 * The demo people and their transactions. Every identity is synthetic and reserved for tests. The first citizen owns
 * one transaction per public status, 1001/1448 to 1011/1448, in the order of the contract's list; 1012/1448 has the
 * longest texts. docs/gateway.md lists them for whoever shows the kiosk.
 */
const CITIZEN = { kind: 'national_id', value: '1012345672' } as const;
const SECOND_CITIZEN = { kind: 'national_id', value: '1098765439' } as const;
const RESIDENT = { kind: 'iqama', value: '2012345670' } as const;

const text = (ar: string, en: string): LocalizedText => ({ ar, en });

/** A day of the Umm al-Qura calendar in both calendars. */
function day(hijri: string): DualDate {
  const gregorian = gregorianOfHijri(hijri);
  if (gregorian === null) throw new Error(`the seed names a day that doesn't exist: ${hijri}`);
  return { gregorian, hijri };
}

const UNITS = {
  registry: text('إدارة الاتصالات الإدارية', 'Administrative Communications Department'),
  privateRights: text('إدارة الحقوق الخاصة', 'Private Rights Department'),
  publicRights: text('إدارة الحقوق العامة', 'Public Rights Department'),
  lands: text('إدارة الأراضي والممتلكات', 'Lands and Properties Department'),
  legal: text('الإدارة القانونية', 'Legal Department'),
  municipality: text('أمانة المنطقة', 'Regional Municipality'),
  notary: text('كتابة العدل', 'Notary Public'),
  water: text('فرع شركة المياه الوطنية', 'National Water Company, regional branch'),
  development: text('الإدارة العامة للتنمية والمتابعة', 'General Department of Development and Follow-up'),
  archive: text('مركز الوثائق والمحفوظات', 'Documents and Archives Centre'),
  governorate: text('محافظة الروضة', 'Ar Rawdah Governorate'),
} as const;

/** The path so far, oldest first, each step with what only the emirate itself may read. */
function path(...steps: readonly (readonly [to: LocalizedText, on: string])[]): Referral[] {
  return steps.map(([to, on], index) => ({
    seq: index + 1,
    from: steps[index - 1]?.[0] ?? UNITS.registry,
    to,
    on: day(on),
    action: text('للدراسة والإفادة', 'For study and reply'),
  }));
}

/** What every incoming paper has, including the fields that assurance L1 must not see. */
function incoming(number: string, registeredOn: string, category: LocalizedText) {
  return {
    number,
    hijriYear: Number(registeredOn.slice(0, 4)),
    direction: 'incoming',
    registeredOn: day(registeredOn),
    subject: 'موضوع تجريبي لا يظهر في جهاز الخدمة الذاتية',
    category,
    source: text('مواطن', 'A citizen'),
    attachmentsCount: 3,
    urgency: 'urgent',
  } as const satisfies Partial<Transaction>;
}

const CITIZEN_TRANSACTIONS: readonly Transaction[] = [
  {
    ...incoming('1001', '1448-06-09', text('طلب خدمة', 'Service request')),
    status: 'registered',
    statusSince: day('1448-06-09'),
    currentUnit: UNITS.registry,
  },
  {
    ...incoming('1002', '1448-05-02', text('حقوق خاصة', 'Private rights')),
    status: 'under_procedure',
    statusText: text('قيد الدراسة لدى الإدارة المختصة', 'Being studied by the department in charge'),
    statusSince: day('1448-05-20'),
    currentUnit: UNITS.privateRights,
    expectedBy: day('1448-07-01'),
    referrals: path([UNITS.registry, '1448-05-02'], [UNITS.privateRights, '1448-05-04']),
  },
  {
    ...incoming('1003', '1448-04-11', text('خدمات بلدية', 'Municipal services')),
    status: 'referred',
    statusSince: day('1448-05-15'),
    currentUnit: UNITS.development,
    referredTo: UNITS.municipality,
    referrals: path(
      [UNITS.registry, '1448-04-11'],
      [UNITS.development, '1448-04-13'],
      [UNITS.legal, '1448-04-27'],
      [UNITS.municipality, '1448-05-15'],
    ),
  },
  {
    ...incoming('1004', '1448-03-12', text('أراضٍ وممتلكات', 'Lands and properties')),
    status: 'awaiting_reply',
    statusSince: day('1448-05-25'),
    currentUnit: UNITS.lands,
    referredTo: UNITS.notary,
    referrals: path([UNITS.registry, '1448-03-12'], [UNITS.lands, '1448-03-15'], [UNITS.notary, '1448-05-25']),
  },
  {
    ...incoming('1005', '1448-04-03', text('حقوق خاصة', 'Private rights')),
    status: 'action_required',
    statusSince: day('1448-06-05'),
    currentUnit: UNITS.privateRights,
    requiredAction: {
      text: text('أحضر أصل صك الملكية والهوية الوطنية', 'Bring the original title deed and your national ID'),
      place: text(
        'إدارة الحقوق الخاصة، الدور الأول، مكتب 112',
        'Private Rights Department, first floor, office 112',
      ),
      dueOn: day('1448-06-25'),
    },
    referrals: path([UNITS.registry, '1448-04-03'], [UNITS.privateRights, '1448-04-05']),
  },
  {
    ...incoming('1006', '1448-02-19', text('خدمات المياه', 'Water services')),
    status: 'issued_out',
    statusSince: day('1448-05-28'),
    currentUnit: UNITS.development,
    outgoing: { number: '44812', date: day('1448-05-28'), to: UNITS.water },
    referrals: path([UNITS.registry, '1448-02-19'], [UNITS.development, '1448-02-22']),
  },
  {
    ...incoming('1007', '1448-01-17', text('شكوى', 'Complaint')),
    status: 'completed',
    statusText: text('انتهت المعاملة وأُبلغ صاحبها', 'Finished; the applicant has been told'),
    statusSince: day('1448-04-30'),
    currentUnit: UNITS.publicRights,
    outgoing: { number: '39127', date: day('1448-04-30') },
    referrals: path([UNITS.registry, '1448-01-17'], [UNITS.publicRights, '1448-01-19']),
  },
  {
    ...incoming('1008', '1448-01-05', text('اقتراح', 'Suggestion')),
    status: 'filed',
    statusSince: day('1448-03-21'),
    currentUnit: UNITS.archive,
    referrals: path(
      [UNITS.registry, '1448-01-05'],
      [UNITS.development, '1448-01-08'],
      [UNITS.archive, '1448-03-21'],
    ),
  },
  {
    ...incoming('1009', '1448-05-08', text('طلب خدمة', 'Service request')),
    status: 'returned',
    statusSince: day('1448-06-02'),
    currentUnit: UNITS.registry,
    requiredAction: {
      text: text('أكمل نموذج الطلب ووقّعه ثم أعد تقديمه', 'Complete and sign the request form, then submit it again'),
      place: text('مكتب الاستقبال، المدخل الرئيسي', 'Reception, main entrance'),
    },
    referrals: path([UNITS.registry, '1448-05-08']),
  },
  {
    ...incoming('1010', '1448-02-02', text('طلب خدمة', 'Service request')),
    status: 'cancelled',
    statusText: text('أُلغيت بناءً على طلب مقدمها', 'Cancelled at the applicant’s request'),
    statusSince: day('1448-02-10'),
    currentUnit: UNITS.registry,
  },
  {
    ...incoming('1011', '1448-03-28', text('سرّي', 'Confidential')),
    status: 'restricted',
    statusSince: day('1448-04-01'),
    currentUnit: UNITS.legal,
    referrals: path([UNITS.legal, '1448-04-01']),
  },
  longestTexts(),
];

/** What a real directory of units does to a layout: long names, a long way, a long list of what to bring. */
function longestTexts(): Transaction {
  const committee = text(
    'اللجنة الدائمة للنظر في طلبات التعويض عن نزع ملكية العقارات للمنفعة العامة ووضع اليد المؤقت على العقار',
    'Standing Committee for Compensation Claims on Expropriation of Real Estate for the Public Benefit and Temporary Possession',
  );
  const fieldTeam = text(
    'فريق الوقوف الميداني المشترك بين الإمارة والأمانة وكتابة العدل وفرع وزارة البيئة والمياه والزراعة',
    'Joint Field Inspection Team of the Emirate, the Municipality, the Notary and the Branch of the Ministry of Environment, Water and Agriculture',
  );
  return {
    ...incoming('1012', '1447-11-14', text('تعويض عن نزع ملكية للمنفعة العامة', 'Compensation for expropriation')),
    number: '1012',
    hijriYear: 1448,
    registeredOn: day('1448-01-02'),
    status: 'action_required',
    statusSince: day('1448-06-08'),
    currentUnit: committee,
    referredTo: fieldTeam,
    requiredAction: {
      text: text(
        'أحضر أصل صك الملكية، والقرار المساحي المعتمد، وصورة من رخصة البناء رقم 4471/ب، وخطاب البنك برقم الآيبان، وحضّر موعدًا مع فريق الوقوف الميداني',
        'Bring the original title deed, the approved survey report, a copy of building permit No. 4471/B and the bank letter with the IBAN, and arrange a visit with the field inspection team',
      ),
      place: text(
        'مقر اللجنة الدائمة، مبنى الإمارة الرئيسي، البوابة رقم 3، الدور الثاني، قاعة الاجتماعات رقم 214',
        'Seat of the Standing Committee, main emirate building, gate 3, second floor, meeting room 214',
      ),
      dueOn: day('1448-06-29'),
    },
    expectedBy: day('1448-09-15'),
    referrals: path(
      [UNITS.registry, '1448-01-02'],
      [UNITS.governorate, '1448-01-06'],
      [UNITS.lands, '1448-01-24'],
      [UNITS.municipality, '1448-02-13'],
      [UNITS.legal, '1448-03-05'],
      [UNITS.notary, '1448-04-02'],
      [committee, '1448-05-10'],
      [fieldTeam, '1448-05-29'],
      [committee, '1448-06-08'],
    ),
  };
}

const SECOND_CITIZEN_TRANSACTIONS: readonly Transaction[] = [
  {
    ...incoming('3001', '1447-09-03', text('شكوى', 'Complaint')),
    status: 'filed',
    statusSince: day('1447-12-01'),
    currentUnit: UNITS.archive,
    referrals: path([UNITS.publicRights, '1447-09-05'], [UNITS.archive, '1447-12-01']),
  },
  {
    ...incoming('3002', '1448-06-01', text('طلب خدمة', 'Service request')),
    status: 'under_procedure',
    statusSince: day('1448-06-03'),
    currentUnit: UNITS.governorate,
  },
];

const RESIDENT_TRANSACTIONS: readonly Transaction[] = [
  {
    ...incoming('2001', '1448-05-19', text('حقوق عمالية', 'Labour rights')),
    status: 'under_procedure',
    statusSince: day('1448-05-24'),
    currentUnit: UNITS.privateRights,
    referrals: path([UNITS.registry, '1448-05-19'], [UNITS.privateRights, '1448-05-24']),
  },
  {
    ...incoming('2002', '1447-10-08', text('طلب خدمة', 'Service request')),
    status: 'completed',
    statusSince: day('1447-11-20'),
    currentUnit: UNITS.development,
  },
];

const owned = (identity: CaseRecord['identity'], transactions: readonly Transaction[]): CaseRecord[] =>
  transactions.map((transaction) => ({ identity, transaction }));

/** The records a sandbox starts with when it is given no data file. */
export const seedRecords = (): readonly CaseRecord[] => [
  ...owned(CITIZEN, CITIZEN_TRANSACTIONS),
  ...owned(SECOND_CITIZEN, SECOND_CITIZEN_TRANSACTIONS),
  ...owned(RESIDENT, RESIDENT_TRANSACTIONS),
];
