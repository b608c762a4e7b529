import type { Fleet } from '../../src/fleet/store/kiosks.ts';

/** Kiosk ids as the contract has them: two letters and three digits hold 676,000. */
export function kioskIdOf(index: number): string {
  const letters = Math.floor(index / 1000);
  const letter = (position: number): string => String.fromCharCode(65 + position);
  return `${letter(Math.floor(letters / 26))}${letter(letters % 26)}-${String(index % 1000).padStart(3, '0')}`;
}

/** Kiosks that are enrolled already, all with one key: making ten thousand would only measure the simulator. */
export function simulatedFleet(kiosks: number, publicKey: string): Fleet {
  const site = { id: 'simulated', region: 'simulated', kind: 'governorate', name_ar: 'موقع محاكاة', name_en: 'Simulated site' };
  return {
    regions: [{ id: 'simulated', name_ar: 'منطقة محاكاة', name_en: 'Simulated region' }],
    sites: [site],
    kiosks: Array.from({ length: kiosks }, (_, index) => ({
      id: kioskIdOf(index),
      site: site.id,
      name_ar: 'جهاز محاكاة',
      name_en: 'Simulated kiosk',
      public_key: publicKey,
      enrolled_ms: 1,
      revoked_ms: null,
    })),
  };
}
