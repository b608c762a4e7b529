import type { Officer } from '../access/officers.ts';

/**
 * Invented people, so that a demo has somebody to call. None of them can sign in: the first account is made with the
 * code that the hub prints, and that administrator gives out the others.
 */
const person = (account: string, ar: string, en: string, facts: Pick<Officer, 'role' | 'duties' | 'sites'>): Officer => ({
  account,
  name: { ar, en },
  ...facts,
  language: 'ar',
  mail: `${account}@emirate.example`,
  phone: null,
  local: null,
  oidcSubject: null,
  isDisabled: false,
});

const liaison = (account: string, ar: string, en: string, ...sites: string[]): Officer =>
  person(account, ar, en, { role: 'liaison', duties: ['liaison'], sites });

export const DEMO_OFFICERS: readonly Officer[] = [
  liaison('s.harbi', 'سعد الحربي', 'Saad Alharbi', 'governor-office', 'diwan'),
  liaison('n.zahrani', 'نورة الزهراني', 'Noura Alzahrani', 'airport'),
  liaison('m.ghamdi', 'ماجد الغامدي', 'Majed Alghamdi', 'chamber'),
  liaison('h.thaqafi', 'هند الثقفي', 'Hind Althaqafi', 'taif', 'khulais', 'rabigh'),
  liaison('a.hazmi', 'عادل الحازمي', 'Adel Alhazmi', 'qunfudhah', 'lith'),
  liaison('r.malki', 'ريم المالكي', 'Reem Almalki', 'makkah-municipality', 'jeddah-municipality'),
  person('f.qahtani', 'فهد القحطاني', 'Fahd Alqahtani', { role: 'technician', duties: ['technical'], sites: null }),
  person('l.shehri', 'لمى الشهري', 'Lama Alshehri', { role: 'technician', duties: ['technical', 'technical_lead'], sites: null }),
  person('k.otaibi', 'خالد العتيبي', 'Khalid Alotaibi', { role: 'manager', duties: ['manager'], sites: null }),
  person('w.dosari', 'وليد الدوسري', 'Waleed Aldosari', { role: 'manager', duties: ['director', 'security_officer'], sites: null }),
];
