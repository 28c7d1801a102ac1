/** Travelling in time: steps by what one looks for, breakpoints, bookmarks, branches, and two of them under one playhead. */
import { expect, test } from './fixtures.ts';
import { goTo, openLab } from './lab.ts';

test('acting in the past begins a branch; one goes to and fro, compares, renames and deletes', async ({
  page,
}) => {
  await openLab(page);
  await goTo(page, 3000);
  const prints = page.getByText(/reproducible: seed/).locator('..');
  await goTo(page, 1000);
  await page.getByRole('tab', { name: 'Moments' }).click();
  await page.getByRole('button', { name: 'Crash Shipping' }).click();
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('kept as the branch “Original”');
  const branches = page.getByRole('region', { name: 'Branches' });
  await expect(branches.getByRole('listitem')).toHaveCount(2);
  await expect(branches).toContainText('Leaves “Original” at 00:01.000. Shipping crashes at 1 s');
  await goTo(page, 3000);
  const crashed = await prints.innerText();

  await branches.getByRole('button', { name: 'Open Original' }).click();
  await expect(branches.locator('[aria-current]').getByRole('textbox')).toHaveValue('Original');
  await expect(page.getByLabel('Virtual time')).toHaveText('00:03.000');
  await expect(prints).not.toHaveText(crashed);
  await branches.getByRole('button', { name: 'Open Branch 2' }).click();
  await expect(prints).toHaveText(crashed);

  await branches.getByRole('button', { name: 'Play Original beside' }).click();
  await expect(page.getByRole('region', { name: 'Choreography, Branch 2' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Choreography, Original' })).toBeVisible();
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison).toContainText(/They part at event \d+/);
  await expect(comparison).toContainText('00:01.000 Fault 1 strikes at Shipping.');
  await expect(comparison.getByRole('columnheader')).toHaveText([
    'Figure',
    'Branch 2',
    'Original',
    'difference',
  ]);
  await comparison.getByRole('button', { name: 'Go to where they part' }).click();
  await expect(page.getByLabel('Virtual time')).toHaveText('00:01.000');
  await comparison.getByRole('button', { name: 'Close the other' }).click();
  await expect(comparison).toHaveCount(0);

  const name = branches.getByRole('textbox', { name: 'Name of Branch 2' });
  await name.fill('With a crash');
  await name.press('Enter');
  await branches.getByRole('button', { name: 'Delete Original' }).click();
  await expect(branches.getByRole('listitem')).toHaveCount(1);
  await branches.getByRole('button', { name: 'Undo: delete Original' }).click();
  await expect(branches.getByRole('button', { name: 'Open Original' })).toBeVisible();
  await expect(branches.getByRole('textbox', { name: 'Name of With a crash' })).toBeVisible();
});

test('a breakpoint stops play, is switched off and removed, and lives in the address', async ({
  page,
}) => {
  await openLab(page);
  await page.getByRole('tab', { name: 'Moments' }).click();
  const breakpoints = page.getByRole('region', { name: 'Breakpoints' });
  await breakpoints.getByLabel('Stop when').selectOption('a message is made');
  await breakpoints.getByLabel('Message type').selectOption('OrderPlaced');
  await breakpoints.getByRole('button', { name: 'Add breakpoint' }).click();
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText(
    'Play stopped: OrderPlaced is made (choreography).',
  );
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const stopped = await page.getByLabel('Virtual time').innerText();

  await page.reload();
  await page.getByRole('tab', { name: 'Moments' }).click();
  await expect(breakpoints.getByRole('checkbox', { name: 'OrderPlaced is made' })).toBeChecked();
  await breakpoints.getByRole('button', { name: 'Go on to: OrderPlaced is made' }).click();
  await expect(page.getByLabel('Virtual time')).toHaveText(stopped);
  await breakpoints.getByRole('checkbox', { name: 'OrderPlaced is made' }).uncheck();
  expect(new URL(page.url()).hash).toContain('break=!message:OrderPlaced');
  await breakpoints.getByRole('button', { name: 'Remove: OrderPlaced is made' }).click();
  await expect(breakpoints).toContainText('Play stops nowhere by itself.');

  await breakpoints.getByLabel('Stop when').selectOption('lag rises above');
  await breakpoints.getByLabel('Records').fill('9999999999');
  await expect(breakpoints.getByRole('alert')).toHaveText(/^Lag is a whole number of records/);
  await expect(breakpoints.getByRole('button', { name: 'Add breakpoint' })).toBeDisabled();
  await breakpoints.getByLabel('Records').fill('12');
  await expect(breakpoints.getByRole('alert')).toHaveCount(0);
});

test('steps by a service, by milestones and by faults, and bookmarks by keyboard', async ({
  page,
}) => {
  await openLab(page);
  const clock = page.getByLabel('Virtual time');
  await page.getByLabel('Step by').selectOption('Payment');
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('Payment');
  const first = await clock.innerText();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(clock).not.toHaveText(first);
  await page.getByRole('button', { name: 'Step back' }).click();
  await expect(clock).toHaveText(first);

  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('b');
  await goTo(page, 2000);
  await page.keyboard.press('p');
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Payment crashes');
  await goTo(page, 500);
  await page.getByLabel('Step by').selectOption('fault');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(clock).toHaveText('00:02.000');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Shift+G');
  await expect(clock).toHaveText(first);
  await page.getByRole('tab', { name: 'Moments' }).click();
  const bookmarks = page.getByRole('region', { name: 'Bookmarks' });
  await expect(bookmarks.getByRole('listitem')).toHaveCount(1);
  await bookmarks.getByLabel('Go to second').fill('1.5');
  await bookmarks.getByLabel('Go to second').press('Enter');
  await expect(clock).toHaveText('00:01.500');
  await bookmarks.getByRole('button', { name: /^Go to Bookmark 1/ }).click();
  await expect(clock).toHaveText(first);
});

test('the long name of a branch stays in its own pane, beside another', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openLab(page);
  await goTo(page, 1000);
  await page.getByRole('tab', { name: 'Moments' }).click();
  await page.getByRole('button', { name: /^Branch from/ }).click();
  const long = 'A very long name for a branch that a reader would like to k';
  const name = page.getByRole('textbox', { name: 'Name of Branch 2' });
  await name.fill(long);
  await name.press('Enter');
  await page.getByRole('button', { name: 'Play Original beside' }).click();
  const pane = page.getByRole('region', { name: `Choreography, ${long}` });
  const heading = pane.getByRole('heading', { name: long });
  await expect(heading).toHaveAttribute('title', long);
  const right = ({ x, width }: { x: number; width: number }) => x + width;
  const box = async (of: typeof pane) =>
    (await of.boundingBox()) ?? { x: Number.NaN, y: 0, width: 0, height: 0 };
  const mermaid = await box(pane.getByRole('button', { name: 'Mermaid' }));
  expect(right(await box(heading))).toBeLessThanOrEqual(mermaid.x);
  expect(right(mermaid)).toBeLessThanOrEqual(right(await box(pane)));
});

test('the name of a style is written in full beside its buttons', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openLab(page, '#s=acks-one-loses-naive');
  for (const style of ['Choreography', 'Orchestration']) {
    const heading = page.getByRole('region', { name: style }).getByRole('heading', { name: style });
    const room = await heading.evaluate((element) => {
      const text = document.createRange();
      text.selectNodeContents(element);
      return element.getBoundingClientRect().width - text.getBoundingClientRect().width;
    });
    expect(room).toBeGreaterThanOrEqual(0);
  }
});

