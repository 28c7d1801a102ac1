/** The branches of the open run: acting in the past begins one, and every one can be brought on view again. */
import {
  branchOf,
  commonPast,
  currentBranch,
  firstBranch,
  fork,
  keepActions,
  remove,
  rename,
  sharedActions,
  switchTo,
  undelete,
  type Branch,
  type Branches,
  type Inputs,
} from '../../worker/index.ts';
import type { Player } from '../run/player.svelte.ts';
import type { Deed, Run } from '../run/run.svelte.ts';

/** Keeps the book of branches in step with the run. */
export class Branching {
  readonly #run: Run;
  readonly #player: Player;
  #book = $state.raw<Branches>(firstBranch({ text: '', seed: 0, actions: [] }));
  /** What was deleted last, and what there was before, to have it back. */
  #deletion = $state.raw<{ readonly gone: Branch; readonly before: Branches }>();
  /** One thing after the other: whoever acts while a branch is being opened acts on that one. */
  #waiting: Promise<unknown> = Promise.resolve();
  /** How far the reader has seen each branch, by its id. */
  #seen: readonly (number | undefined)[] = [];

  constructor(run: Run, player: Player) {
    this.#run = run;
    this.#player = player;
  }

  get book(): Branches {
    return this.#book;
  }
  get all(): readonly Branch[] {
    return this.#book.all;
  }
  get current(): Branch {
    return currentBranch(this.#book);
  }
  get deleted(): Branch | undefined {
    return this.#deletion?.gone;
  }

  /** Another run was opened: it has no branches yet. */
  begin(): void {
    const { text, seed, actions } = this.#run;
    this.#book = firstBranch({ text, seed, actions });
    this.#deletion = undefined;
    this.#seen = [];
  }

  /** A branch by its id, with what was done on it so far. */
  of(id: number): Branch | undefined {
    return branchOf(keepActions(this.#book, this.#run.actions), id);
  }

  /** Waits until all that was asked for has been done. */
  async settled(): Promise<void> {
    await this.#waiting;
  }

  /** Does something at the present instant. When that is in the past, what followed is kept: the branch that was left is told. */
  act(deed: Deed): Promise<Branch | undefined> {
    return this.#inTurn(() => this.#act(deed));
  }

  async #act(deed: Deed): Promise<Branch | undefined> {
    const [run, player] = [this.#run, this.#player];
    const isPast = player.isInThePast;
    const atMicros = Math.round(player.momentToAct());
    if (isPast) this.#leave();
    await run.act(deed, atMicros);
    if (run.failure !== '') return undefined;
    const left = isPast ? this.current : undefined;
    const book = isPast ? fork(this.#book, { atMicros }) : this.#book;
    this.#book = keepActions(book, run.actions);
    player.forgetTheFuture();
    return left;
  }

  /** Begins a branch at the present instant, with nothing more done to it yet. */
  forkHere(): Promise<boolean> {
    const { cursor } = this.#player;
    return this.#inTurn(() => {
      this.#leave();
      return this.#show(fork(this.#book, { atMicros: Math.floor(cursor) }), cursor);
    });
  }

  /** Brings a branch on view, at the present instant. */
  open(id: number): Promise<boolean> {
    return this.#inTurn(() => {
      this.#leave();
      return this.#show(switchTo(this.#book, id), this.#player.cursor);
    });
  }

  /** Brings the branch of these inputs on view, at its beginning; a new one, if there is none. */
  take(inputs: Inputs, name?: string): Promise<boolean> {
    return this.#inTurn(() => this.#take(inputs, name));
  }

  #take(inputs: Inputs, name: string | undefined): Promise<boolean> {
    this.#leave();
    // Of several that have them, the one on view stays there.
    const known = [this.current, ...this.all].find((branch) => hasInputs(branch, inputs));
    const atMicros = commonPast(this.current.inputs, inputs);
    const book =
      known === undefined
        ? fork(this.#book, { atMicros, inputs, ...(name === undefined ? {} : { name }) })
        : switchTo(this.#book, known.id);
    return this.#show(book, 0);
  }

  /** Takes over a whole book, and brings its current branch on view at an instant. */
  restore(book: Branches, cursor: number): Promise<boolean> {
    return this.#inTurn(() => this.#show(book, cursor));
  }

  rename(id: number, name: string): void {
    this.#book = rename(this.#book, id, name);
  }

  /** Deletes a branch that is not on view. */
  remove(id: number): void {
    const gone = branchOf(this.#book, id);
    this.#deletion = gone && { gone, before: this.#book };
    this.#book = remove(this.#book, id);
  }

  /** Takes the last deletion back. */
  undelete(): void {
    if (this.#deletion !== undefined)
      this.#book = undelete(this.#book, this.#deletion.gone, this.#deletion.before);
    this.#deletion = undefined;
  }

  #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#waiting.then(work);
    this.#waiting = answer.catch(() => undefined);
    return answer;
  }

  #leave(): void {
    this.#book = keepActions(this.#book, this.#run.actions);
    const { current } = this.#book;
    const seen = [...this.#seen];
    seen[current] = this.#player.frontier;
    this.#seen = seen;
  }

  /** Runs the current branch of a book again from its inputs. When that fails, the book stays as it was. */
  async #show(book: Branches, cursor: number): Promise<boolean> {
    const [run, player] = [this.#run, this.#player];
    const { id, inputs, forkedAt } = currentBranch(book);
    const { text, seed, actions } = inputs;
    player.enter(this.#seen[id] ?? Math.max(forkedAt, actions.at(-1)?.atMicros ?? 0));
    const isOther = text !== run.text || seed !== run.seed || run.failure !== '';
    if (isOther && !(await run.reload({ text, seed }))) return false;
    await run.replay(actions);
    if (run.failure !== '') return false;
    this.#book = book;
    await player.seek(cursor);
    return true;
  }
}

function hasInputs({ inputs: { text, seed, actions } }: Branch, other: Inputs): boolean {
  return (
    text === other.text &&
    seed === other.seed &&
    actions.length === other.actions.length &&
    sharedActions(actions, other.actions) === actions.length
  );
}
