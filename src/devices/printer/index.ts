export { encode, type EncodedJob, type Profile } from './encoder/encode.ts';
export type { PrintReport } from './job.ts';
export { FONT_FILES } from './layout/fonts.ts';
export { layOut, type Typesetter } from './layout/layout.ts';
export type { PaperWidth } from './layout/style.ts';
export { loadTypesetter, type PrinterAssets } from './layout/typesetter.ts';
export { createPrinter, type Printer, type PrinterOptions } from './printer.ts';
export { connectorFor } from './transport/open.ts';
export type { Connect, Transport } from './transport/transport.ts';
