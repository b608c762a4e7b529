import { z } from 'zod';
import { BadInput } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import { parseJson } from '../src/domain/json.ts';
import type { ReceiptDocument } from '../src/domain/receipt.ts';

const documentSchema = z.strictObject({
  language: z.string().min(2),
  direction: z.enum(['rtl', 'ltr']),
  copyMark: z.string().exactOptional(),
  items: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('emblem') }),
      z.strictObject({
        kind: z.literal('text'),
        style: z.enum(['authority', 'title', 'caption', 'body', 'note', 'small', 'slogan']),
        text: z.string(),
        align: z.enum(['center', 'start']),
      }),
      z.strictObject({ kind: z.literal('number'), text: z.string() }),
      z.strictObject({
        kind: z.literal('row'),
        label: z.string(),
        value: z.string(),
        strong: z.boolean().exactOptional(),
      }),
      z.strictObject({ kind: z.literal('rule'), weight: z.enum(['thin', 'thick']) }),
      z.strictObject({ kind: z.literal('qr'), payload: z.string() }),
    ]),
  ),
});

const MAX_BYTES = 1_000_000;

/** Reads a receipt document (JSON). Throws `BadInput`. */
export function readReceiptDocument(file: string): ReceiptDocument {
  const text = readBoundedFile(file, MAX_BYTES);
  if (!text.ok) throw new BadInput(`${file} ${text.fault}`);
  const parsed = documentSchema.safeParse(parseJson(text.value.toString('utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadInput(`${file} is no receipt document: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
