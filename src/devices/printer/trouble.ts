/** Why a kiosk can't even try to reach its printer, for the technician. What the printer itself says is its condition. */
export type PrinterTrouble =
  /** serialport couldn't be loaded. */
  'no_native_module';

/** What to do about it, in one line. */
export const PRINTER_FIX: Readonly<Record<PrinterTrouble, string>> = {
  no_native_module: 'install the kiosk again: its serialport module is missing or was built for another system',
};
