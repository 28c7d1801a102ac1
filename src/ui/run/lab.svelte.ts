/** The page as one thing: which scenario is open, which styles are on view, what is selected, and what the address says of it. */
import { clock, standing } from '../../projections/index.ts';
import { isLink, type Fault, type LinkedSelection } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Inputs, RemoteSimulation, Verdict } from '../../worker/index.ts';
import { Editing } from '../editor/editing.svelte.ts';
import { Dock } from '../dock/dock.svelte.ts';
import { FaultChoices } from '../faults/fault-choices.svelte.ts';
import { sayFault } from '../faults/say.ts';
import { Links } from '../links/links.svelte.ts';
import { Theme } from '../shell/theme.svelte.ts';
import type { OwnSimulation } from '../travel/beside.svelte.ts';
import { Travel } from '../travel/travel.svelte.ts';
import { Aside } from './aside.svelte.ts';
import { Asking, type Wanted } from './asking.svelte.ts';
import { readAddress, writeAddress, type Address } from './address.ts';
import { entryOf, initialSlug } from './catalogue.ts';
import { Moments, type Moment } from './moments.svelte.ts';
import { openNamed } from './named.ts';
import { Notices } from './notices.svelte.ts';
import type { Opening } from './opening.ts';
import type { Panel } from './panels.ts';
import { Player } from './player.svelte.ts';
import { Run, type Deed } from './run.svelte.ts';
import { Mending } from './mending.svelte.ts';
import {
  isSwitchedOn,
  marksOf,
  reasonsOf,
  timeLineEnd,
  type Mark,
  type Reason,
} from './readings.ts';
import { Selection } from './selection.svelte.ts';
import type { World } from './world.svelte.ts';

/** The state of the page. */
export class Lab {
  readonly run: Run;
  readonly player: Player;
  readonly moments: Moments;
  readonly selection = new Selection();
  readonly notices = new Notices();
  readonly theme: Theme;
  readonly faultChoices = new FaultChoices();
  readonly mending: Mending;
  readonly links = new Links(this);
  readonly travel: Travel;
  readonly editing = new Editing(this.notices);
  readonly dock = new Dock(this);
  // The last address that was to be opened, for another try.
  #asked = '';
  readonly aside = new Aside(this);
  readonly #asking = new Asking();
  #slug = $state.raw(initialSlug);
  #unknown = $state.raw('');
  #shown = $state.raw<readonly Style[]>(['choreography', 'orchestration']);
  #focused = $state.raw<Style>('choreography');
  #showsBrokers = $state.raw(false);

  /** `newRemote` makes one more simulation, for a branch that is shown beside another. */
  constructor(remote: RemoteSimulation, newRemote: () => OwnSimulation, theme = new Theme()) {
    this.theme = theme;
    this.run = new Run(remote);
    this.player = new Player(this.run);
    this.mending = new Mending(this);
    this.moments = new Moments(this.run, this.player);
    this.travel = new Travel(this, newRemote);
  }

