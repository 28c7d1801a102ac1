/** Lessons, taken from the gallery to their end by keyboard alone: two of them always, and each in both ways at both sizes where time does not count. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Lesson } from '../../src/lessons/index.ts';
import { allLessons } from '../lessons/told.ts';
import { expect, test, wide } from './fixtures.ts';
import { misdeeds, openGallery } from './lab.ts';
import { Learner, type Changes } from './learner.ts';

const lessons = allLessons();
const large = { width: 1280, height: 720 };
const small = { width: 390, height: 844 };

/** What keeps each lesson's promises, and what does not; each was found by trying. */
const changes: Readonly<Record<string, Changes>> = {
  'doing-it-twice-safely': { right: { name: 'on' }, wrong: { patience: 'long' } },
  'dance-or-conductor': { right: { fraud: 'yes' }, wrong: { network: 'slow' } },
  'order-but-of-what': { right: { together: 'customer' }, wrong: { copies: 'one' } },
  'what-is-that-message': { right: { stock: 'half' } },
  'what-the-broker-promises': { right: { inbox: 'on' }, wrong: { marking: 'before' } },
  'undo-is-not-rollback': { right: { charge: 'late' }, wrong: { memory: 'on' } },
  'lag-is-a-clock': { right: { copies: 'three' }, wrong: { copies: 'two' } },
  'sharing-the-work': { right: { copies: 'six', lanes: 'six' }, wrong: { copies: 'six' } },
};

function changesOf({ id }: Lesson): Changes {
  const found = changes[id];
  if (found === undefined) throw new Error(`nobody has tried the controls of ${id}`);
  return found;
}

function lessonOf(id: string): Lesson {
  const found = lessons.find((lesson) => lesson.id === id);
  if (found === undefined) throw new Error(`there is no lesson ${id}`);
  return found;
}

/** Nothing for axe to find, nothing wider than the window. */
async function expectSound(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.html}`)).toEqual([]);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider, where).toBe(0);
}

async function openFromGallery(page: Page, { title, misconception }: Lesson): Promise<void> {
  await openGallery(page);
  const shelf = page.getByRole('region', { name: 'Lessons', exact: true });
  await shelf
    .getByRole('link', { name: title })
    .and(shelf.getByRole('link', { name: misconception }))
    .press('Enter');
}

for (const { viewport, isWrong, id } of [
  { viewport: large, isWrong: false, id: 'doing-it-twice-safely' },
  { viewport: small, isWrong: true, id: 'what-the-broker-promises' },
]) {
  const { width, height } = viewport;
  test(`${id} at ${width}×${height}, in a ${isWrong ? 'wrong' : 'right'} way`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const seen = misdeeds(page);
    const lesson = lessonOf(id);
    await openFromGallery(page, lesson);
    await expect(page).toHaveTitle(`${lesson.title} – Baton`);
    // What differs most: to look at every step takes longer than to take the lesson.
    const looksAt = isWrong ? ['change once more', 'the end'] : ['predict', 'exit'];
    const look = async (where: string) => {
      if (looksAt.includes(where)) await expectSound(page, where);
    };
    await new Learner(page, lesson, { changes: changesOf(lesson), isWrong, look }).take();
    expect(seen).toEqual([]);
  });
}

test('a reload comes back to the same step, and the lab is left for a lesson and found again', async ({
  page,
}) => {
  await openFromGallery(page, lessonOf('lag-is-a-clock'));
  const column = page.getByRole('region', { name: 'Lesson', exact: true });
  await column.getByRole('button', { name: 'Read on' }).click();
  await column.getByRole('button', { name: 'Skip the prediction' }).click();
  await expect(column.getByText('Step 3 of 11')).toBeVisible();
  await page.reload();
  await expect(column.getByText('Step 3 of 11')).toBeVisible();
  await column.getByRole('button', { name: 'Show me at once' }).click();
  await expect(column.getByText(/^There it is, at /)).toBeVisible();
  await page.getByRole('link', { name: 'Baton: all scenarios' }).click();
  await expect(page.getByRole('link', { name: 'Lag is a clock' })).toBeFocused();
  await page.goBack();
  await expect(column.getByText(/^There it is, at /)).toBeVisible();
});

test('a word explains itself by keyboard, and Escape puts the explanation away', async ({
  page,
}) => {
  await page.goto('./#lesson/doing-it-twice-safely');
  const word = page.getByRole('button', { name: 'inbox', exact: true });
  await word.focus();
  const meaning = page.getByRole('tooltip');
  await expect(meaning).toBeInViewport();
  await expect(word).toHaveAccessibleDescription(/^A table of message ids/);
  await page.keyboard.press('Escape');
  await expect(meaning).toHaveClass(/unseen/);
});

test('a sheet, its answers and the notes stand ready for paper, and the lesson goes on', async ({
  page,
}) => {
  await page.goto('./#lesson/doing-it-twice-safely');
  const column = page.getByRole('region', { name: 'Lesson', exact: true });
  await column.getByRole('button', { name: 'Read on' }).click();
  await page.getByRole('button', { name: 'For paper' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Doing it twice safely');
  await expect(page.getByText('How sure', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Answers' }).click();
  await expect(page.getByText('After five seconds, but within twenty.')).toBeVisible();
  await page.getByRole('button', { name: 'Teacher notes' }).click();
  await expect(page.getByRole('heading', { name: 'Board plan' })).toBeVisible();
  await expectSound(page, 'paper');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'Back to the lesson' }).click();
  await expect(column.getByText('Step 2 of 11')).toBeVisible();
});

test('a lesson that does not exist is named, and the gallery has the others', async ({ page }) => {
  await openGallery(page);
  await page.goto('./#lesson/nowhere');
  await expect(page.getByRole('alert')).toContainText('There is no lesson “nowhere” here.');
  await expect(page.getByRole('region', { name: 'Lessons', exact: true })).toBeVisible();
});

for (const lesson of lessons)
  for (const viewport of [large, small])
    for (const isWrong of [false, true])
      test(
        `${lesson.id} at ${viewport.width}, ${isWrong ? 'wrong' : 'right'} way, every step looked at`,
        wide,
        async ({ page }) => {
          await page.setViewportSize(viewport);
          await openFromGallery(page, lesson);
          const look = (where: string) => expectSound(page, where);
          await new Learner(page, lesson, { changes: changesOf(lesson), isWrong, look }).take();
        },
      );
