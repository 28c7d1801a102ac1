/** A learner at the keyboard: finds everything by role and name, reaches it with Tab, and takes a lesson to its end in a right or in a wrong way. */
import type { Locator, Page } from '@playwright/test';
import {
  answer,
  assignmentsOf,
  borneOut,
  plainText,
  type Choices,
  type Lesson,
  type LessonStep,
  type StepOf,
} from '../../src/lessons/index.ts';
import { ToldRuns } from '../lessons/told.ts';
import { expect } from './fixtures.ts';

/** Positions of the controls that keep what a lesson asks for, and some that do not. */
export interface Changes {
  readonly right: Choices;
  /** Absent where every change is a right one. */
  readonly wrong?: Choices;
}

/** How a lesson is taken. */
export interface Way {
  readonly changes: Changes;
  /** Everything is answered wrongly first. */
  readonly isWrong: boolean;
  /** Looks at a page that stands still, with the words for where that is. */
  readonly look?: (where: string) => Promise<void>;
}

/** More than there are stops for Tab on the page. */
const mostStops = 120;

/** Takes one lesson. */
export class Learner {
  readonly #page: Page;
  readonly #lesson: Lesson;
  readonly #way: Way;
  readonly #column: Locator;
  readonly #runs = new ToldRuns();

  constructor(page: Page, lesson: Lesson, way: Way) {
    this.#page = page;
    this.#lesson = lesson;
    this.#way = way;
    this.#column = page.getByRole('region', { name: 'Lesson', exact: true });
  }

