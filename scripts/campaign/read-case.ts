import { z } from 'zod';
import { actionSchema } from '../../src/bridge/intent.ts';
import { faultScriptSchema } from '../../src/devices/virtual/faults/script.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import { KIOSK_KINDS, type PlacedCase } from './plan.ts';

const MAX_VISITS = 20;
const touches = z.int().min(0).max(1000);

const caseSchema = z.strictObject({
  kind: z.enum(KIOSK_KINDS),
  script: faultScriptSchema,
  visits: z
    .array(
      z.strictObject({
        language: z.enum(['ar', 'en']),
        errand: z.enum(['inquiry', 'wrong_number', 'rating']),
        method: z.enum(['card', 'keypad']),
        wantsPaper: z.boolean(),
        retries: z.int().min(0).max(10),
        leavesSlowSearch: z.boolean(),
        walksAwayAfter: touches.nullable(),
        fidgets: z.array(z.strictObject({ after: touches, action: actionSchema })).max(100),
      }),
    )
    .min(1)
    .max(MAX_VISITS),
});

/** A case as a campaign prints it; the fault is one line. */
export function readCase(text: string): Result<PlacedCase, string> {
  try {
    const parsed = caseSchema.safeParse(JSON.parse(text));
    if (parsed.success) return ok(parsed.data);
    return fault(parsed.error.issues.map(({ message, path }) => `${path.join('.')}: ${message}`).join('; '));
  } catch {
    return fault("isn't valid JSON");
  }
}
