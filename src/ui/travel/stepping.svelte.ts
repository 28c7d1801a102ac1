/** Steps of the playhead: what a step leads to, and the row that is explained when it has got there. */
import { clock, sentence, type StepCondition } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Notices } from '../run/notices.svelte.ts';
import type { Player } from '../run/player.svelte.ts';
import type { Run } from '../run/run.svelte.ts';
import type { Selection } from '../run/selection.svelte.ts';
import { brokenAt, sayBroken } from './broken.ts';
import { nounOf, plainStep, stepUnits, type StepUnit } from './step-units.ts';

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

const mostAsked = 4;

/** Steps through the run by the chosen unit. */
export class Stepping {
  readonly #page: Steppable;
  #unit = $state.raw<string>(plainStep.id);
  /** Steps that were asked for and are not taken yet, the one under way among them. */
  #asked = 0;
  #taken: Promise<void> = Promise.resolve();

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
    this.#page.notices.tell(`A step now leads to the next ${nounOf(this.unit)}.`);
  }

  /** One step forward: by the chosen unit, or to the next milestone. */
  forward(byMilestone: boolean): Promise<void> {
    return this.#inTurn(() => this.#forward(byMilestone));
  }

  /** One step back. */
  back(byMilestone: boolean): Promise<void> {
    return this.#inTurn(() => this.#back(byMilestone));
  }

  /** Every step begins where the one before it ended, however fast they are asked for; of a key that is held down, a slow machine leaves out some. */
  #inTurn(step: () => void | Promise<void>): Promise<void> {
    if (this.#asked >= mostAsked) return this.#taken;
    this.#asked += 1;
    const take = async () => {
      try {
        await step();
      } finally {
        this.#asked -= 1;
      }
    };
    // With none under way it is taken at once.
    this.#taken = this.#asked === 1 ? take() : this.#taken.then(take);
    return this.#taken;
  }

  async #forward(byMilestone: boolean): Promise<void> {
    const { player, focused } = this.#page;
    const unit = byMilestone ? milestone : this.unit;
    const { condition } = unit;
    const { cursor } = player;
    const stop = await player.stepForward(focused, condition);
    const isStuck = stop === undefined && player.cursor === cursor && !player.atEnd;
    if (isStuck) this.#page.notices.tell(`There is no ${nounOf(unit)} after this moment.`);
    else this.#explain(condition, stop?.row);
  }

  #back(byMilestone: boolean): void {
    const { player, focused } = this.#page;
    const unit = byMilestone ? milestone : this.unit;
    const { condition } = unit;
    const { cursor } = player;
    const stop = player.stepBack(focused, condition);
    const isStuck = stop === undefined && player.cursor === cursor && cursor > 0;
    if (isStuck) this.#page.notices.tell(`There is no ${nounOf(unit)} before this moment.`);
    else this.#explain(condition, stop?.row);
  }

  /** Picks the row that was looked for, and says what broke there if that was asked for; after a plain step, the last row of its instant. */
  #explain(condition: StepCondition, wanted = -1): void {
    const { run, player, notices, selection, focused } = this.#page;
    const style = focused;
    const world = run.world(style);
    const last = world?.trace.rowAt(player.cursor) ?? -1;
    if (world === undefined || last < 0) return selection.clear();
    const row = condition.kind === 'event' || wanted < 0 ? last : wanted;
    const { trace, cast, verdicts } = world;
    const broken = sayBroken(brokenAt(verdicts, condition, wanted));
    selection.row({ style, row, order: trace.order(row) }, broken);
    const words = broken === '' ? sentence(trace, cast, row) : broken;
    notices.say(`${clock(player.cursor)}. ${words}`);
  }
}