  /** From the first step to the end. */
  async take(): Promise<void> {
    for (const step of this.#lesson.steps) {
      await expect(this.#column.getByRole('heading', { level: 1 })).toHaveText(step.title);
      await this.#act(step);
    }
    await expect(this.#column.getByRole('heading', { level: 1 })).toHaveText('What you found out');
    await expect(this.#column.getByText('The run:')).toBeVisible();
    await this.#look('the end');
  }

  async #act(step: LessonStep): Promise<void> {
    switch (step.kind) {
      case 'hook':
      case 'explain':
        return this.#press('Read on');
      case 'predict':
        return this.#predict(step);
      case 'run':
        await this.#press('Show me at once');
        await expect(this.#column.getByText(/^There it is, at /)).toBeVisible();
        return this.#press('Read on');
      case 'observe':
        return this.#observe(step);
      case 'change':
        return this.#change();
      case 'promise':
        await expect(this.#column.getByText('✓ Right.')).toBeVisible();
        await this.#look(step.kind);
        return this.#press('Read on');
      case 'price':
      case 'transfer':
        return this.#pick(step);
      case 'exit':
        return this.#leave(step);
    }
  }

  async #predict(step: StepOf<'predict'>): Promise<void> {
    const { lesson, isWrong } = { lesson: this.#lesson, isWrong: this.#way.isWrong };
    const { value } = answer(step.ask, this.#told(), lesson.style);
    const right = borneOut(step, value);
    const option = step.options.findIndex(({ id, misconception }) =>
      isWrong ? misconception === true : id === right,
    );
    await expect(this.#page.getByRole('button', { name: 'Play', exact: true })).toBeDisabled();
    await this.#look(step.kind);
    await this.#choose(plainText(step.question), option);
    await this.#choose('How sure are you?', 2);
    await this.#type('Because …', 'That is what it says.');
    await this.#press('Place my bet');
  }

  async #observe(step: StepOf<'observe'>): Promise<void> {
    const { value } = answer(step.ask, this.#told(), this.#lesson.style);
    const question = plainText(step.question);
    if (this.#way.isWrong) {
      if (step.words === undefined) await this.#type(question, '987654');
      else
        await this.#choose(
          question,
          step.words.findIndex((word) => word !== value),
        );
      await this.#press('Check');
      await expect(this.#column.getByText('✗ Not so.')).toBeVisible();
      await this.#look(step.kind);
    }
    if (step.words === undefined) await this.#type(question, String(value));
    else await this.#choose(question, step.words.indexOf(String(value)));
    await this.#press('Check');
    await expect(this.#column.getByText('✓ Right.')).toBeVisible();
    await this.#press('Read on');
  }

  async #change(): Promise<void> {
    const { right, wrong } = this.#way.changes;
    await expect(this.#column.getByRole('button', { name: 'Try it' })).toBeDisabled();
    await this.#look('change');
    if (this.#way.isWrong && wrong !== undefined) {
      await this.#set(wrong);
      await this.#press('Try it');
      await this.#press('Back to the change');
      await expect(this.#column.getByText('✗ Not yet.')).toBeVisible();
      await this.#look('change once more');
    }
    await this.#set(right);
    await this.#press('Try it');
  }

  async #pick(step: StepOf<'price' | 'transfer'>): Promise<void> {
    const question = plainText(step.question);
    const right = step.options.findIndex((option) => option.right === true);
    if (this.#way.isWrong) {
      const wrong = step.options.findIndex((option) => option.right !== true);
      await this.#choose(question, wrong);
      await this.#press('Check');
      await expect(this.#column.getByText('✗ Not so.')).toBeVisible();
    }
    await this.#choose(question, right);
    await this.#press('Check');
    await expect(this.#column.getByText('✓ Right.')).toBeVisible();
    await this.#look(step.kind);
    await this.#press('Read on');
  }

  async #leave(step: StepOf<'exit'>): Promise<void> {
    await this.#type(plainText(step.question), 'It depends on what is promised.');
    await this.#press('Compare with three answers');
    await expect(this.#column.getByText(plainText(step.models.strong))).toBeVisible();
    await this.#choose('Which of them is yours most like?', this.#way.isWrong ? 0 : 1);
    await this.#look(step.kind);
    await this.#press('Finish');
  }

  /** Puts every control where it is to stand. */
  async #set(choices: Choices): Promise<void> {
    for (const { id, label, choices: positions } of this.#lesson.controls) {
      const at = positions.findIndex((each) => each.id === choices[id]);
      await this.#choose(label, Math.max(0, at));
    }
  }

  #told() {
    const { scenario: slug, seed } = this.#lesson;
    return this.#runs.of({ slug, set: assignmentsOf(this.#lesson), seed });
  }

  async #look(where: string): Promise<void> {
    await this.#way.look?.(where);
  }

  async #press(name: string): Promise<void> {
    await this.#reach(this.#column.getByRole('button', { name, exact: true }));
    await this.#page.keyboard.press('Enter');
  }

  async #type(name: string, text: string): Promise<void> {
    await this.#reach(this.#column.getByRole('textbox', { name }));
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.type(text);
  }

  /** Takes the option at a place in a group of radio buttons. */
  async #choose(group: string, place: number): Promise<void> {
    const radios = this.#column.getByRole('group', { name: group }).getByRole('radio');
    await radios.first().waitFor();
    const taken = await radios.evaluateAll((all) =>
      all.findIndex((each) => each instanceof HTMLInputElement && each.checked),
    );
    await this.#reach(radios.nth(Math.max(0, taken)));
    if (taken < 0) await this.#page.keyboard.press('Space');
    for (let at = Math.max(0, taken); at !== place; at += Math.sign(place - at))
      await this.#page.keyboard.press(at < place ? 'ArrowDown' : 'ArrowUp');
    await expect(radios.nth(place)).toBeChecked();
  }

  /** Goes there with Tab. */
  async #reach(place: Locator): Promise<void> {
    await expect(place).toBeEnabled();
    for (let stop = 0; stop <= mostStops; stop++) {
      if (await place.evaluate((element) => element === document.activeElement)) return;
      await this.#page.keyboard.press('Tab');
    }
    throw new Error(`${String(place)} cannot be reached by keyboard`);
  }
}
