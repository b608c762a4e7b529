import type { ExerciseId, HandId, StaffTest } from '../../bridge/staff.ts';
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

export const HAND_ICONS: Readonly<Record<HandId, StaffIconName>> = {
  new_roll: 'paper',
  close_cover: 'printer',
  free_cutter: 'receipt',
  connect_printer: 'bolt',
  plug_reader: 'card',
  mend_network: 'network',
  call_emirate: 'building',
};

/** What visitors notice of a fault; never its cause, which is to be found. */
export const SYMPTOMS = {
  paper_out: 'receipt_as_code',
  reader_unplugged: 'typed_number',
  gateway_down: 'no_inquiry',
  cover_open: 'receipt_as_code',
  paper_low: 'nothing',
  printer_unplugged: 'receipt_as_code',
  network_down: 'no_inquiry',
  cutter_jammed: 'stuck_receipt',
} as const satisfies Readonly<Record<ExerciseId, string>>;
