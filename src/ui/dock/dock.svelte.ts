/** The dock: which panels are open in it, side by side or one alone, of which style, how tall it is, and whether it fills the page. */
import type { Style } from '../../trace/index.ts';
import { panelsOfAll, type Panel } from '../run/panels.ts';
import { heldShare, keepDock, readDock, shares } from './kept-dock.ts';

/** Left or right; one panel alone is on the left. */
export type Side = 0 | 1;

/** What the dock needs of the page. */
export interface Styled {
  /** The style that steps follow, and a panel that is alone with them. */
  readonly focused: Style;
  readonly shown: readonly Style[];
  focus(style: Style): void;
}

/** The state of the dock. */
export class Dock {
  readonly #page: Styled;
  #panels = $state.raw<readonly [Panel, Panel]>(['Log', 'Lag']);
  // Beside each other, each keeps its style, whatever the steps follow: that is what one looks at two for.
  #styles = $state.raw<readonly (Style | undefined)[]>([]);
  #active = $state.raw<Side>(0);
  #isSplit = $state.raw(false);
  #isFull = $state.raw(false);
  #share = $state.raw<number>(shares.usual);
  #setting = $state.raw('');

  constructor(page: Styled) {
    this.#page = page;
    const { share, beside } = readDock();
    this.#share = share;
    if (beside === '') return;
    this.#panels = ['Log', beside];
    this.#isSplit = true;
  }

  /** The panel that keys and commands change: that of the side last used. */
  get panel(): Panel {
    return this.#panels[this.#active];
  }
  get active(): Side {
    return this.#active;
  }
  get isSplit(): boolean {
    return this.#isSplit;
  }
  /** Whether the dock fills the page. */
  get isFull(): boolean {
    return this.#isFull;
  }
  /** How much of the middle of the page the dock takes, in percent. */
  get share(): number {
    return this.#share;
  }

  /** The setting that was asked for last, by its name; the panel Settings searches for it. */
  get setting(): string {
    return this.#setting;
  }

  /** The panel of a side. */
  panelOf(side: Side): Panel {
    return this.#panels[side];
  }

  /** The style that a side follows. */
  styleOf(side: Side): Style {
    const { focused, shown } = this.#page;
    if (!this.#isSplit) return focused;
    const own = this.#styles[side];
    if (own !== undefined && shown.includes(own)) return own;
    return (side === 0 ? shown[0] : (shown[1] ?? shown[0])) ?? focused;
  }

  /** Whether a panel of a side shows one style only, of several on view. */
  hasChoice(side: Side): boolean {
    return this.#page.shown.length > 1 && !panelsOfAll.includes(this.#panels[side]);
  }

  /** Whether a panel is on view. */
  shows(panel: Panel): boolean {
    return this.#panels[0] === panel || (this.#isSplit && this.#panels[1] === panel);
  }

  /** Lets a side follow a style, and steps with it. */
  chooseStyle(side: Side, style: Style): void {
    const [left, right] = [this.styleOf(0), this.styleOf(1)];
    this.#styles = side === 0 ? [style, right] : [left, style];
    this.#page.focus(style);
  }

  /** The side that is in use: by key, another panel is opened there. */
  use(side: Side): void {
    this.#active = side;
  }

  /** Opens a panel on a side. */
  openOn(side: Side, panel: Panel): void {
    this.#active = side;
    this.#panels = side === 0 ? [panel, this.#panels[1]] : [this.#panels[0], panel];
    this.#keep();
  }

  /** Opens a panel on the side in use; one that stands beside already is left there. */
  open(panel: Panel): void {
    const other: Side = this.#active === 0 ? 1 : 0;
    const isBeside = this.#isSplit && this.#panels[other] === panel && this.panel !== panel;
    this.openOn(isBeside ? other : this.#active, panel);
  }

  /** Opens the panel Settings at one of them. */
  openSetting(name: string): void {
    this.#setting = name;
    this.open('Settings');
  }

  /** Puts a second panel beside the first, or leaves the one in use alone. */
  toggleSplit(): void {
    const [left, right] = this.#panels;
    if (this.#isSplit) {
      const style = this.styleOf(this.#active);
      if (this.#active === 1) this.#panels = [right, left];
      this.#active = 0;
      this.#isSplit = false;
      this.#page.focus(style);
    } else {
      const { focused, shown } = this.#page;
      this.#styles = [focused, shown.find((style) => style !== focused)];
      this.#isSplit = true;
    }
    this.#keep();
  }

  toggleFull(): void {
    this.#isFull = !this.#isFull;
  }

  /** Takes so much of the middle of the page, in percent, as far as that leaves room for the stage. */
  takeShare(share: number): void {
    this.#share = heldShare(share);
    this.#keep();
  }

  #keep(): void {
    keepDock({ share: this.#share, beside: this.#isSplit ? this.#panels[1] : '' });
  }
}
