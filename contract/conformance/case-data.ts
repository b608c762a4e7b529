import { z } from 'zod';

/** What the suite needs to know about the test data behind a gateway. Synthetic people only. */
const identitySchema = z.strictObject({
  kind: z.enum(['national_id', 'iqama']),
  value: z.string().regex(/^[12][0-9]{9}$/),
});

const questionSchema = z.strictObject({
  identity: identitySchema,
  number: z.string().regex(/^[0-9]{1,12}$/),
  hijriYear: z.int().min(1400).max(1500),
});

export const caseDataSchema = z.strictObject({
  kioskId: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/),
  /** Transactions that must be found, each with the status it must have. One per status is best. */
  found: z.array(questionSchema.extend({ status: z.string().max(40) })).min(1).max(20),
  /** A number that exists nowhere, asked with an identity that has transactions. */
  unknown: questionSchema,
  /** A number that exists, but belongs to somebody else. */
  mismatch: questionSchema,
});

export type CaseData = z.infer<typeof caseDataSchema>;
export type Question = z.infer<typeof questionSchema>;
