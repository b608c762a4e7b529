export { VirtualPrinter, type VirtualPrinterFault, type VirtualPrinterOptions } from './virtual-printer.ts';
export { toPng } from './png.ts';
