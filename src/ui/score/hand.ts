/** What a pointer does on a score: it rests, clicks, drags the sheet or the playhead; two of them pinch. */
import type { ScoreDesk } from './desk.svelte.ts';
import { rowUnder } from './pointing.ts';
import type { Sheet } from './sheet.ts';

/** Where a pointer is on the sheet, in pixels. */
export interface Touch {
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
}

/** So near, the playhead is meant, and so little, a drag is a click. */
const grip = 6;
const slack = 4;

type Mode = 'idle' | 'press' | 'pan' | 'scrub' | 'pinch';

/** The hand on one score. */
export class Hand {
  readonly #desk: ScoreDesk;
  readonly #sheet: () => Sheet | undefined;
  readonly #down = new Map<number, Touch>();
  #mode: Mode = 'idle';
  #start: Touch = { pointer: 0, x: 0, y: 0 };
  #glanced = -1;

  constructor(desk: ScoreDesk, sheet: () => Sheet | undefined) {
    this.#desk = desk;
    this.#sheet = sheet;
  }

  /** True while a drag of the sheet goes on: whatever scrolls around it may follow. */
  get isPanning(): boolean {
    return this.#mode === 'pan';
  }

  press(touch: Touch): void {
    const sheet = this.#sheet();
    if (sheet === undefined) return;
    this.#down.set(touch.pointer, touch);
    this.#start = touch;
    const x = sheet.xOf(this.#desk.lab.player.cursor);
    if (this.#down.size > 1) this.#mode = 'pinch';
    else this.#mode = Math.abs(touch.x - x) <= grip && x >= sheet.gutter ? 'scrub' : 'press';
  }

  move(touch: Touch): void {
    const sheet = this.#sheet();
    if (sheet === undefined) return;
    const before = this.#down.get(touch.pointer);
    if (before === undefined) {
      if (this.#down.size === 0) this.#rest(sheet, rowUnder(sheet, touch.x, touch.y));
      return;
    }
    if (this.#mode === 'press' && Math.abs(touch.x - this.#start.x) > slack) this.#mode = 'pan';
    if (this.#mode === 'pan') this.#pan(sheet, before.x - touch.x);
    else if (this.#mode === 'scrub') this.#desk.scrub(sheet.timeAt(touch.x));
    else if (this.#mode === 'pinch') this.#pinch(sheet, before, touch);
    if (this.#mode !== 'press') this.#down.set(touch.pointer, touch);
  }

  release(touch: Touch): void {
    const sheet = this.#sheet();
    const wasDown = this.#down.delete(touch.pointer);
    if (wasDown && this.#mode === 'press' && sheet !== undefined) this.#click(sheet, touch);
    // What is left of a pinch goes on as a drag.
    this.#mode = this.#down.size > 0 ? 'pan' : 'idle';
  }

  /** The pointer is gone, or was taken away. */
  leave(pointer: number): void {
    this.#down.delete(pointer);
    if (this.#down.size === 0) this.#mode = 'idle';
    const sheet = this.#sheet();
    if (sheet !== undefined) this.#rest(sheet, -1);
  }

  /** The wheel zooms around the pointer, or pans when it is turned sideways. */
  wheel(x: number, turned: { readonly x: number; readonly y: number }, isPinch: boolean): void {
    const sheet = this.#sheet();
    if (sheet === undefined) return;
    const { view, playhead } = this.#desk;
    if (Math.abs(turned.x) > Math.abs(turned.y)) {
      view.pan(turned.x / Math.max(1, sheet.width - sheet.gutter), playhead);
      return;
    }
    const pace = isPinch ? 0.012 : 0.0022;
    view.zoom(Math.exp(Math.max(-400, Math.min(400, turned.y)) * pace), this.#placeAt(sheet, x));
  }

  #placeAt(sheet: Sheet, x: number): number {
    return this.#desk.folding.placeOf(sheet.timeAt(Math.max(sheet.gutter, x)));
  }

  #pan(sheet: Sheet, pixels: number): void {
    this.#desk.view.pan(pixels / Math.max(1, sheet.width - sheet.gutter), this.#desk.playhead);
  }

  #pinch(sheet: Sheet, before: Touch, now: Touch): void {
    const other = [...this.#down.values()].find(({ pointer }) => pointer !== now.pointer);
    if (other === undefined) return;
    const [old, wide] = [Math.abs(before.x - other.x), Math.abs(now.x - other.x)];
    this.#pan(sheet, (before.x - now.x) / 2);
    if (old < 8 || wide < 8) return;
    this.#desk.view.zoom(old / wide, this.#placeAt(sheet, (now.x + other.x) / 2));
  }

  #click(sheet: Sheet, { x, y }: Touch): void {
    if (x < sheet.gutter) {
      const row = sheet.rowAt(y);
      this.#desk.chooseRow(sheet.style, row === this.#desk.chosenRow(sheet.style) ? -1 : row);
      return;
    }
    const row = rowUnder(sheet, x, y);
    if (row >= 0) void this.#desk.lab.pick(sheet.style, row);
    else this.#desk.scrub(sheet.timeAt(x));
  }

  #rest(sheet: Sheet, row: number): void {
    if (row === this.#glanced) return;
    this.#glanced = row;
    this.#desk.glance(sheet.style, row);
  }
}
