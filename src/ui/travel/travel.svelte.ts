/** Going about in time: what a step is, where play stops, what is marked, which branch is on view and which one beside it. */
import { conditionWords, type BreakCondition } from '../../projections/index.ts';
import type { Branch, Branches, Inputs } from '../../worker/index.ts';
import type { World } from '../run/world.svelte.ts';
import type { Beside, OwnSimulation } from './beside.svelte.ts';
import { Bookmarks, type Bookmark } from './bookmarks.svelte.ts';
import { Branching } from './branching.svelte.ts';
import { Breakpoints } from './breakpoints.svelte.ts';
import { brokenAt, sayBroken } from './broken.ts';
import { Stepping, type Steppable } from './stepping.svelte.ts';

/** What travelling needs of the page. */
export interface Surroundings extends Steppable {
  /** The worlds of the styles on view. */
  readonly visibleWorlds: readonly World[];
  /** The panels that are open. */
  readonly dock: { shows(panel: 'Moments'): boolean };
}

/** All of it; the panel Moments shows it. */
export class Travel {
  readonly branching: Branching;
  readonly bookmarks = new Bookmarks();
  readonly breakpoints = new Breakpoints();
  readonly stepping: Stepping;
  readonly #page: Surroundings;
  readonly #newRemote: () => OwnSimulation;
  #beside = $state.raw<Beside>();
  /** What is to stand beside; its run may still be on its way. */
  #wanted: { readonly branch: number } | undefined;

  /** `newRemote` makes another simulation, in a worker of its own. */
  constructor(page: Surroundings, newRemote: () => OwnSimulation) {
    this.#page = page;
    this.#newRemote = newRemote;
    this.branching = new Branching(page.run, page.player);
    this.stepping = new Stepping(page);
    page.player.heed({
      arm: () => this.breakpoints.arm(page.visibleWorlds),
      stop: (from, to) => this.#halt(from, to),
    });
  }

  /** The branch beside the one on view, if there is one. */
  get beside(): Beside | undefined {
    return this.#beside;
  }
  /** The bookmarks on the branch on view. */
  get marked(): readonly Bookmark[] {
    return this.bookmarks.on(this.branching.book);
  }

  /** Another run was opened: nothing of the old one is left. */
  begin(): void {
    this.closeBeside();
    this.branching.begin();
    this.bookmarks.forget();
  }

  /** Takes over the branches and the bookmarks that another page had of what is open now. */
  async restore(book: Branches, bookmarks: readonly Bookmark[], cursor: number): Promise<void> {
    if (await this.branching.restore(book, cursor)) this.bookmarks.restore(bookmarks);
  }

