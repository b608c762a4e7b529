export { escposAdapter, type EscposAdapter } from './adapter.ts';
export { calibrationSheet } from './calibration.ts';
export { encode, lettersOf, PROFILES, type EncodedJob, type Profile } from './encoder/encode.ts';
export type { StoredPictures } from './encoder/stored.ts';
export type { PrintReport } from './job.ts';
export { FONT_FILES } from './layout/fonts.ts';
export { layOut, type Typesetter } from './layout/layout.ts';
export type { PaperWidth } from './layout/style.ts';
export { loadTypesetter, type PrinterAssets } from './layout/typesetter.ts';
export {
  createPrinter, PRINT_LIMITS,
  type Printer,
  type PrinterOptions,
  type PrintLimits,
  type PrintOptions,
} from './printer.ts';
export type { Provisioning } from './memory.ts';
export { provision, type FillProgress, type ProvisionFault, type ProvisioningRecord } from './provision.ts';
export { slipPage, type SlipFacts } from './slip.ts';
export type { Capabilities, PrinterCounters } from './status/capabilities.ts';
export { PrinterLine } from './status/line.ts';
export type { PrinterCondition, PrinterReason } from './status/status.ts';
export type { FillFault, LastJob, PrinterReport, TestPage } from './technician.ts';
export { connectorFor } from './transport/open.ts';
export type { Connect, ConnectFault, Transport } from './transport/transport.ts';
export type { PrinterTrouble } from './trouble.ts';
export { picturesOf, staticLinesOf } from './vocabulary.ts';
