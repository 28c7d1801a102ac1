/** The score's own state: which scores are read, what is in view, and what keys and pointers ask for. */
import {
  clock,
  Folding,
  Score,
  scoreWords,
  sentence,
  spanText,
  type Crossing,
} from '../../projections/index.ts';
import type { Style, Trace } from '../../trace/index.ts';
import type { Lab } from '../run/lab.svelte.ts';
import type { World } from '../run/world.svelte.ts';
import type { Drawing, Layer } from '../drawing/drawings.ts';
import type { Surface } from '../drawing/surface.ts';
import { axisHeight, drawAxis, drawHead, type AxisScene } from './draw-axis.ts';
import { drawPlayhead, drawScore } from './draw-score.ts';
import type { Lit } from './lit.ts';
import { neighbour, setMarks } from './marks.ts';
import type { ScorePalette } from './palette.ts';
import { rowNearest } from './pointing.ts';
import type { ScoreScene } from './scene.ts';
import { layRows, Sheet } from './sheet.ts';
import { ScoreView } from './view.svelte.ts';

/** How many rows are read in one go: a few milliseconds' worth. */
const slice = 15_000;
const unfolded = new Folding([]);
/** What was read, and where the reader looked, outlive the panel: whoever comes back to it finds it as it was. */
const known = new WeakMap<Trace, Score>();
const views = new WeakMap<Lab, ScoreView>();

/** The scores on view, read as far as the traces go. */
interface Readings {
  readonly scores: readonly Score[];
  readonly folding: Folding;
  /** False while there is more to read. */
  readonly isWhole: boolean;
}

/** All that the panel Score knows. */
export class ScoreDesk {
  readonly lab: Lab;
  readonly view: ScoreView;
  /** The room of the panel, in pixels: its width, and its height with the axis. */
  width = $state.raw(0);
  room = $state.raw(0);
  #slices = $state.raw(0);
  #chosen = $state.raw<{ readonly style: Style; readonly row: number }>();
  #folded: { readonly scores: readonly Score[]; readonly folding: Folding } | undefined;
  readonly #readings = $derived.by(() => this.#read());
  readonly #sheets = $derived.by(() => this.#newSheets());

  constructor(lab: Lab) {
    this.lab = lab;
    this.view = views.get(lab) ?? new ScoreView();
    views.set(lab, this.view);
  }

  /** False while a long trace is still being read. */
  get isWhole(): boolean {
    return this.#readings.isWhole;
  }
  get scores(): readonly Score[] {
    return this.#readings.scores;
  }
  /** A sheet for each score, in the order in which they stand. */
  get sheets(): readonly Sheet[] {
    return this.#sheets;
  }
  /** The axis that all scores share. */
  get folding(): Folding {
    return this.view.folds ? this.#readings.folding : unfolded;
  }
  /** The playhead's place on the axis. */
  get playhead(): number {
    return this.folding.placeOf(this.lab.player.cursor);
  }
  /** Where the names of the lanes end. */
  get gutter(): number {
    return this.width < 560 ? 84 : 124;
  }

  /** The row of lanes of a style that the keys are on, -1 for none. */
  chosenRow(style: Style): number {
    return this.#chosen?.style === style ? this.#chosen.row : -1;
  }
  chooseRow(style: Style, row: number): void {
    this.#chosen = row < 0 ? undefined : { style, row };
  }

  /** Reads another slice of a long trace. */
  readMore(): void {
    this.#slices++;
  }

  /** The playhead, or the axis, has changed: the view follows. */
  follow(): void {
    this.view.endAt(this.folding.placeOf(this.lab.timeLineEnd));
    this.view.follow(this.playhead, this.lab.player.playing, this.scores[0]?.trace);
  }

  /** Folds idle time, or unfolds it. What stands in the middle stays there. */
  fold(folds: boolean): void {
    const { from, span } = this.view;
    const middle = this.folding.timeAt(from + span / 2);
    this.view.folds = folds;
    this.view.endAt(this.folding.placeOf(this.lab.timeLineEnd));
    this.view.show(this.folding.placeOf(middle) - span / 2, span);
  }

