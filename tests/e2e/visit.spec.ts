import { CITIZEN, expect, test } from '../harness/live-kiosk.ts';

for (const language of ['ar', 'en'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('from the first touch to the paper and back', async ({ guest, live, page }) => {
      await guest.openStatus('1003');
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
      await expect(page.getByText('•••••••672')).toBeVisible();
      await guest.touch('status.print');
      await expect(page.getByText(guest.text('receipt.printedTitle'))).toBeVisible();
      expect(live.running.virtual.printer?.pages).toHaveLength(1);
      await guest.touch('receipt.continue');
      await guest.touch('rating.scores.5');
      await guest.sees('goodbye');
      await guest.sees('attract');
      await expect.poll(() => Object.values(live.demo.sandbox.control.printResults()).map(({ result }) => result)).toEqual(['printed']);
      expect(live.demo.sandbox.control.scores()).toEqual([5]);
    });

    test('a number that is unknown and one that is somebody else’s look the same', async ({ guest, page }) => {
      await guest.openTransaction();
      await guest.inquire('999999');
      await guest.sees('not_found');
      const unknown = await page.locator('[data-screen="not_found"] main').innerText();
      await guest.touch('not_found.edit');
      await guest.sees('transaction');
      await guest.touch('keypad.clear');
      await guest.inquire('2001');
      await guest.sees('not_found');
      expect(await page.locator('[data-screen="not_found"] main').innerText()).toBe(unknown);
    });

    const FAULTS = [
      [{ kind: 'status', status: 503, retryAfterSeconds: 2 }, 'unavailable'],
      [{ kind: 'status', status: 500 }, 'unavailable'],
      [{ kind: 'status', status: 423 }, 'locked'],
      [{ kind: 'status', status: 429, retryAfterSeconds: 5 }, 'rate_limited'],
      [{ kind: 'status', status: 401 }, 'unauthorized'],
      [{ kind: 'malformed', body: 'broken_json' }, 'bad_answer'],
      [{ kind: 'malformed', body: 'schema_break' }, 'bad_answer'],
      [{ kind: 'cut' }, 'unreachable'],
    ] as const;
    for (const [rule, code] of FAULTS) {
      test(`a gateway with ${JSON.stringify(rule)} brings up the screen for ${code}, and the way out is open`, async ({
        guest,
        live,
        page,
      }) => {
        await guest.openTransaction();
        live.demo.sandbox.control.setFaults([{ operation: 'inquire', ...rule }]);
        await guest.inquire('1003');
        await guest.sees('fault');
        await expect(page.getByText(guest.text(`fault.titles.${code}`))).toBeVisible();
        await guest.touch('footer.finish');
        await guest.sees('goodbye');
        await guest.sees('attract');
      });
    }

    test('a restricted transaction shows nothing but where to go', async ({ guest, page }) => {
      await guest.openTransaction();
      await guest.inquire('1011');
      await guest.sees('status', 'fault');
      await expect(page.getByText(guest.text('status.line.restricted')).first()).toBeVisible();
      await expect(page.getByRole('button', { name: guest.text('status.print') })).toHaveCount(0);
    });

    test('without paper the receipt is a code on the screen', async ({ guest, live, page }) => {
      live.running.virtual.printer?.inject('paper_end');
      await guest.openStatus('1003');
      await guest.touch('status.paperless');
      await expect(page.getByText(guest.text('receipt.notPrintedTitle'))).toBeVisible();
      await expect(page.getByRole('img', { name: guest.text('receipt.qr') })).toBeVisible();
      expect(live.running.virtual.printer?.pages).toHaveLength(0);
    });

    test('paper that ends in the middle is never called printed', async ({ guest, live, page }) => {
      await guest.openStatus('1003');
      live.running.virtual.printer?.inject('paper_end', { afterRows: 300 });
      await guest.touch('status.print');
      await expect(page.getByText(guest.text('receipt.notPrintedTitle'))).toBeVisible({ timeout: 20_000 });
      await expect(page.getByText(guest.text('faults.print.paper_out'))).toBeVisible();
    });
  });
}

test('a card that can’t be read is said so three times, then the keypad is offered', async ({ guest, live, page }) => {
  await guest.openIdentity();
  for (const [payload, triesLeft] of [
    ['1000000000', 'triesLeft_two'],
    ['1000000001', 'triesLeft_one'],
  ] as const) {
    live.running.virtual.reader?.present(payload);
    await expect(page.getByText(guest.text('faults.read.checksum'))).toBeVisible();
    await expect(page.getByText(guest.text(`identity.${triesLeft}`))).toBeVisible();
  }
  live.running.virtual.reader?.present('1000000002');
  await expect(page.getByRole('heading', { name: guest.text('identity.keypadTitle') })).toBeVisible();
  await guest.keyIn(CITIZEN);
  await guest.touch('identity.submit');
  await guest.sees('transaction');
});

