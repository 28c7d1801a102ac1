/** A candidate at the keyboard: finds everything by role and name, reaches it with Tab, and takes an interview to its end. */
import type { Locator, Page } from '@playwright/test';
import {
  capabilities,
  conditions,
  costs,
  divesOf,
  guarantees,
  type Act,
  type DecisionCard,
  type Interview,
  type Round,
} from '../../src/interview/index.ts';
import { actsOf, after, type Answer } from '../interview/rounds.ts';
import { expect } from './fixtures.ts';
import { reload } from './lab.ts';

/** More than there are stops for Tab on the page. */
const mostStops = 200;

/** The number of every round in these tests: a page draws it, so the browser is told what to draw. */
export const roundNumber = 1;

/** Has a page draw the numbers of its rounds as they are expected: one after the other. */
export async function fixDraws(page: Page): Promise<void> {
  await page.addInitScript((first) => {
    let number = first;
    const draw = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = <T extends ArrayBufferView | null>(into: T): T => {
      if (!(into instanceof Uint32Array) || into.length !== 1) return draw(into as never) as T;
      into[0] = number++;
      return into;
    };
  }, roundNumber);
}

/** The round that an answer makes, with both deep dives answered rightly if anything is answered at all. */
export function roundOf(interview: Interview, answer: Answer): Round {
  const acts = actsOf(interview, answer);
  if (!answer.runs) return after(interview, acts, roundNumber);
  const before = indexOfNext(acts, 4) + 1;
  const dives = divesOf(interview, after(interview, acts.slice(0, before), roundNumber));
  const answers = dives.map(({ id, options }): Act => ({
    kind: 'answer',
    dive: id,
    option: options.find(({ right }) => right === true)?.id ?? '',
  }));
  return after(
    interview,
    [...acts.slice(0, before), ...answers, ...acts.slice(before)],
    roundNumber,
  );
}

function indexOfNext(acts: readonly Act[], nth: number): number {
  const places = acts.flatMap(({ kind }, at) => (kind === 'next' ? [at] : []));
  return places[nth - 1] ?? -1;
}

/** Takes one interview. */
export class Candidate {
  readonly #page: Page;
  readonly #interview: Interview;
  readonly #answer: Answer;
  readonly #look: (where: string) => Promise<void>;
  readonly #column: Locator;

  constructor(
    page: Page,
    { interview, answer }: { readonly interview: Interview; readonly answer: Answer },
    look: (where: string) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#page = page;
    this.#interview = interview;
    this.#answer = answer;
    this.#look = look;
    this.#column = page.getByRole('region', { name: 'Interview', exact: true });
  }

  /** From the brief to the last phase's end. */
  async take(): Promise<void> {
    const brief = this.#page.getByRole('region', { name: 'Before the round' });
    await expect(brief.getByRole('heading', { level: 1 })).toBeVisible();
    await this.#look('the brief');
    await this.#press('Begin the round', brief);
    await this.#clarify();
    await this.#estimate();
    await this.#design();
    await this.#run();
    await this.#dive();
    await this.#bearSurprises();
    await this.#trade();
    await this.#sumUp();
  }