test('the focus goes on to a neighbour when a button goes with what it did', async ({ page }) => {
  await openLab(page);
  await page.getByRole('tab', { name: 'Moments' }).click();
  const press = async (button: string | RegExp) =>
    page.getByRole('button', { name: button }).press('Enter');
  const focused = page.locator(':focus');
  for (const branch of [2, 3, 4]) {
    await press(/^Branch from/);
    await expect(page.getByRole('textbox', { name: `Name of Branch ${branch}` })).toBeVisible();
  }
  await press('Open Branch 2');
  await expect(focused).toHaveText('on view');
  await press('Play Original beside');
  await press('Close the other');
  await expect(focused).toHaveAccessibleName('Play Original beside');
  await press('Delete Branch 3');
  await expect(focused).toHaveAccessibleName('Delete Branch 4');
  await press('Delete Branch 4');
  await expect(focused).toHaveAccessibleName('Delete Original');
  await press('Delete Original');
  await expect(focused).toHaveAccessibleName(/^Branch from/);
  await press('Undo: delete Original');
  await expect(focused).toHaveAccessibleName('Open Original');

  await press(/^Bookmark 00/);
  await press('Delete Bookmark 1');
  await expect(focused).toHaveAccessibleName(/^Bookmark 00/);
  await press('Add breakpoint');
  await press(/^Remove: /);
  await expect(focused).toHaveAccessibleName('Stop when');
});