test('keyboard only, Arabic-Indic digits, from start to rating', async ({ guest, live, page }) => {
  await page.goto(live.server.url);
  await guest.sees('attract');
  await page.keyboard.press('Enter');
  await guest.sees('language');
  const press = async (name: string): Promise<void> => {
    for (let tries = 0; tries < 40; tries += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      if ((await focused.count()) === 1 && (await focused.innerText()).includes(name)) return page.keyboard.press('Enter');
    }
    throw new Error(`no way to "${name}" by Tab`);
  };
  await press('العربية');
  await guest.sees('home');
  await press(guest.text('home.inquiry'));
  await guest.sees('privacy');
  await press(guest.text('privacy.accept'));
  await guest.sees('identity');
  await press(guest.text('identity.useKeypad'));
  await expect(page.getByRole('heading', { name: guest.text('identity.keypadTitle') })).toBeVisible();
  const keyboard = await page.context().newCDPSession(page);
  const type = async (digits: string): Promise<void> => {
    for (const key of digits) await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key });
  };
  await type('١٠١٢٣٤٥٦٧٢');
  await page.keyboard.press('Enter');
  await guest.sees('transaction');
  await type('۱۰۰۳');
  await page.keyboard.press('Enter');
  await guest.sees('status');
  await press(guest.text('status.print'));
  await expect(page.getByText(guest.text('receipt.printedTitle'))).toBeVisible();
  await press(guest.text('receipt.continue'));
  await guest.sees('rating');
  await press(guest.text('rating.scores.4'));
  await guest.sees('goodbye');
});

test('two fast taps are one action', async ({ guest, page }) => {
  await guest.openHome();
  await page.getByRole('button', { name: guest.text('home.inquiry') }).first().dblclick();
  await guest.sees('privacy');
  await page.getByRole('button', { name: guest.text('privacy.accept') }).dblclick({ delay: 5 });
  await guest.sees('identity');
  await page.waitForTimeout(300);
  await guest.sees('identity');
});

test('letters and pasted control characters never get into the number', async ({ guest, page }) => {
  await guest.openTransaction();
  await page.keyboard.type('1a\u200f0-0<3');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text', '9'.repeat(10_000));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await page.keyboard.press('Enter');
  await guest.sees('status');
});

test('an empty number marks its field', async ({ guest, page }) => {
  await guest.openTransaction();
  await guest.touch('transaction.submit');
  await expect(page.getByRole('alert')).toContainText(guest.text('faults.number.empty'));
});

test.describe('nobody there', () => {
  test.use({ timing: { inputIdleMs: 1_500, resultIdleMs: 1_500, countdownSeconds: 3 } });

  test('the question hides what was on the screen, then everything is wiped', async ({ guest, page }) => {
    await guest.openStatus('1003');
    const dialog = page.getByRole('dialog', { name: guest.text('still_there.title') });
    await expect(dialog).toBeVisible();
    await guest.sees('attract');
    await expect(dialog).toBeHidden();
    await expect(page.locator('body')).not.toContainText('1003');
  });

  test('one touch keeps the visit', async ({ guest, page }) => {
    await guest.openTransaction();
    await expect(page.getByRole('dialog')).toBeVisible();
    await guest.touch('still_there.yes');
    await expect(page.getByRole('dialog')).toBeHidden();
    await guest.sees('transaction');
  });
});

test('without the kiosk process the page shows nothing of the visit', async ({ guest, live, page }) => {
  await guest.openTransaction();
  // Chromium reports the refused connections of the reconnecting page; that is what this test is about.
  page.removeAllListeners('console');
  await live.server.close();
  await expect(page.getByText(guest.text('away.title'))).toBeVisible({ timeout: 10_000 });
  await expect(page.locator('body')).not.toContainText('672');
});

test('a reloaded page shows the same screen', async ({ guest, page }) => {
  await guest.openTransaction();
  await page.reload();
  await guest.sees('transaction');
});

test('a device process that dies costs the visitor one try at most', async ({ guest, live, page }) => {
  await guest.openIdentity();
  live.running.devices.kill();
  await expect(page.getByRole('heading', { name: guest.text('identity.keypadTitle') })).toBeVisible();
  await guest.keyIn(CITIZEN);
  await guest.touch('identity.submit');
  await guest.sees('transaction');
  await guest.inquire('1003');
  await guest.sees('status');
  await expect.poll(() => live.running.devices.printerState(), { timeout: 10_000 }).toBe('ready');
  await guest.touch('status.print');
  await expect(page.getByText(guest.text('receipt.printedTitle'))).toBeVisible();
});
