import type { Kiosk } from '../kiosk.ts';

/** Nobody is at the kiosk: no visitor, and no technician either. */
export function isIdle(kiosk: Pick<Kiosk, 'view'>): boolean {
  const { screen, staff, stillThere } = kiosk.view();
  return staff === null && stillThere === null && (screen.id === 'attract' || screen.id === 'out_of_service');
}