  /** Zooms around the playhead, or around the middle when it is not in view. */
  zoom(factor: number): void {
    const { view, playhead } = this;
    view.zoom(factor, view.sees(playhead) ? playhead : view.placeAt(0.5));
  }

  /** Moves the playhead, within the run. */
  scrub(time: number): void {
    this.lab.scrub(Math.round(Math.min(Math.max(0, time), this.lab.timeLineEnd)));
  }

  /** What stands out in a style: the twins share their orders, so the other style's order is lit too. */
  litIn(style: Style): Lit {
    const { picked } = this.lab.selection;
    if (picked === undefined) return { order: -1, message: -1, row: -1 };
    const isOwn = picked.style === style;
    return {
      order: picked.order,
      message: isOwn ? this.lab.pickedMessage(style) : -1,
      row: isOwn ? picked.row : -1,
    };
  }

  /** Lights what the pointer rests on; -1 for nothing. */
  glance(style: Style, row: number): void {
    const trace = this.lab.run.world(style)?.trace;
    const isRow = row >= 0 && trace !== undefined && row < trace.length;
    this.lab.selection.glance(isRow ? { style, row, order: trace.order(row) } : undefined);
  }

  /** Goes to the next mark, or to the previous one. Ahead of what is known, to the next milestone. */
  async goToMark(style: Style, forward: boolean): Promise<void> {
    const { lab } = this;
    const world = lab.run.world(style);
    const score = this.#scoreOfStyle(style);
    if (world === undefined || score === undefined) return;
    const sources = { score, verdicts: world.verdicts, bookmarks: lab.travel.marked };
    const mark = neighbour(sources, lab.player.cursor, forward);
    if (mark !== undefined)
      return mark.row < 0 ? lab.player.seek(mark.time) : lab.pick(style, mark.row);
    const stop = forward ? await lab.player.stepForward(style, { kind: 'milestone' }) : undefined;
    if (stop !== undefined) return lab.pick(style, stop.row);
    lab.notices.say(`There is no mark ${forward ? 'after' : 'before'} this moment.`);
  }

  /** Selects the message that was taken up nearest to the playhead, on the chosen row of lanes or on any. */
  async pickNearest(style: Style): Promise<void> {
    const sheet = this.sheets.find((each) => each.style === style);
    if (sheet === undefined) return;
    const row = rowNearest(sheet, this.lab.player.cursor, this.chosenRow(style));
    if (row >= 0) await this.lab.pick(style, row);
    else this.lab.notices.say('There is no message in view here.');
  }

  /** Moves from row to row of lanes. */
  moveRow(style: Style, step: number): void {
    const count = this.sheets.find((each) => each.style === style)?.rows.length ?? 0;
    const now = this.chosenRow(style);
    const next = now < 0 ? (step > 0 ? 0 : count - 1) : now + step;
    if (next >= 0 && next < count) this.chooseRow(style, next);
  }

  /** Where the playhead stands, in words: the instant, the chosen lane, and what is picked at it. */
  standing(style: Style): string {
    const { player, selection } = this.lab;
    const { picked } = selection;
    const lane = this.sheets.find((each) => each.style === style)?.rows[this.chosenRow(style)];
    const world = this.lab.run.world(style);
    const isHere =
      picked?.style === style && world !== undefined && picked.row < world.rows
        ? world.trace.time(picked.row) === player.cursor
        : false;
    const words = [
      clock(player.cursor),
      lane?.name ?? '',
      isHere && world !== undefined && picked !== undefined
        ? sentence(world.trace, world.cast, picked.row)
        : '',
    ];
    return words.filter((part) => part !== '').join('. ');
  }

