/** uPlot with our colours and steps; it waits for the library and then shows the newest series it was given. */
import type uPlot from 'uplot';
import type { LagSeries } from '../../projections/index.ts';
import type { Palette } from '../stage/palette.ts';
import type { Size } from '../stage/geometry.ts';

/** One chart in a host element. */
export class LagPlot {
  #plot: uPlot | undefined;
  #waiting: (() => void) | undefined;
  #gone = false;

  constructor(
    host: HTMLElement,
    names: readonly string[],
    hues: readonly number[],
    palette: Palette,
  ) {
    void import('uplot').then(({ default: Plot }) => {
      if (this.#gone) return;
      this.#plot = new Plot(options(Plot, names, hues, palette), undefined, host);
      this.#waiting?.();
    });
  }

  /** Draws a series, now or as soon as the library is there. */
  show({ times, lags }: LagSeries, highest: number, size: Size): void {
    if (size.width === 0 || size.height === 0) return;
    this.#waiting = () => {
      this.#plot?.setSize(size);
      this.#plot?.setData([[...times], ...lags.map((lag) => [...lag])], false);
      this.#plot?.setScale('x', { min: 0, max: Math.max(1, times.at(-1) ?? 1) });
      this.#plot?.setScale('y', { min: 0, max: highest });
    };
    if (this.#plot !== undefined) this.#waiting();
  }

  destroy(): void {
    this.#gone = true;
    this.#plot?.destroy();
  }
}

function options(
  Plot: typeof uPlot,
  names: readonly string[],
  hues: readonly number[],
  palette: Palette,
): uPlot.Options {
  const stepped = Plot.paths.stepped?.({ align: 1 });
  const axis = {
    stroke: palette.faint,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
    font: '11px ui-monospace, Menlo, Consolas, monospace',
  };
  return {
    width: 100,
    height: 100,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: {} },
    axes: [
      { ...axis, size: 24, values: (_, ticks) => ticks.map((tick) => `${tick} s`) },
      { ...axis, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] },
    ],
    series: [
      {},
      ...names.map((label, index) => ({
        label,
        stroke: palette.hues[(hues[index] ?? 7) % 8] ?? palette.ink,
        width: 1.6,
        points: { show: false },
        ...(stepped === undefined ? {} : { paths: stepped }),
      })),
    ],
  };
}
