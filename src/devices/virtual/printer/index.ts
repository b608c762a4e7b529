export { VirtualPrinter } from './virtual-printer.ts';
export type { VirtualPrinterFault, VirtualPrinterOptions, VirtualPrinterQuirk } from './virtual-printer.ts';
export type { OpenDoor } from './lines.ts';
export { modelPrint, type ModelledPrint, type ModelOptions } from './model.ts';
export { encodePng } from './png.ts';
export type { PrintPoint } from './print-progress.ts';
export { drawCharacter } from './rom-font.ts';
