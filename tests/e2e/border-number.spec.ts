import { expect, test } from '../harness/live-kiosk.ts';

/** A visitor without a civil number, at a kiosk whose gateway takes border numbers. The number is invented. */
const BORDER_NUMBER = '3012345678';
const RECORD = {
  identity: { kind: 'border_number', value: BORDER_NUMBER },
  transaction: {
    number: '4001',
    hijriYear: 1448,
    direction: 'incoming',
    registeredOn: { gregorian: '2026-08-25', hijri: '1448-03-12' },
    status: 'under_procedure',
    statusSince: { gregorian: '2026-10-18', hijri: '1448-05-07' },
  },
};
const DATA = [RECORD];

test.describe('where border numbers count', () => {
  test.use({ demo: { data: DATA, config: { identityDocuments: ['national_id', 'iqama', 'border_number'] } } });

  for (const way of ['card', 'keypad'] as const)
    test(`a visitor gets an answer by ${way}`, async ({ guest, live, page }) => {
      await guest.openIdentity();
      if (way === 'card') live.running.virtual.reader?.present(BORDER_NUMBER);
      else {
        await guest.touch('identity.useKeypad');
        await expect(page.getByText(guest.text('identity.starts.border_number'))).toBeVisible();
        await guest.keyIn(BORDER_NUMBER);
        await guest.touch('identity.submit');
      }
      await guest.sees('transaction');
      await expect(page.getByText(guest.text('identityKind.border_number'))).toBeVisible();
      await guest.inquire('4001');
      await guest.sees('status');
    });
});

test.describe('elsewhere', () => {
  test('the keypad says that the number does not count', async ({ guest, page }) => {
    await guest.openIdentity();
    await guest.touch('identity.useKeypad');
    await guest.keyIn(BORDER_NUMBER);
    await guest.touch('identity.submit');
    await expect(page.getByText(guest.text('faults.identity.class'))).toBeVisible();
  });
});
