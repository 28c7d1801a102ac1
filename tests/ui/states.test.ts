/** The panel States: what it shows of machines is what their readings say, and every move that goes anywhere has an arrow. */
import { describe, expect, it } from 'vitest';
import { chartEdges, edgeLines, stateNode, WorldView } from '../../src/projections/index.ts';
import type { Cast } from '../../src/trace/index.ts';
import type { Moment } from '../../src/ui/run/moments.svelte.ts';
import { drawingOf } from '../../src/ui/states/chart-drawing.ts';
import {
  firstMachine,
  instancesOf,
  machineGroups,
  machinePicture,
  movesOfMessage,
} from '../../src/ui/states/state-rows.ts';
import { gridLayout } from '../../src/ui/stage/grid.ts';
import { loaded } from './in-process.ts';

async function moments(): Promise<Moment[]> {
  const { run } = await loaded();
  await run.advance(60_000_000);
  return run.worlds.map((world) => {
    const { trace, cast, style } = world;
    const view = new WorldView(trace, cast);
    const row = trace.length - 1;
    view.advanceTo(row);
    return { world, style, cast, trace, view, row, time: trace.endTime, rows: trace.length };
  });
}

function gridOf(machine: Cast['machines'][number]) {
  const edges = chartEdges(machine).map(({ from, to }) => ({
    from: stateNode(from),
    to: stateNode(to),
  }));
  return gridLayout([-1, ...machine.states.keys()].map(stateNode), [], edges);
}

describe('the panel States', () => {
  it('offers every machine once, and begins with that of the owner', async () => {
    for (const { cast } of await moments()) {
      const offered = machineGroups(cast).flatMap(({ machines }) => machines.map(({ id }) => id));
      expect(offered.toSorted()).toEqual(cast.machines.map(({ id }) => id).toSorted());
      expect(['owner', 'saga', 'caller']).toContain(cast.machines[firstMachine(cast)]?.role);
    }
  });

  it('counts every instance in one state, and lists those of a state', async () => {
    for (const moment of await moments())
      moment.cast.machines.forEach((machine, index) => {
        const picture = machinePicture(moment, index, 1);
        const listed = machine.states.flatMap((_, state) => instancesOf(moment, index, state));
        expect(listed).toHaveLength(picture?.all ?? -1);
        expect(picture?.population.reduce((sum, each) => sum + each, 0)).toBe(listed.length);
        machine.states.forEach((_, state) => {
          const own = instancesOf(moment, index, state);
          expect(own.every((each) => each.state === state)).toBe(true);
          expect(own).toHaveLength(Math.min(60, picture?.population[state] ?? 0));
        });
      });
  });

  it('leads from a line to the message behind it, and from the message to the move', async () => {
    for (const moment of await moments()) {
      const { cast, trace } = moment;
      const index = firstMachine(cast);
      const line = machinePicture(moment, index, 2)?.lines.find(({ cameBy }) => cameBy >= 0);
      if (line === undefined) throw new Error('order 2 went through nothing');
      const moved = movesOfMessage(moment, trace.message(line.cameBy));
      expect(moved.map(({ row }) => row)).toContain(line.row);
      expect(moved.find(({ row }) => row === line.row)?.machine).toBe(index);
    }
  });

  it('draws an arrow for every move that goes anywhere, with its words, in a frame that holds all', async () => {
    for (const { cast } of await moments())
      for (const machine of cast.machines) {
        const { arrows, states, viewBox } = drawingOf(machine, gridOf(machine));
        const going = machine.moves.flatMap(({ to }, move) => (to < 0 ? [] : [move]));
        expect(arrows.flatMap(({ moves }) => moves).toSorted((a, b) => a - b)).toEqual(going);
        for (const edge of chartEdges(machine))
          for (const move of edge.moves) {
            const { on = '', guard = '' } = machine.moves[move] ?? {};
            const words = edgeLines(machine, edge).join(' ');
            expect(words).toContain(on);
            if (guard !== '') expect(words).toContain(`[${guard}]`);
          }
        const [left, top, width, height] = viewBox;
        for (const { box, name, lines } of states) {
          expect(name.startsWith(lines.join('').replace(/…$/, ''))).toBe(true);
          expect(box.x - box.width / 2).toBeGreaterThanOrEqual(left);
          expect(box.x + box.width / 2).toBeLessThanOrEqual(left + width);
          expect(box.y - box.height / 2).toBeGreaterThanOrEqual(top);
          expect(box.y + box.height / 2).toBeLessThanOrEqual(top + height);
        }
      }
  });

  it('breaks the name of a state where its words begin, and cuts short what has no room', () => {
    const box = (id: string, height: number) => ({ id, x: 0, y: 0, width: 100, height });
    const machine = {
      ...({ id: 'm', role: 'owner', service: 0, initial: 0, entries: [], moves: [] } as const),
      states: ['awaitingPaymentAndStock', 'awaitingPaymentAndStock', 'x'.repeat(80)],
    };
    const boxes = [box('s0', 70), box('s1', 40), box('s2', 54)];
    const { states } = drawingOf(machine, { boxes, edges: [] });
    expect(states.map(({ lines }) => lines)).toEqual([
      ['awaiting', 'PaymentAnd', 'Stock'],
      ['awaiting…'],
      ['x'.repeat(12), `${'x'.repeat(11)}…`],
    ]);
  });
});