  /** What is picked, in words, with the way that it took. */
  get told(): string {
    const { picked } = this.lab.selection;
    const world = picked && this.lab.run.world(picked.style);
    if (picked === undefined || world === undefined || picked.row >= world.rows) return '';
    const { trace, cast } = world;
    const words = `${clock(trace.time(picked.row))} ${sentence(trace, cast, picked.row)}`;
    let way = '';
    this.#scoreOfStyle(picked.style)?.crossings.ofOrder(picked.order, (crossing) => {
      if (crossing.receivedRow === picked.row) way = wayWords(crossing);
    });
    return `${words}${way}`;
  }

  /** What is drawn of a score, but for the playhead. */
  sceneOf(sheet: Sheet, palette: ScorePalette): ScoreScene {
    const { style } = sheet;
    return {
      ...{ sheet, palette, title: titleOf(style), known: this.lab.run.world(style)?.last ?? 0 },
      ...{ lit: this.litIn(style), chosenRow: this.chosenRow(style) },
    };
  }

  /** What is drawn of the axis, but for the playhead. */
  axisOf(sheet: Sheet, palette: ScorePalette): AxisScene {
    const { run, travel, visibleWorlds } = this.lab;
    const verdicts = visibleWorlds.flatMap((world) => world.verdicts);
    const set = setMarks({ verdicts, bookmarks: travel.marked });
    return { sheet, scores: this.scores, known: run.last, set, palette };
  }

  /** The axis and all scores below it, with all their lanes, for as much of the time as is in view. */
  drawing(palette: ScorePalette): Drawing | undefined {
    const [first] = this.sheets;
    if (first === undefined || this.width <= 0) return undefined;
    const { cursor } = this.lab.player;
    const layers: Layer[] = [
      {
        ...{ x: 0, y: 0, width: this.width, height: axisHeight },
        paint: (surface) => {
          drawAxis(surface, this.axisOf(first, palette));
          drawHead(surface, first, palette, cursor);
        },
      },
    ];
    let y = axisHeight;
    for (const sheet of this.sheets) {
      const { width, height } = sheet;
      const paint = (surface: Surface) => {
        drawScore(surface, this.sceneOf(sheet, palette));
        drawPlayhead(surface, sheet, palette, cursor);
      };
      layers.push({ x: 0, y, width, height, paint });
      y += height;
    }
    const words = this.sheets.flatMap((sheet) => [
      `${titleOf(sheet.style)}:`,
      ...this.wordsOf(sheet),
    ]);
    return { width: this.width, height: y, words, layers };
  }

  /** What is in view, in words. */
  wordsOf(sheet: Sheet): readonly string[] {
    const view = { from: Math.max(0, Math.round(sheet.firstTime)), to: Math.round(sheet.lastTime) };
    return scoreWords(sheet.score, this.folding, view);
  }

  #scoreOfStyle(style: Style): Score | undefined {
    return this.scores.find(({ cast }) => cast.style === style);
  }

  #read(): Readings {
    void this.#slices;
    let isWhole = true;
    const scores = this.lab.visibleWorlds.map((world) => {
      const score = scoreOf(world);
      // Its rows say when the trace has grown.
      if (world.rows > score.read && !score.readOn(world.head, slice)) isWhole = false;
      else score.readOn(world.head, 0);
      return score;
    });
    const isSame =
      this.#folded?.scores.length === scores.length &&
      this.#folded.scores.every((score, index) => score === scores[index]);
    if (!isSame || this.#folded === undefined)
      this.#folded = { scores, folding: new Folding(scores) };
    this.#folded.folding.readOn();
    return { scores, folding: this.#folded.folding, isWhole };
  }

  #newSheets(): readonly Sheet[] {
    const { scores } = this.#readings;
    const { folding, width, gutter, view } = this;
    const { rows, pitch } = layRows(scores, this.room - axisHeight);
    const size = { width, gutter, pitch };
    return scores.map((score, index) => new Sheet(score, folding, rows[index] ?? [], size, view));
  }
}

function titleOf(style: Style): string {
  return style.charAt(0).toUpperCase() + style.slice(1);
}

function scoreOf({ trace, cast }: World): Score {
  const before = known.get(trace);
  if (before !== undefined) return before;
  const made = new Score(trace, cast);
  known.set(trace, made);
  return made;
}

function wayWords({ sentRow, sent, arrived, taken }: Crossing): string {
  if (sentRow < 0) return '';
  const waited = taken > arrived ? `, waited ${spanText(taken - arrived)}` : '';
  return ` Sent ${clock(sent)}, ${spanText(arrived - sent)} on the way${waited}.`;
}
