import { Secret, TOTP } from 'otpauth';
import type { StaffAccount } from '../src/main/staff/accounts.ts';
import { hashSecret } from '../src/sign-in/secret-hash.ts';

/** Nobody has this number; the demo's test card holds it. */
export const TEST_CARD = '1000000008';

/** Invented people who may enter the demo's staff room. Their secrets are no secrets. */
export const DEMO_STAFF = {
  technician: { id: '1001', name: 'سامي الفني', role: 'technician', pin: '482915', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
  liaison: { id: '2001', name: 'نورة ضابطة الاتصال', role: 'liaison', pin: '770011', totpSecret: 'KRSXG5BAKRSXG5BAKRSXG5BAKRSXG5BA' },
} as const;
export type DemoPerson = (typeof DEMO_STAFF)[keyof typeof DEMO_STAFF];

/** Cheap, for PINs that everybody may know. */
const COST = { n: 2 ** 10, r: 8, p: 1 };

/** The accounts file of a demo. */
export async function demoAccounts(): Promise<string> {
  const accounts = await Promise.all(
    Object.values(DEMO_STAFF).map(async (person): Promise<StaffAccount> => ({ ...person, pin: await hashSecret(person.pin, COST) })),
  );
  return JSON.stringify({ accounts });
}

/** What that person's authenticator app shows at a time. */
export const codeOf = ({ totpSecret }: DemoPerson, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: at.getTime() });
