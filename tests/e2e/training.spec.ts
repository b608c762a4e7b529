import { DEMO_STAFF } from '../../scripts/demo-staff.ts';
import { expect, test as base } from '../harness/live-kiosk.ts';
import { Technician } from '../harness/technician.ts';

/** Exercises on a live kiosk, by the staff screens alone. */
const test = base.extend<{ technician: Technician }>({
  technician: async ({ guest, language, live, page }, use) => {
    await page.goto(live.server.url);
    await guest.sees('attract');
    const technician = new Technician(page, language);
    await technician.openDoor();
    await technician.signIn(DEMO_STAFF.technician);
    await use(technician);
  },
});

const PATIENCE = { timeout: 30_000 };

test('a technician sees the fault, finds it under Status, mends it and goes on', async ({ guest, live, technician }) => {
  const { page } = technician;
  const { health } = live.running;
  const hand = (name: string) => page.getByRole('button', { name: technician.text(`training.hands.${name}`) });
  const symptom = page.locator('.exercise-sees');
  await technician.go('training');
  await expect(page.locator('.exercise')).toHaveCount(8);
  await page.locator('.exercise').nth(0).click();
  await expect(symptom).toContainText(technician.text('training.symptoms.receipt_as_code'));
  // The cause isn't told.
  await expect(page.getByText(technician.text('training.causes.paper_out'))).toHaveCount(0);

  await technician.button('training.openStatus').click();
  await technician.sees('overview');
  await expect(page.locator('.banner[data-kind="training"]')).toBeVisible();
  await expect(page.locator('.trouble').first()).toBeVisible(PATIENCE);
  expect(health.current().components.paper).toMatchObject({ state: 'down', reason: 'paper.out' });

  await technician.go('training');
  await hand('close_cover').click();
  await expect(page.getByText(technician.text('training.vain_one'))).toBeVisible();
  await hand('new_roll').click();
  await expect(page.getByText(technician.text('training.causes.paper_out'))).toBeVisible();
  await expect.poll(() => health.current().components.paper.state, PATIENCE).toBe('ok');

  await technician.button('training.next').click();
  await expect(symptom).toContainText(technician.text('training.symptoms.typed_number'));
  await expect.poll(() => health.current().components.reader.state, PATIENCE).toBe('down');
  await technician.button('training.end').click();
  await expect(page.locator('.exercise__solved')).toHaveCount(1);
  await technician.button('header.signOut').click();
  await guest.sees('attract');
  await expect.poll(() => health.current().components.reader.state, PATIENCE).toBe('ok');
});

test('signing out in the middle of an exercise mends the machine for the next visitor', async ({ guest, live, technician }) => {
  await technician.go('training');
  await technician.page.locator('.exercise').nth(0).click();
  await technician.button('training.end').waitFor();
  await technician.button('header.signOut').click();
  await guest.sees('attract');
  await expect.poll(() => live.running.health.current().components.paper.state, PATIENCE).toBe('ok');
});
