import { fault, ok, type Result } from '../../../domain/result.ts';

/**
 * HID report descriptors (USB HID 1.11, 6.2.2): where in an input report the device puts what. Only input fields are
 * kept, and only what the drivers ask for.
 */
export interface InputField {
  /** Zero for a device that doesn't number its reports. */
  readonly reportId: number;
  readonly usagePage: number;
  readonly usage: number;
  /** Counted from the first byte of the report as it is delivered, so with the id in front where there is one. */
  readonly bitOffset: number;
  /** Of one element. */
  readonly bitSize: number;
  readonly count: number;
}

export interface ReportLayout {
  /** The top-level collections: what the device says it is. */
  readonly applications: readonly { readonly usagePage: number; readonly usage: number }[];
  readonly inputs: readonly InputField[];
  /** Bytes of each input report with its id, by report id. */
  readonly reportBytes: ReadonlyMap<number, number>;
}

export type DescriptorFault =
  /** An item cut short, a pop without a push, a collection that never ends. */
  | 'malformed'
  /** More than any reader has; read no further. */
  | 'too_large';

/** The kernel's own limit (HID_MAX_DESCRIPTOR_SIZE). */
const MAX_DESCRIPTOR_BYTES = 4096;
const MAX_FIELDS = 256;
const MAX_DEPTH = 16;
/** The longest report that node-hid delivers. */
const MAX_REPORT_BITS = 2048 * 8;

const LONG_ITEM = 0xfe;
const TYPE = { main: 0, global: 1, local: 2 } as const;
const MAIN = { input: 8, collection: 10, endCollection: 12 } as const;
const GLOBAL = { usagePage: 0, reportSize: 7, reportId: 8, reportCount: 9, push: 10, pop: 11 } as const;
const LOCAL = { usage: 0, usageMinimum: 1 } as const;
const APPLICATION = 1;
const CONSTANT = 1;

interface GlobalState {
  usagePage: number;
  reportSize: number;
  reportCount: number;
  reportId: number;
}

interface Item {
  readonly type: number;
  readonly tag: number;
  readonly value: number;
  readonly size: number;
}

/** Reads a report descriptor. Never throws, whatever the bytes. */
export function parseReportDescriptor(bytes: Uint8Array): Result<ReportLayout, DescriptorFault> {
  if (bytes.length > MAX_DESCRIPTOR_BYTES) return fault('too_large');
  const parser = new DescriptorParser();
  for (let at = 0; at < bytes.length; ) {
    const item = itemAt(bytes, at);
    if (item === null) return fault('malformed');
    const trouble = item.item === null ? null : parser.take(item.item);
    if (trouble !== null) return fault(trouble);
    at = item.next;
  }
  return parser.finish();
}

/** The item at a position and where the next one begins; `item: null` for a long item, which nobody uses. */
function itemAt(bytes: Uint8Array, at: number): { readonly item: Item | null; readonly next: number } | null {
  const prefix = bytes[at] ?? 0;
  if (prefix === LONG_ITEM) {
    const next = at + 3 + (bytes[at + 1] ?? 0);
    return next > bytes.length ? null : { item: null, next };
  }
  const size = [0, 1, 2, 4][prefix & 3] ?? 0;
  const next = at + 1 + size;
  if (next > bytes.length) return null;
  let value = 0;
  for (let index = size; index > 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { item: { type: (prefix >> 2) & 3, tag: prefix >> 4, value, size }, next };
}

class DescriptorParser {
  readonly #applications: { usagePage: number; usage: number }[] = [];
  readonly #inputs: InputField[] = [];
  readonly #bits = new Map<number, number>();
  readonly #stack: GlobalState[] = [];
  #global: GlobalState = { usagePage: 0, reportSize: 0, reportCount: 0, reportId: 0 };
  /** Page and usage of each local usage item since the last main item. */
  #usages: { usagePage: number; usage: number }[] = [];
  #depth = 0;

  take({ size, tag, type, value }: Item): DescriptorFault | null {
    if (type === TYPE.main) return this.#main(tag, value);
    if (type === TYPE.global) return this.#setGlobal(tag, value);
    if (type === TYPE.local && (tag === LOCAL.usage || tag === LOCAL.usageMinimum)) return this.#addUsage(value, size);
    return null;
  }

  finish(): Result<ReportLayout, DescriptorFault> {
    if (this.#depth !== 0) return fault('malformed');
    const reportBytes = new Map(Array.from(this.#bits, ([id, bits]) => [id, Math.ceil(bits / 8)]));
    return ok({ applications: this.#applications, inputs: this.#inputs, reportBytes });
  }

  #main(tag: number, value: number): DescriptorFault | null {
    const usages = this.#usages;
    this.#usages = [];
    if (tag === MAIN.input) return this.#addInput(usages, (value & CONSTANT) !== 0);
    if (tag === MAIN.endCollection) {
      this.#depth -= 1;
      return this.#depth < 0 ? 'malformed' : null;
    }
    if (tag !== MAIN.collection) return null;
    const [usage] = usages;
    if (value === APPLICATION && usage !== undefined) this.#applications.push(usage);
    this.#depth += 1;
    return this.#depth > MAX_DEPTH ? 'too_large' : null;
  }

  #setGlobal(tag: number, value: number): DescriptorFault | null {
    const state = this.#global;
    if (tag === GLOBAL.usagePage) state.usagePage = value;
    if (tag === GLOBAL.reportSize) state.reportSize = value;
    if (tag === GLOBAL.reportCount) state.reportCount = value;
    if (tag === GLOBAL.reportId) state.reportId = value;
    if (tag === GLOBAL.push) this.#stack.push({ ...state });
    if (this.#stack.length > MAX_DEPTH) return 'too_large';
    if (tag !== GLOBAL.pop) return null;
    const earlier = this.#stack.pop();
    if (earlier === undefined) return 'malformed';
    this.#global = earlier;
    return null;
  }

  /** A usage of four bytes carries its own page in the upper half. */
  #addUsage(value: number, size: number): DescriptorFault | null {
    const isExtended = size === 4;
    const usagePage = isExtended ? Math.floor(value / 0x1_0000) : this.#global.usagePage;
    this.#usages.push({ usagePage, usage: value % 0x1_0000 });
    return this.#usages.length > MAX_FIELDS ? 'too_large' : null;
  }

  /** Each usage takes one element, the last one all that are left (6.2.2.8). */
  #addInput(usages: readonly { usagePage: number; usage: number }[], isConstant: boolean): DescriptorFault | null {
    const { reportCount, reportId, reportSize } = this.#global;
    let bitOffset = this.#bits.get(reportId) ?? (reportId === 0 ? 0 : 8);
    const end = bitOffset + reportCount * reportSize;
    if (end > MAX_REPORT_BITS) return 'too_large';
    this.#bits.set(reportId, end);
    if (isConstant) return null;
    for (const [index, usage] of usages.slice(0, reportCount).entries()) {
      const isLast = index === usages.length - 1;
      const count = isLast ? reportCount - index : 1;
      this.#inputs.push({ reportId, ...usage, bitOffset, bitSize: reportSize, count });
      bitOffset += count * reportSize;
    }
    return this.#inputs.length > MAX_FIELDS ? 'too_large' : null;
  }
}

/** The one field with this usage, if it is made of whole bytes; null otherwise. */
export function byteField(layout: ReportLayout, usagePage: number, usage: number): InputField | null {
  const field = layout.inputs.find((input) => input.usagePage === usagePage && input.usage === usage);
  return field !== undefined && field.bitSize === 8 && field.bitOffset % 8 === 0 ? field : null;
}
