/** Steps of the playhead: what a step leads to, and the row that is explained when it has got there. */
import { clock, sentence, type StepCondition } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Notices } from '../run/notices.svelte.ts';
import type { Player } from '../run/player.svelte.ts';
import type { Run } from '../run/run.svelte.ts';
import type { Selection } from '../run/selection.svelte.ts';
import { plainStep, stepUnits, type StepUnit } from './step-units.ts';

/** What stepping needs of the page. */
export interface Steppable {
  readonly run: Run;
  readonly player: Player;
  readonly notices: Notices;
  readonly selection: Selection;
  /** The style that steps follow. */
  readonly focused: Style;
}

const milestone: StepUnit = {
  id: 'milestone',
  name: 'milestone',
  condition: { kind: 'milestone' },
};

/** Steps through the run by the chosen unit. */
export class Stepping {
  readonly #page: Steppable;
  #unit = $state.raw<string>(plainStep.id);

  constructor(page: Steppable) {
    this.#page = page;
  }

  /** What a step can be in the open scenario. */
  get units(): readonly StepUnit[] {
    return stepUnits(this.#page.run.scenario);
  }
  /** What a step is now. */
  get unit(): StepUnit {
    return this.units.find(({ id }) => id === this.#unit) ?? plainStep;
  }

  choose(id: string): void {
    this.#unit = id;
  }

  /** Steps by the next thing of the list from now on, and says so. */
  chooseNext(): void {
    const { units } = this;
    const at = units.findIndex(({ id }) => id === this.unit.id);
    this.#unit = units[(at + 1) % units.length]?.id ?? plainStep.id;
    this.#page.notices.tell(`A step now leads to the next ${this.unit.name}.`);
  }

  /** One step forward: by the chosen unit, or to the next milestone. */
  async forward(byMilestone: boolean): Promise<void> {
    const { player, focused } = this.#page;
    const { name, condition } = byMilestone ? milestone : this.unit;
    const { cursor } = player;
    const stop = await player.stepForward(focused, condition);
    const isStuck = stop === undefined && player.cursor === cursor && !player.atEnd;
    if (isStuck) this.#page.notices.tell(`There is no ${name} after this moment.`);
    else this.#explain(condition, stop?.row);
  }

  /** One step back. */
  back(byMilestone: boolean): void {
    const { player, focused } = this.#page;
    const { name, condition } = byMilestone ? milestone : this.unit;
    const { cursor } = player;
    const stop = player.stepBack(focused, condition);
    const isStuck = stop === undefined && player.cursor === cursor && cursor > 0;
    if (isStuck) this.#page.notices.tell(`There is no ${name} before this moment.`);
    else this.#explain(condition, stop?.row);
  }

  /** Picks the row that was looked for; after a plain step, the last row of its instant. */
  #explain({ kind }: StepCondition, wanted = -1): void {
    const { run, player, notices, selection, focused } = this.#page;
    const style = focused;
    const world = run.world(style);
    const last = world?.trace.rowAt(player.cursor) ?? -1;
    if (world === undefined || last < 0) return selection.clear();
    const row = kind === 'event' || wanted < 0 ? last : wanted;
    const { trace, cast } = world;
    selection.row({ style, row, order: trace.order(row) });
    notices.say(`${clock(player.cursor)}. ${sentence(trace, cast, row)}`);
  }
}
