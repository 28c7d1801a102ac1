/** Interviews, taken from the gallery to their score by keyboard alone; the score is the one that the same answer has in Node. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Interview } from '../../src/interview/index.ts';
import * as answers from '../interview/answers.ts';
import { interviewOf, scored, type Answer } from '../interview/rounds.ts';
import { Candidate, fixDraws, roundOf } from './candidate.ts';
import { expect, test, wide } from './fixtures.ts';
import { misdeeds, openGallery, reload } from './lab.ts';

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
  // What came of the round is kept, with what to practise next.
  const brief = page.getByRole('region', { name: 'Before the round' });
  const past = brief.getByRole('region', { name: 'Earlier rounds' });
  await expect(past.getByRole('row').filter({ hasText: `${total} strong` })).toBeVisible();
  await expect(brief.getByText(/^Next to practise: /)).toBeVisible();
  await expectSound(page, 'the brief with a history');
  await brief.getByRole('button', { name: 'Begin the round' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is needed?');
  await expectGoesOnElsewhere(page, { interview, total });
  expect(seen).toEqual([]);
});

/** Another tab finds the round and offers it; the gallery has its points. */
async function expectGoesOnElsewhere(
  page: Page,
  { interview, total }: { readonly interview: Interview; readonly total: number },
): Promise<void> {
  const [first] = interview.questions;
  const asked = page.getByRole('region', { name: 'Interview', exact: true });
  await asked.getByRole('button', { name: first?.ask ?? '', exact: true }).press('Enter');
  await expect(asked.getByText(first?.answer ?? '')).toBeVisible();
  const other = await page.context().newPage();
  await openGallery(other);
  const card = other.getByRole('region', { name: 'Interviews' }).getByRole('listitem');
  const link = card.filter({ hasText: interview.title }).getByRole('link');
  await expect(link).toContainText(`under way, ${total} of 100`);
  await link.press('Enter');
  const offer = other.getByRole('region', { name: 'A round is under way' });
  await expect(offer).toContainText('part 1 of 8, Clarify');
  await expect(other.getByRole('button', { name: 'Begin anew' })).toBeVisible();
  await expectSound(other, 'the brief with a round under way');
  await offer.getByRole('button', { name: 'Go on with the round' }).press('Enter');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('What is needed?');
  await expect(other.getByText(first?.answer ?? '')).toBeVisible();
  await other.close();
}

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
    if (name === 'empty') await expectChecked(page);
    // A reload makes the runs once more and comes to the same; so does whoever looks at it again later.
    const heading = page.getByRole('heading', { level: 1 });
    await reload(page);
    await expect(heading).toHaveText(new RegExp(`^${total} of 100 points`));
    await page.getByRole('button', { name: 'Another round' }).press('Enter');
    await look('the brief with a history');
    await page.getByRole('button', { name: /^Look at it again/ }).press('Enter');
    await expect(heading).toHaveText(new RegExp(`^${total} of 100 points`));
    await page.getByRole('button', { name: 'Back to the brief' }).press('Enter');
    await expect(page.getByRole('button', { name: /^Look at it again/ })).toHaveCount(1);
  });

/** A teacher runs the round again, and sees what was touched. */
async function expectChecked(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /^Your name/ }).fill('Ada');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save my result as a file' }).press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('checkout-ada-result.json');
  const text = await readFile(await download.path(), 'utf8');
  const honest = JSON.parse(text) as { readonly taken: object };
  const touched = { ...honest, learner: 'Bob', taken: { ...honest.taken, total: 88 } };
  const teacher = await page.context().newPage();
  await teacher.goto('./#results');
  const file = (name: string, content: string) => ({
    ...{ name, mimeType: 'application/json', buffer: Buffer.from(content) },
  });
  await teacher
    .getByLabel('Result files')
    .setInputFiles([file('a.json', text), file('b.json', JSON.stringify(touched))]);
  await expect(teacher.getByText('2 results run again, 1 flagged.')).toBeVisible();
  const rowOf = (name: string) => teacher.getByRole('row').filter({ hasText: name });
  await expect(rowOf('Ada').getByText('✓ the same')).toBeVisible();
  await expect(
    rowOf('Bob').getByText('It says 88 points, not yet; here it comes to 0'),
  ).toBeVisible();
  await expectSound(teacher, 'results of a class');
  await teacher.close();
}

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
    // What was decided outlives a reload; so does what came of it.
    await expect(drill.getByRole('radio', { checked: true })).toHaveCount(7);
    await reload(page);
    await expect(drill.getByRole('radio', { checked: true })).toHaveCount(7);
    await drill.getByRole('button', { name: 'Hold it to the runs' }).press('Enter');
    await expect(drill.getByRole('heading', { level: 1 })).toHaveText('7 of 7 clauses hold');
    await expectSound(page, 'the end of the drill');
    await reload(page);
    await expect(drill.getByRole('heading', { level: 1 })).toHaveText('7 of 7 clauses hold');
    await drill.getByRole('button', { name: 'Back to the brief' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: interview.title })).toBeFocused();
    await expect(page.getByText('Your drill: 7 of 7 clauses held.')).toBeVisible();
  },
);

test('an interview that does not exist is named', wide, async ({ page }) => {
  await openGallery(page);
  await page.goto('./#interview/nowhere');
  await expect(page.getByRole('alert')).toContainText('There is no interview “nowhere” here.');
});
