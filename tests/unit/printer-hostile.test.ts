import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import { encode, layOut, lettersOf, picturesOf, PROFILES, staticLinesOf, type Profile } from '../../src/devices/printer/index.ts';
import { arabicReceipt, typesetter } from './printer-documents.ts';

/** The only commands each profile may send, by their first bytes; P4 also sends characters. */
const PLAIN = ['1b40', '1d7630', '1d5642'];
const PORTABLE = [...PLAIN, '1d50cbcb', '1d610e', '1b61', '1b4a', '1d286b', '1d2848060030305241484'];
const CALIBRATED = [...PORTABLE, '1b24'];
const PROVISIONED = [...CALIBRATED, '1d284c06003045'];
const ALLOWED: Readonly<Record<Profile, readonly string[]>> = {
  P0: PLAIN,
  P1: PORTABLE,
  P2: CALIBRATED,
  P3: PROVISIONED,
  P4: [...PROVISIONED, '1b2a21', '1d21'],
};
const CHARACTERS = /^[0-9A-Z/*:.+-]+$/;

const nasty = fc.constantFrom(
  '\u001b@\u001bp0',
  '\u0010\u0014\u0001\u0000\u0001',
  '\u0010\u0004\u0001',
  '\u001dV\u0000',
  '\u202e12345\u202c',
  '\u2066',
  '\u2069\u2069',
  '👍🏽',
  '\ud800',
  'ﷺ',
  '\u0000',
  '\u00ad\u200b\ufeff',
  '1/*:.+-A',
  'e\u0301\u0301\u0301\u0301',
  '',
);
const text = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 40 })), { maxLength: 8 }).map((parts) => parts.join(' '));
const documentOf: fc.Arbitrary<ReceiptDocument> = fc.record({
  language: fc.constantFrom('ar', 'en', ''),
  direction: fc.constantFrom('rtl', 'ltr'),
  items: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('row' as const), label: text, value: text }),
      fc.record({ kind: fc.constant('text' as const), style: fc.constantFrom('title', 'note', 'small'), text, align: fc.constant('start' as const) }),
      text.map((value) => ({ kind: 'number' as const, text: value })),
      text.map((payload) => ({ kind: 'qr' as const, payload })),
    ),
    { maxLength: 6 },
  ),
});

const memory = picturesOf([staticLinesOf(arabicReceipt)], typesetter, 576, 'P3');
const stored = memory.ok ? memory.value : null;

test('whatever a text holds, the bytes hold no command the document did not ask for', () => {
  let printed = 0;
  fc.assert(
    fc.property(documentOf, fc.constantFrom(...PROFILES), (document, profile) => {
      const page = layOut(document, typesetter, 576, lettersOf(profile));
      const job = page.ok ? encode(page.value, profile, [0x52, 0x41, 0x48, 0x41], stored) : page;
      if (!job.ok) return job.fault === 'unprintable_text';
      printed += 1;
      const strangers = job.value.commands.filter((command) => {
        const hex = Buffer.from(command).toString('hex');
        if (ALLOWED[profile].some((prefix) => hex.startsWith(prefix))) return false;
        return profile !== 'P4' || !CHARACTERS.test(Buffer.from(command).toString('latin1'));
      });
      expect(strangers.map((command) => Buffer.from(command).toString('hex').slice(0, 20))).toEqual([]);
      return true;
    }),
    { numRuns: 250 },
  );
  // Many are refused; the test would say nothing if all were.
  expect(printed).toBeGreaterThan(20);
}, 30_000);
