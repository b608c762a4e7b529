import type { StaffTest } from '../../bridge/staff.ts';
import type { ComponentId } from '../../domain/health.ts';
import type { StaffIconName } from './staff-icon.tsx';

export const COMPONENT_ICONS: Readonly<Record<ComponentId, StaffIconName>> = {
  power: 'bolt',
  temperature: 'thermometer',
  disk: 'disk',
  journal: 'archive',
  clock: 'clock',
  page: 'page',
  touch: 'hand',
  devices: 'chip',
  reader: 'card',
  keypad: 'keypad',
  printer: 'printer',
  paper: 'paper',
  network: 'network',
  security: 'certificate',
  gateway: 'building',
};

export const TEST_ICONS: Readonly<Record<StaffTest, StaffIconName>> = {
  touch: 'hand',
  display: 'display',
  reader: 'card',
  printer: 'printer',
  calibration: 'receipt',
  provisioning: 'chip',
  paper: 'paper',
  network: 'network',
  hub: 'hub',
  gateway: 'building',
  certificate: 'certificate',
  clock: 'clock',
  disk: 'disk',
  temperature: 'thermometer',
};
