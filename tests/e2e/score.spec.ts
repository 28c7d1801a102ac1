/** The score: a scrubber with keys, a pointer that lights messages everywhere, and nothing for axe to find. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';
import { goTo, openLab } from './lab.ts';

test('is read, stepped through and zoomed by keyboard, and axe finds nothing', async ({ page }) => {
  await openLab(page);
  await goTo(page, 3000);
  await page.keyboard.press('z');
  await expect(page.getByRole('tab', { name: 'Score' })).toHaveAttribute('aria-selected', 'true');
  const score = page.getByRole('slider', { name: 'Score of choreography' });
  const words = page.getByRole('list', { name: 'The score of choreography in words' });
  await expect(words.getByRole('listitem').first()).toContainText(/\d+ messages received/);
  const { violations } = await new AxeBuilder({ page }).include('#panel').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await score.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(score).toHaveAttribute('aria-valuetext', /^00:02\.\d{3}\. \w+/);
  await expect(page.getByRole('region', { name: 'Why' })).not.toContainText('Pick an event');
  const before = await words.getByRole('listitem').first().innerText();
  await page.keyboard.press('+');
  await expect(words.getByRole('listitem').first()).not.toHaveText(before);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(score).toHaveAttribute('aria-valuetext', /\. Order\. .*order \d+/);
  await page.keyboard.press('Home');
  await expect(page.getByLabel('Virtual time')).toHaveText('00:00.000');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('slider', { name: 'Score of orchestration' })).toBeFocused();
});

test('goes where it is clicked, and lights what the pointer rests on', async ({ page }) => {
  await openLab(page, '#s=order-fulfilment&seed=7&style=choreography');
  await goTo(page, 3000);
  await page.keyboard.press('z');
  const score = page.getByRole('slider', { name: 'Score of choreography' });
  const box = await score.boundingBox();
  if (box === null) throw new Error('the score is not there');
  await page.mouse.click(box.x + box.width / 2, box.y + 4);
  await expect(page.getByLabel('Virtual time')).toHaveText(/^00:02\.\d{3}$/);
  const why = page.getByRole('region', { name: 'Why' });
  await expect(why).toContainText('Pick an event');
  // Along a lane, the pointer comes upon a message sooner or later.
  for (let x = 0.2; x < 0.9; x += 0.01) {
    await page.mouse.move(box.x + box.width * x, box.y + 50);
    if (!(await why.innerText()).includes('Pick an event')) break;
  }
  await expect(why).toContainText(/order \d+/);
  await page.mouse.move(box.x + 300, box.y - 300);
  await expect(why).toContainText('Pick an event');
});
