import { readFileSync } from 'node:fs';
import { z } from 'zod';
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

/** A file that is no receipt document; its message is one line for a person. */
export class BadDocument extends Error {}

/** Reads a receipt document (JSON). Throws `BadDocument`. */
export function readReceiptDocument(file: string): ReceiptDocument {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new BadDocument(`${file} can't be read as JSON`);
  }
  const parsed = documentSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadDocument(`${file} is no receipt document: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
