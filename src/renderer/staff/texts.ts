import type { TFunction } from 'i18next';
import { useFrame } from '../frame.ts';
import { addTexts } from '../i18n.ts';

export type StaffTexts = TFunction<'staff'>;
export type HealthTexts = TFunction<'health'>;

const staffTextsIn = addTexts(
  'staff',
  import.meta.glob<object>('../../../assets/locales/*/staff.json', { eager: true, import: 'default' }),
);
const healthTextsIn = addTexts(
  'health',
  import.meta.glob<object>('../../../assets/locales/*/health.json', { eager: true, import: 'default' }),
);

export const useStaffTexts = (): StaffTexts => staffTextsIn(useFrame().language);
/** Names of parts and states, what may be wrong with them, and who acts. */
export const useHealthTexts = (): HealthTexts => healthTextsIn(useFrame().language);
