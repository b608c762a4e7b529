import type { Fleet } from '../store/kiosks.ts';
import type { KioskRow, SiteRow } from '../store/schema.ts';

/** The fourteen kiosks of the first roll-out, where they stand. Keys are bound when each is enrolled. */
const REGION = { id: 'makkah', name_ar: 'منطقة مكة المكرمة', name_en: 'Makkah Region' };

const site = (id: string, kind: string, name_ar: string, name_en: string): SiteRow => ({ id, region: REGION.id, kind, name_ar, name_en });

const SITES: readonly SiteRow[] = [
  site('governor-office', 'governor_office', 'مكتب أمير المنطقة', "Governor's Office"),
  site('diwan', 'diwan', 'ديوان الإمارة، جدة', 'Emirate Diwan, Jeddah'),
  site('taif', 'governorate', 'محافظة الطائف', 'Taif Governorate'),
  site('qunfudhah', 'governorate', 'محافظة القنفذة', 'Al Qunfudhah Governorate'),
  site('lith', 'governorate', 'محافظة الليث', 'Al Lith Governorate'),
  site('rabigh', 'governorate', 'محافظة رابغ', 'Rabigh Governorate'),
  site('khulais', 'governorate', 'محافظة خليص', 'Khulais Governorate'),
  site('makkah-municipality', 'municipality', 'أمانة العاصمة المقدسة', 'Holy Makkah Municipality'),
  site('jeddah-municipality', 'municipality', 'أمانة محافظة جدة', 'Jeddah Municipality'),
  site('airport', 'airport', 'مطار الملك عبدالعزيز', 'King Abdulaziz Airport'),
  site('chamber', 'chamber', 'الغرفة التجارية بجدة', 'Jeddah Chamber of Commerce'),
];

const kiosk = (id: string, siteId: string, name_ar: string, name_en: string): KioskRow => ({
  id,
  site: siteId,
  name_ar,
  name_en,
  public_key: null,
  enrolled_ms: null,
  revoked_ms: null,
});

const KIOSKS: readonly KioskRow[] = [
  kiosk('MK-001', 'governor-office', 'بهو الاستقبال', 'Reception hall'),
  kiosk('MK-002', 'diwan', 'المدخل الرئيس', 'Main entrance'),
  kiosk('MK-003', 'diwan', 'صالة المراجعين', 'Visitors’ hall'),
  kiosk('MK-004', 'makkah-municipality', 'صالة الخدمات', 'Service hall'),
  kiosk('MK-005', 'jeddah-municipality', 'صالة الخدمات', 'Service hall'),
  kiosk('MK-006', 'taif', 'صالة الاستقبال', 'Reception'),
  kiosk('MK-007', 'airport', 'صالة الوصول', 'Arrivals hall'),
  kiosk('MK-008', 'chamber', 'المدخل', 'Entrance'),
  kiosk('MK-009', 'chamber', 'الدور الأول', 'First floor'),
  kiosk('MK-010', 'chamber', 'قاعة الأعضاء', 'Members’ hall'),
  kiosk('MK-011', 'qunfudhah', 'صالة الاستقبال', 'Reception'),
  kiosk('MK-012', 'lith', 'صالة الاستقبال', 'Reception'),
  kiosk('MK-013', 'rabigh', 'صالة الاستقبال', 'Reception'),
  kiosk('MK-014', 'khulais', 'صالة الاستقبال', 'Reception'),
];

export const FIRST_ROLL_OUT: Fleet = { regions: [REGION], sites: SITES, kiosks: KIOSKS };
