/** A machine's chart as shapes: Mermaid says where, our own rules say how. */
import { chartEdges, chartLayout, edgeLines, stateNode } from '../../projections/index.ts';
import type { CastMachine } from '../../trace/index.ts';
import type { Box, Geometry, Place } from '../stage/geometry.ts';
import { layOut } from '../stage/mermaid.ts';
import { Polyline } from '../stage/polyline.ts';

/** An arrow with its label. */
export interface Arrow {
  readonly id: string;
  readonly path: string;
  readonly moves: readonly number[];
  /** Lines of its label, and the centre of them all. */
  readonly lines: readonly string[];
  readonly label: Place;
}

/** A chart, ready to be drawn in its own units. */
export interface ChartDrawing {
  /** Left, top, width, height. */
  readonly viewBox: readonly [number, number, number, number];
  readonly states: readonly { readonly state: number; readonly name: string; readonly box: Box }[];
  readonly arrows: readonly Arrow[];
}

/** The height of a line of a label. */
export const lineHeight = 14;
const margin = 16;
/** How wide a letter of a label is at most. */
const letter = 6.7;

/** Lays a machine out and draws it. Without Mermaid its states stand in a row. */
export async function drawChart(machine: CastMachine): Promise<ChartDrawing> {
  return drawingOf(machine, await layOut(chartLayout(machine)).catch(() => inARow(machine)));
}

/** The shapes of a laid-out machine. */
export function drawingOf(machine: CastMachine, { boxes, edges }: Geometry): ChartDrawing {
  const places = new Map(boxes.map((box) => [box.id, box]));
  const states = [-1, ...machine.states.keys()].flatMap((state) => {
    const box = places.get(stateNode(state));
    return box === undefined ? [] : [{ state, name: machine.states[state] ?? 'any state', box }];
  });
  const arrows = chartEdges(machine).flatMap((of): Arrow[] => {
    const { from, to, moves } = of;
    const id = `${stateNode(from)} ${stateNode(to)}`;
    const lines = edgeLines(machine, of);
    const box = places.get(stateNode(from));
    if (from === to && box !== undefined)
      return [{ id, moves, lines, path: loopAt(box), label: aboveLoop(box, lines.length) }];
    const edge = edges.find((each) => each.from === stateNode(from) && each.to === stateNode(to));
    if (edge === undefined) return [];
    const line = new Polyline(edge.points);
    return [{ id, moves, lines, path: line.path, label: edge.label ?? line.at(0.5) }];
  });
  return { viewBox: frameOf(states, arrows), states, arrows };
}

function loopAt({ x, y, height }: Box): string {
  const top = y - height / 2;
  return `M ${x - 14} ${top} C ${x - 22} ${top - 26} ${x + 22} ${top - 26} ${x + 14} ${top}`;
}

function aboveLoop({ x, y, height }: Box, lines: number): Place {
  return { x, y: y - height / 2 - 24 - (lines * lineHeight) / 2 };
}

function frameOf(
  states: ChartDrawing['states'],
  arrows: readonly Arrow[],
): ChartDrawing['viewBox'] {
  const spans = [
    ...states.map(({ box: { x, y, width, height } }) => ({ x, y, width, height })),
    ...arrows.map(({ label, lines }) => ({
      ...label,
      width: Math.max(0, ...lines.map((line) => line.length)) * letter,
      height: lines.length * lineHeight,
    })),
  ];
  const left = Math.min(...spans.map(({ x, width }) => x - width / 2)) - margin;
  const right = Math.max(...spans.map(({ x, width }) => x + width / 2)) + margin;
  const top = Math.min(...spans.map(({ y, height }) => y - height / 2)) - margin;
  const bottom = Math.max(...spans.map(({ y, height }) => y + height / 2)) + margin;
  return [left, top, right - left, bottom - top];
}

function inARow(machine: CastMachine): Geometry {
  const size = { width: 120, height: 44 };
  const ids = [-1, ...machine.states.keys()].map(stateNode);
  const boxes = ids.map((id, index): Box => ({ id, x: index * 240, y: 0, ...size }));
  const centre = (state: number) => boxes[ids.indexOf(stateNode(state))] ?? { x: 0, y: 0 };
  const edges = chartEdges(machine).map(({ from, to }, index) => {
    const [start, end] = [centre(from), centre(to)];
    const bend = { x: (start.x + end.x) / 2, y: 60 + index * 26 };
    return { from: stateNode(from), to: stateNode(to), points: [start, bend, end], label: bend };
  });
  return { boxes, edges };
}
