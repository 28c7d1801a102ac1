/** Interviews, taken from the gallery to their score by keyboard alone; the score is the one that the same answer has in Node. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Interview } from '../../src/interview/index.ts';
import * as answers from '../interview/answers.ts';
import { interviewOf, scored, type Answer } from '../interview/rounds.ts';
import { Candidate, fixDraws, roundOf } from './candidate.ts';
import { expect, test, wide } from './fixtures.ts';
import { misdeeds, openGallery } from './lab.ts';

/** Nothing for axe to find, nothing wider than the window. */
async function expectSound(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.html}`)).toEqual([]);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, where).toBe(0);
}

async function take(
  page: Page,
  { interview, answer }: { readonly interview: Interview; readonly answer: Answer },
  look?: (where: string) => Promise<void>,
): Promise<number> {
  await new Candidate(page, { interview, answer }, look).take();
  const result = page.getByRole('region', { name: 'Result' });
  const { total, level } = scored(interview, roundOf(interview, answer));
  await expect(result.getByRole('heading', { level: 1 })).toHaveText(
    `${total} of 100 points: ${level}`,
  );
  return total;
}

test('the internal tool, by a strong answer without a broker', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const seen = misdeeds(page);
  await fixDraws(page);
  const interview = interviewOf('internal-tool');
  await openGallery(page);
  const shelf = page.getByRole('region', { name: 'Interviews' });
  await shelf.getByRole('link', { name: interview.title }).press('Enter');
  await expect(page).toHaveTitle(`${interview.title} – Baton`);
  // What differs most: to look at every part takes longer than to take the interview.
  const look = async (where: string) => {
    if (['design', 'first run', 'trade-offs'].includes(where)) await expectSound(page, where);
  };
  const total = await take(page, { interview, answer: answers.strongTool }, look);
  expect(total).toBeGreaterThan(85);
  await expectSound(page, 'the result');
  // A lost point leads to its moment, and the way back to the score.
  await page
    .getByRole('button', { name: /^Look at it in the lab: / })
    .first()
    .press('Enter');
  await expect(page.getByRole('region', { name: 'Promises' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ of 100 points/);
  await page.getByRole('button', { name: 'Another round' }).press('Enter');
  await page.getByRole('button', { name: 'Begin the round' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is needed?');
  expect(seen).toEqual([]);
});

const candidates = [
  { name: 'strong', answer: answers.strongCheckout, width: 1440, height: 900 },
  { name: 'fair', answer: answers.fairCheckout, width: 390, height: 844 },
  { name: 'empty', answer: answers.empty, width: 1280, height: 720 },
];
for (const { name, answer, width, height } of candidates)
  test(`checkout, by a ${name} answer at ${width}×${height}`, wide, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await fixDraws(page);
    await page.goto('./#interview/checkout');
    const look = (where: string) => expectSound(page, where);
    const total = await take(page, { interview: interviewOf('checkout'), answer }, look);
    await look('the result');
    if (name === 'strong') expect(total).toBeGreaterThan(85);
    if (name === 'empty') expect(total).toBe(0);
  });

test(
  'the drill: each clause of a good paragraph is borne out by its run',
  wide,
  async ({ page }) => {
    const interview = interviewOf('checkout');
    await page.goto('./#interview/checkout');
    await page.getByRole('button', { name: /^Drill/ }).press('Enter');
    const drill = page.getByRole('region', { name: 'Drill' });
    for (const { begins, options } of interview.drill) {
      const group = drill.getByRole('group', { name: `${begins} …` });
      await group
        .getByRole('radio', { name: options.at(-1)?.text ?? '', exact: true })
        .press('Space');
    }
    await expectSound(page, 'the drill');
    await drill.getByRole('button', { name: 'Hold it to the runs' }).press('Enter');
    await expect(drill.getByRole('heading', { level: 1 })).toHaveText('7 of 7 clauses hold');
    await expectSound(page, 'the end of the drill');
    await drill.getByRole('button', { name: 'Back to the brief' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: interview.title })).toBeFocused();
  },
);

test('an interview that does not exist is named', wide, async ({ page }) => {
  await openGallery(page);
  await page.goto('./#interview/nowhere');
  await expect(page.getByRole('alert')).toContainText('There is no interview “nowhere” here.');
});
