export { VirtualPrinter, type VirtualPrinterFault, type VirtualPrinterOptions } from './virtual-printer.ts';
export { encodePng } from './png.ts';
