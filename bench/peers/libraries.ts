import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PNG } from 'pngjs';

/** Another library, printing a finished picture of a receipt. */
export interface Peer {
  readonly name: string;
  /** From the picture's file to the last byte of the job, cut included. */
  print(pictureFile: string): Promise<Uint8Array>;
}

/** The way these libraries write: anything with `write(bytes, done)` is a printer to them. */
interface Adapter {
  open(opened: (error: Error | null) => void): unknown;
  write(bytes: Uint8Array, written: (error: Error | null) => void): unknown;
  close(closed: (error: Error | null) => void): unknown;
}

const DIRECTORY = import.meta.dirname;
const THRESHOLD = 128;

/** Installs the libraries at their pinned versions, without running anything of theirs. */
export function installPeers(): void {
  if (existsSync(join(DIRECTORY, 'node_modules/.package-lock.json'))) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: DIRECTORY,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('bench/peers: npm ci failed; this bench needs the network once');
}

function collecting(): { readonly adapter: Adapter; readonly bytes: () => Uint8Array } {
  const parts: Uint8Array[] = [];
  return {
    bytes: () => Buffer.concat(parts),
    adapter: {
      open: (opened) => opened(null),
      write: (bytes, written) => {
        parts.push(Uint8Array.from(bytes));
        written(null);
      },
      close: (closed) => closed(null),
    },
  };
}

// The libraries have no types of use to us; these are the parts we call.
interface EscposModule {
  Image: { load(file: string, type: string, loaded: (image: object) => void): void };
  Printer: new (adapter: Adapter, options: object) => EscposPrinter;
}
interface EscposPrinter {
  raster(image: object): EscposPrinter;
  cut(): EscposPrinter;
  flush(flushed: () => void): EscposPrinter;
}
interface NodeEscposModule {
  Image: { load(file: string, type: string): Promise<object> };
  Printer: new (adapter: Adapter, options: object) => NodeEscposPrinter;
}
interface NodeEscposPrinter {
  raster(image: object): NodeEscposPrinter;
  cut(): NodeEscposPrinter;
  flush(): Promise<unknown>;
}
interface EncoderModule {
  default: new (options: object) => Encoder;
}
interface Encoder {
  initialize(): Encoder;
  image(image: object, width: number, height: number, algorithm: string, threshold: number): Encoder;
  cut(): Encoder;
  encode(): Uint8Array;
}
interface ThermalModule {
  ThermalPrinter: new (options: object) => ThermalPrinter;
  PrinterTypes: { EPSON: string };
}
interface ThermalPrinter {
  printImage(file: string): Promise<unknown>;
  cut(): void;
  getBuffer(): Uint8Array;
}

/** Loads `escpos`, which other code may also print with through our lines. */
export const loadEscpos = (): EscposModule => createRequire(join(DIRECTORY, 'package.json'))('escpos') as EscposModule;

/** Loads `@node-escpos/core`. */
export const loadNodeEscpos = (): NodeEscposModule =>
  createRequire(join(DIRECTORY, 'package.json'))('@node-escpos/core') as NodeEscposModule;

/** The libraries, loaded. */
export function loadPeers(): Peer[] {
  const require = createRequire(join(DIRECTORY, 'package.json'));
  const escpos = loadEscpos();
  const nodeEscpos = loadNodeEscpos();
  const encoder = require('@point-of-sale/receipt-printer-encoder') as EncoderModule | EncoderModule['default'];
  const EncoderClass = 'default' in encoder ? encoder.default : encoder;
  const thermal = require('node-thermal-printer') as ThermalModule;
  return [
    {
      name: 'escpos',
      print: async (file) => {
        const { adapter, bytes } = collecting();
        const image = await new Promise<object>((resolve) => escpos.Image.load(file, 'image/png', resolve));
        const printer = new escpos.Printer(adapter, {}).raster(image).cut();
        await new Promise<void>((resolve) => printer.flush(resolve));
        return bytes();
      },
    },
    {
      name: '@node-escpos/core',
      print: async (file) => {
        const { adapter, bytes } = collecting();
        const image = await nodeEscpos.Image.load(file, 'image/png');
        await new nodeEscpos.Printer(adapter, {}).raster(image).cut().flush();
        return bytes();
      },
    },
    {
      name: 'receipt-printer-encoder',
      print: (file) => {
        const { data, height, width } = PNG.sync.read(readFileSync(file));
        const options = { columns: 48, imageMode: 'raster', feedBeforeCut: 0 };
        const image = { data: new Uint8ClampedArray(data), width, height };
        const job = new EncoderClass(options).initialize().image(image, width, height, 'threshold', THRESHOLD).cut();
        return Promise.resolve(job.encode());
      },
    },
    {
      name: 'node-thermal-printer',
      print: async (file) => {
        const printer = new thermal.ThermalPrinter({ type: thermal.PrinterTypes.EPSON, interface: {} });
        await printer.printImage(file);
        printer.cut();
        return printer.getBuffer();
      },
    },
  ];
}