  /** Names the present instant. */
  bookmark(): Bookmark {
    const made = this.bookmarks.add(this.branching.book.current, this.#page.player.cursor);
    const { notices, dock } = this.#page;
    // Who has the list before his eyes needs no notice over it.
    if (dock.shows('Moments')) notices.say(`${made.name} is set.`);
    else notices.tell(`${made.name} is set. The panel Moments lists it.`);
    return made;
  }

  /** Goes to a bookmark, on its branch. */
  async goTo({ branch, time, name }: Bookmark): Promise<void> {
    const isOnView = this.marked.some((each) => each.time === time && each.branch === branch);
    if (!isOnView && !(await this.open(branch))) return;
    await this.#page.player.seek(time);
    this.#page.notices.say(name);
  }

  /** Goes to the next bookmark of the branch on view, or to the previous one. */
  async goToNext(forward: boolean): Promise<void> {
    const { cursor } = this.#page.player;
    const next = forward
      ? this.marked.find(({ time }) => time > cursor)
      : this.marked.findLast(({ time }) => time < cursor);
    if (next !== undefined) return this.goTo(next);
    this.#page.notices.tell(`There is no bookmark ${forward ? 'after' : 'before'} this moment.`);
  }

  /** Goes to where a condition is met next, or was met last, in the style that steps follow. */
  async goToCondition(condition: BreakCondition, forward: boolean): Promise<void> {
    const { player, run, focused, notices } = this.#page;
    const style = focused;
    const stop = forward
      ? await player.stepForward(style, condition)
      : player.stepBack(style, condition);
    if (stop === undefined) {
      const where = forward ? 'after' : 'before';
      notices.tell(`Not met ${where} this moment: ${conditionWords(condition)} (${style}).`);
      return;
    }
    const world = run.world(style);
    if (world !== undefined) notices.say(this.#explain(world, condition, stop.row));
  }

  /** Brings a branch on view. The one that it was beside takes its place there. */
  async open(id: number): Promise<boolean> {
    const { branching } = this;
    const old = branching.book.current;
    const wasBeside = this.#wanted?.branch === id;
    if (id === old) return true;
    if (wasBeside) this.closeBeside();
    if (!(await branching.open(id))) return false;
    this.#page.selection.clear();
    this.#page.notices.tell(`“${branching.current.name}” is on view.`);
    return wasBeside ? this.openBeside(old) : true;
  }

  /** Brings the branch of these inputs on view, at its beginning; a new one, if there is none. The one beside stays, unless it is that one. */
  async take(inputs: Inputs, name?: string): Promise<boolean> {
    if (!(await this.branching.take(inputs, name))) return false;
    if (this.#wanted?.branch === this.branching.book.current) this.closeBeside();
    return true;
  }

  /** Leaves the branch on view for a new one, at the present instant. */
  async forkHere(): Promise<void> {
    const { name } = this.branching.current;
    if (!(await this.branching.forkHere())) return;
    this.#page.notices.tell(
      `“${this.branching.current.name}” begins here. “${name}” stays as it is.`,
    );
  }

  /** Shows a branch beside the one on view; both follow the one playhead. False when that fails, or when something else was wanted meanwhile. */
  async openBeside(id: number): Promise<boolean> {
    this.closeBeside();
    const { player, notices } = this.#page;
    const branch = this.branching.of(id);
    if (branch === undefined || id === this.branching.book.current) return false;
    const wanted = { branch: id };
    this.#wanted = wanted;
    player.pause();
    const beside = await this.#ready(branch);
    if (this.#wanted !== wanted) {
      beside?.close();
      return false;
    }
    if (beside === undefined) {
      this.#wanted = undefined;
      notices.tell(`“${branch.name}” could not be simulated beside this one.`);
      return false;
    }
    this.#beside = beside;
    await beside.follow();
    if (this.#wanted === wanted)
      notices.tell(`“${branch.name}” plays beside “${this.branching.current.name}”.`);
    return this.#wanted === wanted;
  }

  closeBeside(): void {
    this.#wanted = undefined;
    this.#beside?.close();
    this.#beside = undefined;
  }

  /** The styles of the open run have changed: the branch beside has them too. */
  async refreshBeside(): Promise<void> {
    if (this.#wanted !== undefined) await this.openBeside(this.#wanted.branch);
  }

  /** Deletes a branch that is not on view. What was marked on it stays where another branch is the same. */
  remove(id: number): void {
    const { branching } = this;
    if (id === branching.book.current) return;
    if (this.#wanted?.branch === id) this.closeBeside();
    const before = branching.book;
    branching.remove(id);
    if (branching.deleted !== undefined) this.bookmarks.inherit(branching.deleted, before);
  }

  /** Takes the last deletion back. */
  undelete(): void {
    const { deleted } = this.branching;
    this.branching.undelete();
    if (deleted !== undefined) this.bookmarks.giveBack(deleted.id);
  }

  /** A branch in a simulation of its own, run up to what was done last; undefined when that fails. */
  async #ready(branch: Branch): Promise<Beside | undefined> {
    const { run, player } = this.#page;
    // What stands beside is loaded when it is asked for.
    const work = await import('./beside.svelte.ts').catch(() => undefined);
    if (work === undefined) return undefined;
    const beside = new work.Beside(branch.id, player, this.#newRemote());
    const styles = run.worlds.map(({ style }) => style);
    if (await beside.open(branch, styles)) return beside;
    beside.close();
    return undefined;
  }

  #halt(from: number, to: number): number | undefined {
    const { visibleWorlds, notices } = this.#page;
    const halt = this.breakpoints.firstHalt(visibleWorlds, from, to);
    if (halt === undefined) return undefined;
    const { world, row, condition } = halt;
    notices.tell(`Play stopped: ${this.#explain(world, condition, row)}`);
    return halt.time;
  }

  /** Picks the row at which a condition is met. Answers what is met there; of a broken promise, which one it is and why. */
  #explain({ style, trace, verdicts }: World, condition: BreakCondition, row: number): string {
    const broken = brokenAt(verdicts, condition, row);
    this.#page.selection.row({ style, row, order: trace.order(row) }, sayBroken(broken));
    if (broken === undefined) return `${conditionWords(condition)} (${style}).`;
    return `${broken.what} (${style}). ${broken.why}`;
  }
}