  async #clarify(): Promise<void> {
    await this.#is('Clarify');
    const { questions, requirements } = this.#interview;
    const { asks, pins, stances } = this.#answer;
    for (const { id, ask, tells, answer, trap } of questions) {
      if (!asks.includes(id)) continue;
      await this.#press(ask);
      const item = this.#column.getByRole('listitem').filter({ hasText: answer });
      await expect(item).toBeVisible();
      for (const { id: requirement, text } of requirements)
        if (tells.includes(requirement) && pins.includes(requirement))
          await this.#tick(`Write down: ${text}`);
      const stance = trap?.find((each) => each.id === stances[id]);
      if (stance === undefined) continue;
      await this.#choose('What do you say to that?', stance.text, item);
      await this.#press('Say it', item);
      await expect(item.getByText(stance.reply)).toBeVisible();
    }
    await this.#look('clarify');
    await this.#press('Go on: Estimate');
  }

  async #estimate(): Promise<void> {
    await this.#is('Estimate');
    for (const { id, question } of this.#interview.estimates) {
      const value = this.#answer.estimates[id];
      if (value === undefined) continue;
      await this.#reach(this.#column.getByRole('spinbutton', { name: question }));
      await this.#page.keyboard.type(String(value));
    }
    // Whoever loads the page anew goes on where they were.
    await reload(this.#page);
    await this.#is('Estimate');
    await this.#look('estimate');
    await this.#press('Go on: Design');
  }

  async #design(): Promise<void> {
    await this.#is('Design');
    const { controls, messages, hops } = this.#interview;
    const { board, messages: told, hops: said } = this.#answer;
    for (const { id, label, choices } of controls) {
      const choice = choices.find((each) => each.id === board[id]);
      if (choice !== undefined) await this.#choose(label, choice.label);
    }
    for (const { text, kind, owner, key } of messages.slice(0, told)) {
      const card = this.#column.getByRole('group', { name: text });
      await this.#pick('It is', kind, card);
      await this.#pick('It belongs to', owner, card);
      await this.#pick('Its key is', key, card);
    }
    for (const { id, text } of hops) {
      const [, is, by] = said.find(([hop]) => hop === id) ?? [];
      if (is === undefined || by === undefined) continue;
      const hop = this.#column.getByRole('group', { name: text });
      await this.#pick('happens', is, hop);
      await this.#pick('A repetition is recognised by', nameOf(by), hop);
    }
    await this.#look('design');
    await this.#press('Go on: First run');
  }

  async #run(): Promise<void> {
    await this.#is('First run');
    if (this.#answer.runs) {
      await this.#press('Run the board');
      await expect(this.#column.getByText(/^. It (holds|does not hold)\.$/)).toBeVisible();
      await this.#page.locator('.stage canvas').first().waitFor();
      await this.#look('first run');
    }
    await this.#press('Go on: Deep dives');
  }

  async #dive(): Promise<void> {
    await this.#is('Deep dives');
    if (this.#answer.runs)
      for (const { question, options } of this.#interview.dives) {
        const group = this.#page.getByRole('group', { name: question });
        if ((await group.count()) === 0) continue;
        const right = options.find((each) => each.right === true);
        await this.#choose(question, right?.text ?? '');
        await this.#press('Answer', this.#column.locator('form').filter({ has: group }));
        await expect(this.#column.getByText(right?.reply ?? '')).toBeVisible();
      }
    await this.#look('dives');
    await this.#press('Go on: Surprises');
  }

  async #bearSurprises(): Promise<void> {
    await this.#is('Surprises');
    const { surprises, signs, remedies } = this.#interview;
    const { failures, changes, runs } = this.#answer;
    const textOf = (list: readonly { id: string; text: string }[], id: string) =>
      list.find((each) => each.id === id)?.text ?? '';
    if (runs) {
      await this.#press('Show what my design does');
      await expect(this.#column.getByText(/^. It (holds|does not hold)\.$/)).toBeVisible();
    }
    for (const [surprise, sign, remedy] of failures) {
      await this.#pick('It will not survive this', textOf(surprises, surprise));
      await this.#pick('It shows in', textOf(signs, sign));
      await this.#pick('What would help', textOf(remedies, remedy));
      await this.#press('Name it');
      const name = `Take back: ${textOf(surprises, surprise)}`;
      await expect(this.#column.getByRole('button', { name })).toBeVisible();
    }
    if (changes !== null) {
      for (const service of changes)
        await this.#tick(service.charAt(0).toUpperCase() + service.slice(1));
      await this.#press(changes.length === 0 ? 'Nobody has to' : 'These have to');
      await expect(this.#column.getByText('You said: ')).toBeVisible();
    }
    await this.#look('surprises');
    await this.#press('Go on: Trade-offs');
  }

  async #trade(): Promise<void> {
    await this.#is('Trade-offs');
    for (const card of this.#answer.cards) await this.#write(card);
    for (const { id, text } of this.#interview.operations)
      if (this.#answer.operations.includes(id)) await this.#tick(text);
    await this.#look('trade-offs');
    await this.#press('Go on: Summary');
  }

  async #write(card: DecisionCard): Promise<void> {
    const form = this.#column.getByRole('form', { name: 'New card' });
    const requirement = this.#interview.requirements.find(({ id }) => id === card.because);
    const slots = [
      ['Because', requirement?.text ?? ''],
      ['I choose', nameOf(card.choose)],
      ['so that', wordsIn(guarantees, card.soThat)],
      ['it costs', wordsIn(costs, card.costs)],
      ['I would change it if', wordsIn(conditions, card.changeIf)],
      ['rejected', nameOf(card.rejected)],
      ['because of', wordsIn(costs, card.rejectedBecause)],
      ['A product, if you like; it is worth nothing', card.brand],
    ] as const;
    const written = this.#column.getByRole('button', { name: /^Tear up card/ });
    const count = await written.count();
    for (const [slot, text] of slots) if (text !== '') await this.#pick(slot, text, form);
    // What is picked and not written yet is there after a reload.
    if (count === 0) {
      await reload(this.#page);
      const because = form.getByRole('combobox', { name: 'Because', exact: true });
      await expect(because).toHaveValue(card.because);
    }
    await this.#press('Write the card', form);
    await expect(written).toHaveCount(count + 1);
  }

  async #sumUp(): Promise<void> {
    await this.#is('Summary');
    const { summary, rated } = this.#answer;
    if (summary === '') return this.#press('Finish without a summary');
    await this.#reach(this.#column.getByRole('textbox'));
    await this.#page.keyboard.type(summary);
    // What was typed and not handed in yet is there after a reload.
    await reload(this.#page);
    await expect(this.#column.getByRole('textbox')).toHaveValue(summary);
    await this.#press('Compare with three answers');
    await expect(this.#column.getByText(this.#interview.models.strong)).toBeVisible();
    if (rated !== 'none') await this.#choose(/^Which of them is yours most like/, rated);
    await this.#look('summary');
    await this.#press('Finish and be scored');
  }

  async #is(phase: string): Promise<void> {
    await expect(this.#column.getByText(`· ${phase}`)).toBeVisible();
  }

  async #press(name: string, within = this.#column): Promise<void> {
    await this.#reach(within.getByRole('button', { name, exact: true }));
    await this.#page.keyboard.press('Enter');
  }

  async #tick(name: string): Promise<void> {
    const box = this.#column.getByRole('checkbox', { name, exact: true });
    await this.#reach(box);
    await this.#page.keyboard.press('Space');
    await expect(box).toBeChecked();
  }

  /** Picks an entry of a closed list with the arrow keys. */
  async #pick(label: string, text: string, within = this.#column): Promise<void> {
    const list = within.getByRole('combobox', { name: label, exact: true });
    await this.#reach(list);
    const { at, to } = await list.evaluate((element, wanted) => {
      const { selectedIndex, options } = element as HTMLSelectElement;
      const texts = [...options].map((option) => option.text);
      return { at: selectedIndex, to: texts.indexOf(wanted) };
    }, text);
    expect(to, `${label}: ${text}`).toBeGreaterThanOrEqual(0);
    for (let place = at; place !== to; place += Math.sign(to - place))
      await this.#page.keyboard.press(place < to ? 'ArrowDown' : 'ArrowUp');
    await expect(list.getByRole('option', { selected: true })).toHaveText(text);
  }

  /** Takes an answer of a group of radio buttons. */
  async #choose(group: string | RegExp, answer: string, within = this.#column): Promise<void> {
    const place = within.getByRole('group', { name: group });
    const radios = place.getByRole('radio');
    const wanted = place.getByRole('radio', { name: answer, exact: true });
    await this.#reach(place);
    await this.#page.keyboard.press('Space');
    const indexOf = (locator: Locator) =>
      locator.evaluate((element) => {
        const all = element.closest('fieldset')?.querySelectorAll('input') ?? [];
        return [...all].findIndex((each) => each === element);
      });
    const to = await indexOf(wanted);
    const at = await indexOf(radios.and(this.#page.locator(':focus')));
    for (let each = at; each !== to; each += Math.sign(to - each))
      await this.#page.keyboard.press(each < to ? 'ArrowDown' : 'ArrowUp');
    await expect(wanted).toBeChecked();
  }

  /** Goes there, or into it, with Tab; back with Shift where it stands before. */
  async #reach(place: Locator): Promise<void> {
    await expect(place).toBeEnabled();
    for (let stop = 0; stop <= mostStops; stop++) {
      const way = await place.evaluate((element) => {
        const focused = document.activeElement ?? document.body;
        if (element.contains(focused)) return '';
        const isBehind = focused.compareDocumentPosition(element) & 4;
        return isBehind > 0 ? 'Tab' : 'Shift+Tab';
      });
      if (way === '') return;
      await this.#page.keyboard.press(way);
    }
    throw new Error(`${String(place)} cannot be reached by keyboard`);
  }
}

function nameOf(capability: string): string {
  return capability === 'nothing' ? 'nothing' : wordsIn(namesOf, capability);
}

const namesOf = Object.fromEntries(
  Object.entries(capabilities).map(([id, { name }]) => [id, name]),
);

function wordsIn(table: Readonly<Record<string, string>>, id: string): string {
  return table[id] ?? '';
}
