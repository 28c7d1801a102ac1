/** The work on one scenario's text: what stands there, what is wrong with it, and which text the lab runs. */
import type { EditorState } from '@codemirror/state';
import type { Lab } from '../run/lab.svelte.ts';
import { entryOf } from '../run/catalogue.ts';
import { ownFile } from '../run/opening.ts';
import { ownIdOf, ownSlug } from '../own/names.ts';
import { OwnWork, type Home } from '../own/own-work.svelte.ts';
import { apply } from './apply.ts';
import { check, type Checked, type PlacedProblem } from './check.ts';

/** A pause in typing: shorter, and half a word would be told as a mistake. */
const pauseMs = 350;

/** Work on a text. */
export class Session {
  readonly #lab: Lab;
  readonly #home: Home;
  /** The text as it was opened. */
  readonly opened: string;
  /** What the editor itself remembers between two openings: the cursor, and what can be undone. */
  state: EditorState | undefined;
  #text = $state.raw('');
  #checked = $state.raw<Checked>();
  #applied = $state.raw('');
  #isLive = $state.raw(true);
  #said = $state.raw('');
  #own = $state.raw<OwnWork>();
  #meaning = $state.raw('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #applying = $state.raw<Promise<void>>();

  /** `text`: another one than the lab runs. */
  constructor(lab: Lab, home: Home, text?: string) {
    this.#lab = lab;
    this.#home = home;
    this.#applied = plain(lab.mending.ownText);
    this.opened = plain(text ?? lab.mending.ownText);
    this.#text = this.opened;
    this.#checked = check(this.#text);
    const id = ownIdOf(lab.slug);
    if (id !== undefined) this.#own = this.#work(id);
  }

  get text(): string {
    return this.#text;
  }
  /** What is wrong with the text, in its order, as of the last pause. */
  get problems(): readonly PlacedProblem[] {
    return this.#checked?.kind === 'problems' ? this.#checked.problems : [];
  }
  /** Where it is kept; undefined as long as it is not. */
  get own(): OwnWork | undefined {
    return this.#own;
  }
  /** Whether it is one of the built-in scenarios, as it is. */
  get isBuiltIn(): boolean {
    return this.#lab.isBuiltIn && this.#own === undefined;
  }
  /** Whether each text without problems is run by itself. */
  get isLive(): boolean {
    return this.#isLive;
  }
  /** Whether the lab runs another text than this. */
  get isBehind(): boolean {
    return this.#text !== this.#applied;
  }
  /** Whether the text can be run as it is. */
  get isSound(): boolean {
    return this.#checked?.kind === 'scenario';
  }
  /** What the field means in which the cursor is. */
  get meaning(): string {
    return this.#meaning;
  }
  /** How the text and the run stand to each other, in words. */
  get standing(): string {
    const count = this.problems.length;
    if (count > 0) return `${count} problem${count === 1 ? '' : 's'}. The run stays as it was.`;
    if (!this.isBehind) return this.#said;
    return this.#isLive ? 'Being applied …' : 'Not applied yet.';
  }
  /** What the scenario is called; the title of the run while the text has none. */
  get title(): string {
    if (this.#checked?.kind === 'scenario') return this.#checked.scenario.title;
    return this.#own?.name ?? this.#lab.run.scenario?.title ?? '';
  }
  /** Whether the lab has opened something else in the meantime. */
  get isOver(): boolean {
    return this.#applying === undefined && plain(this.#lab.mending.ownText) !== this.#applied;
  }

  /** The cursor has come to another field. */
  mean(meaning: string): void {
    this.#meaning = meaning;
  }

  /** What the text is compared with: the built-in scenario that it comes from, or what it was when it was opened. */
  async original(): Promise<{ readonly name: string; readonly text: string }> {
    const slug = this.#own?.origin ?? (this.#lab.isBuiltIn ? this.#lab.slug : '');
    const text = await entryOf(slug)
      ?.read()
      .catch(() => undefined);
    return text === undefined
      ? { name: 'the text as it was opened', text: this.opened }
      : { name: 'the built-in', text: plain(text) };
  }

  /** The text was changed by its reader. */
  edit(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), pauseMs);
    this.keep();
  }

  /** Keeps the text in this browser. A changed scenario is kept by itself; one from a file when its reader wants it. */
  keep(): void {
    if (this.#own === undefined) this.#own = this.#work();
    else this.#own.edit({ name: this.title, text: this.#text, changed: Date.now() });
  }

  /** Checks the text now, and runs it if that is wanted. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#checked = check(this.#text);
    if (this.#own !== undefined && this.#own.name !== this.title) this.keep();
    if (this.#isLive) void this.apply();
  }

  /** The work is over: something else is open. */
  end(): void {
    this.leave();
    this.#own?.close();
  }

  /** The editor is closed: what was typed last is not left unread. */
  leave(): void {
    if (this.#timer !== undefined) this.settle();
  }

  setLive(isLive: boolean): void {
    this.#isLive = isLive;
    if (isLive) this.settle();
  }

  /** Runs the text if it can be run. While one is being applied, the next one waits. */
  async apply(): Promise<void> {
    while (this.#applying !== undefined) await this.#applying;
    if (!this.isBehind) return;
    this.#checked = check(this.#text);
    this.#applying = this.#apply(this.#checked, this.#text);
    await this.#applying;
    this.#applying = undefined;
  }

  get #slug(): string {
    const id = this.#own?.id;
    return id === undefined ? ownFile : ownSlug(id);
  }

  /** Begins to keep the text, or goes on with what is kept under an id. */
  #work(id?: string): OwnWork {
    const lab = this.#lab;
    const own = { name: this.title, text: this.#text, changed: Date.now() };
    const begun = lab.isBuiltIn ? { ...own, origin: lab.slug } : own;
    const worker = {
      named: (found: string) => {
        if (!this.isOver) lab.keepAs(ownSlug(found));
      },
      renewed: (text: string) => {
        if (plain(text) === this.#text) return;
        this.#text = plain(text);
        this.settle();
      },
    };
    return new OwnWork(this.#home, worker, { own: begun, id });
  }

  async #apply(checked: Checked, text: string): Promise<void> {
    if (checked.kind !== 'scenario') return;
    const { scenario } = checked;
    const said = await apply(this.#lab, { text, scenario, slug: this.#slug });
    if (said !== undefined) this.#applied = text;
    // Its name may have been found meanwhile.
    if (this.#own?.id !== undefined) this.#lab.keepAs(this.#slug);
    this.#said = said ?? 'The simulation could not run this text. The run stays as it was.';
  }
}

/** An editor ends every line in one way. */
function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}