  /** The built-in scenario that is open; `own/` with an id for one that is kept here, `lesson/` with a lesson's, `own-file` for one from a file. */
  get slug(): string {
    return this.#slug;
  }
  /** A slug that the address names and that does not exist. */
  get unknown(): string {
    return this.#unknown;
  }
  /** Whether the brokers and their replicas are shown on the stage. */
  get showsBrokers(): boolean {
    return this.#showsBrokers;
  }
  /** The styles on view, as far as the scenario has them. */
  get shown(): readonly Style[] {
    const loaded = this.run.worlds.map((world) => world.style);
    const visible = loaded.filter((style) => this.#shown.includes(style));
    return visible.length > 0 ? visible : loaded.slice(0, 1);
  }
  /** The style that steps and single-style panels follow. */
  get focused(): Style {
    return this.shown.includes(this.#focused) ? this.#focused : (this.shown[0] ?? 'choreography');
  }
  /** The focused style at the present instant. */
  get moment(): Moment | undefined {
    return this.moments.of(this.focused);
  }
  /** What the hash of the address should say now, without the moment. */
  get address(): string {
    return writeAddress(this.#said);
  }
  /** The worlds of the styles on view. */
  get visibleWorlds(): readonly World[] {
    return this.run.worlds.filter(({ style }) => this.shown.includes(style));
  }
  get isBuiltIn(): boolean {
    return entryOf(this.#slug) !== undefined;
  }
  /** Whether the open scenario can be run in a style. */
  allows(style: Style): boolean {
    return this.run.scenario?.styles.includes(style) ?? false;
  }
  /** Where the time line ends: at the end of the run, or until that is known where its orders are due to have come. */
  get timeLineEnd(): number {
    return timeLineEnd(this.run);
  }
  /** The marks of the time line: where faults struck and promises broke, as far as is known, and what the reader marked. */
  get marks(): readonly Mark[] {
    return [
      ...this.visibleWorlds.flatMap((world) => marksOf(world, this.moments.of(world.style))),
      ...this.travel.marked.map(({ id, time }): Mark => ({
        id: `bookmark ${id}`,
        kind: 'bookmark',
        time,
      })),
    ];
  }
  /** The message of the picked row, -1 for none. */
  pickedMessage(style: Style): number {
    const { picked } = this.selection;
    const trace = this.run.world(style)?.trace;
    if (picked?.style !== style || trace === undefined || picked.row >= trace.length) return -1;
    return trace.message(picked.row);
  }
  /** What the picked row tells, and before it what led to it, step by step. */
  get reasons(): readonly Reason[] {
    const { picked } = this.selection;
    const world = picked && this.run.world(picked.style);
    if (picked === undefined || world === undefined || picked.row >= world.rows) return [];
    return reasonsOf(world, picked.row);
  }
  /** The state of a switch at the present instant: as in the scenario, until it was flipped. */
  isOn(service: string, name: 'inbox' | 'outbox'): boolean {
    return isSwitchedOn(this.run, { service, name, at: this.player.cursor });
  }
  /** One sentence on a moment: what a picture of it shows, for those who hear it. */
  describe({ style, view, time }: Moment): string {
    return `${style} at ${clock(time)}: ${standing(view.figures())}. The panel Outline tells all of it in words.`;
  }

  /** True while something is on its way: a scenario that is opened, or an instant that is simulated up to. */
  get isBusy(): boolean {
    return this.#asking.isUnderWay || this.player.seeking;
  }

  toggleBrokers(): void {
    this.#showsBrokers = !this.#showsBrokers;
  }
  openPanel(panel: Panel): void {
    this.dock.open(panel);
  }
  focus(style: Style): void {
    this.#focused = style;
  }

  /** Something is to be opened from now on; whether it still is, when the time has come, is answered later. */
  ask(): Wanted {
    return this.#asking.begin();
  }

  /** Opens what a hash says. An unknown scenario is named, and the usual one opened in its place. */
  async openAddress(hash: string): Promise<void> {
    this.#asked = hash;
    const isWanted = this.ask();
    if (isLink(hash)) return this.links.open(hash, isWanted);
    const said = readAddress(hash, initialSlug);
    if (said.breaks !== undefined) this.travel.breakpoints.read(said.breaks);
    await this.aside.during(async () => {
      const opened = await openNamed(this, { said, hash, isWanted });
      if (opened !== undefined) this.#unknown = opened.unknown;
      return opened !== undefined;
    });
  }

  /** Opens a built-in scenario with its own seed. */
  async openScenario(slug: string): Promise<void> {
    const isWanted = this.ask();
    const text = await entryOf(slug)?.read();
    if (text === undefined) return;
    if (await this.aside.during(() => this.open({ text, slug }, isWanted)))
      this.notices.say(`${this.run.scenario?.title ?? ''} is open, at its beginning.`);
  }

  /** Opens a scenario at a moment. When it is wrong, its problems are shown and the present run stays; so it does when something else was to be opened meanwhile. */
  async open(opening: Opening, isWanted = this.ask()): Promise<boolean> {
    if (!isWanted()) return false;
    return this.#asking.during(() => this.#open(opening, isWanted));
  }

  /** What is open is kept from now on, or under another name. */
  keepAs(slug: string): void {
    this.#slug = slug;
  }

  /** Opens a scenario file of the reader's own. When it is wrong, its problems are shown and the present run stays. */
  async openFile(file: File): Promise<boolean> {
    const isWanted = this.ask();
    const work = await import('./open-file.ts').catch(() => undefined);
    if (work !== undefined) return work.openFile(this, file, isWanted);
    this.notices.tell('This could not be loaded. Try again when you are online.');
    return false;
  }

  /** Shows one style, or both, and with `direct` the baseline too; a style that was not simulated yet is. */
  async show(styles: readonly Style[]): Promise<void> {
    this.#shown = styles;
    const [only] = styles;
    if (styles.length === 1 && only !== undefined) this.#focused = only;
    if (styles.every((style) => this.run.world(style) !== undefined)) return;
    await this.#again({ styles: wanted(styles) });
  }

  /** Begins again with another seed. What was done with the old one, and its branches, lie aside. */
  async reseed(seed: number): Promise<void> {
    await this.aside.during(async () => {
      this.#reset();
      if (!(await this.run.reload({ seed }))) return false;
      this.travel.begin();
      await this.run.advance(0);
      return true;
    });
  }

  /** Begins again: the same scenario and seed, nothing done to it yet. What was done stays as a branch. */
  async restart(): Promise<void> {
    if (this.run.scenario === undefined) return this.openAddress(this.#asked);
    const { text, seed, actions } = this.run;
    const { name } = this.travel.branching.current;
    if (!(await this.#take({ text, seed, actions: [] }))) return;
    if (actions.length === 0) this.notices.say('Back at the beginning.');
    else
      this.notices.tell(
        `Back at the beginning. What you did (${actions.length}) is kept in the branch “${name}”.`,
      );
  }

  /** Runs other inputs, as a branch of their own. */
  tryOut(inputs: Inputs, name?: string): Promise<boolean> {
    return this.#take(inputs, name);
  }

  /** Does something to the run at the present instant, and tells it with the words for what came of it. */
  async act(deed: Deed, words: () => string): Promise<void> {
    const left = await this.travel.branching.act(deed);
    if (this.run.failure !== '') return;
    this.notices.tell(
      left === undefined
        ? words()
        : `${words()} You acted in the past: what followed is kept as the branch “${left.name}”.`,
    );
  }

  /** Selects a row, and goes to its instant. */
  async pick(style: Style, row: number): Promise<void> {
    const trace = this.run.world(style)?.trace;
    if (trace === undefined || row < 0 || row >= trace.length) return;
    this.selection.row({ style, row, order: trace.order(row) });
    this.#focused = style;
    await this.player.seek(trace.time(row));
  }

  /** Selects what was picked elsewhere, and stays at the present instant. */
  select(selection: LinkedSelection): void {
    if (selection.kind === 'order') this.selection.followOrder(selection.order);
    if (selection.kind !== 'row') return;
    const { style, row } = selection;
    const trace = this.run.world(style)?.trace;
    if (trace === undefined || row >= trace.length) return;
    this.selection.row({ style, row, order: trace.order(row) });
    this.#focused = style;
  }

  /** Goes to the first violation of a promise, and says what broke it. */
  async goToViolation(style: Style, verdict: Verdict): Promise<void> {
    await this.pick(style, verdict.firstRow);
    const order = this.run.world(style)?.trace.order(verdict.firstRow) ?? -1;
    this.selection.row({ style, row: verdict.firstRow, order }, verdict.sentence);
    this.notices.say(verdict.sentence);
  }

  togglePlay(): void {
    this.player.toggle();
    if (!this.player.playing) this.#sayWhere();
  }

  /** Follows the hand on the time line. */
  scrub(time: number): void {
    void this.player.seek(time);
  }

  /** Injects a fault now. The run resolves its moment, and the sentence tells the moment that it chose. */
  inject(fault: Fault): Promise<void> {
    const words = () => {
      const { scenario, faults } = this.run;
      return scenario === undefined ? '' : sayFault(faults.at(-1) ?? fault, scenario);
    };
    return this.act({ kind: 'inject', fault }, words);
  }

  /** Flips a switch of a service from now on. */
  flip(service: string, name: 'inbox' | 'outbox', on: boolean): Promise<void> {
    const of = this.run.scenario?.services.find(({ id }) => id === service)?.name ?? service;
    return this.act(
      { kind: 'switch', service, name, on },
      () => `The ${name} of ${of} is ${on ? 'on' : 'off'} from now on.`,
    );
  }

  #sayWhere(): void {
    const said = this.moments.all.map((moment) => this.describe(moment));
    this.notices.say(`Paused. ${said.join(' ')}`);
  }

  /** Loads again what is open, does again what was done, and returns to the same instant. */
  async #again(changed: { readonly styles: readonly Style[] }): Promise<void> {
    const { cursor } = this.player;
    const { actions } = this.run;
    if (!(await this.run.reload(changed))) return;
    await this.run.replay(actions);
    await this.player.seek(cursor);
    await this.travel.refreshBeside();
  }

  get #said(): Address {
    return {
      ...{ slug: this.#slug, seed: this.run.seed, shown: this.#shown },
      ...{ repaired: this.mending.isDone, breaks: this.travel.breakpoints.written },
    };
  }

  /** Begins again with these inputs, on the branch that has them. */
  async #take(inputs: Inputs, name?: string): Promise<boolean> {
    this.player.pause();
    this.selection.clear();
    return this.travel.take(inputs, name);
  }

  async #open(
    { text, slug, seed, shown, repaired, actions, at }: Opening,
    isWanted: Wanted,
  ): Promise<boolean> {
    if (!(await this.#load(text, { slug, seed, shown: shown ?? this.#shown }))) return false;
    if (repaired === true && isWanted()) await this.mending.mend();
    if (actions !== undefined && isWanted()) await this.run.replay(actions);
    if (!isWanted()) return false;
    this.player.knows(actions?.at(-1)?.atMicros ?? 0);
    if (at !== undefined) await this.player.seek(at);
    return isWanted();
  }

  async #load(text: string, { slug, seed, shown }: Chosen): Promise<boolean> {
    this.player.pause();
    const styles = wanted(shown);
    const request = { text, styles, ...(seed === undefined ? {} : { seed }) };
    const alongside = () => {
      this.#slug = slug;
      this.#unknown = '';
      this.#shown = shown;
      this.mending.open(text);
    };
    if (!(await this.run.load(request, alongside))) return false;
    // Which styles a scenario has is only known once it has been read.
    const has = styles.filter((style) => this.allows(style));
    if (has.length > 0 && has.length < styles.length) await this.run.reload({ styles: has });
    this.#reset();
    this.travel.begin();
    await this.run.advance(0);
    return true;
  }

  #reset(): void {
    this.player.begin();
    this.selection.clear();
  }
}

interface Chosen {
  readonly slug: string;
  readonly seed: number | undefined;
  readonly shown: readonly Style[];
}

/** Both main styles are always simulated, so that changing the view costs nothing; the baseline only when asked for. */
function wanted(shown: readonly Style[]): readonly Style[] {
  const main: readonly Style[] = ['choreography', 'orchestration'];
  return shown.includes('direct') ? [...main, 'direct'] : main;
}
