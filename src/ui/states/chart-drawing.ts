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

/** A state in its box. */
export interface DrawnState {
  readonly state: number;
  readonly name: string;
  /** Its name in lines that fit into the box; what does not fit at all is cut short. */
  readonly lines: readonly string[];
  readonly box: Box;
}

/** A chart, ready to be drawn in its own units. */
export interface ChartDrawing {
  /** Left, top, width, height. */
  readonly viewBox: readonly [number, number, number, number];
  readonly states: readonly DrawnState[];
  readonly arrows: readonly Arrow[];
}

/** The height of a line of a label. */
export const lineHeight = 14;
const margin = 16;
/** How wide a letter of a label is at most. */
const letter = 6.7;
/** The same of a state's name, and what its box needs besides: room at both sides, and a line for the count. */
const nameLetter = 7.6;
const sides = 8;
const countRoom = 22;

/** Lays a machine out and draws it. Without Mermaid its states stand in a row. */
export async function drawChart(machine: CastMachine): Promise<ChartDrawing> {
  return drawingOf(machine, await layOut(chartLayout(machine)).catch(() => inARow(machine)));
}

/** The shapes of a laid-out machine. */
export function drawingOf(machine: CastMachine, { boxes, edges }: Geometry): ChartDrawing {
  const places = new Map(boxes.map((box) => [box.id, box]));
  const states = [-1, ...machine.states.keys()].flatMap((state) => {
    const box = places.get(stateNode(state));
    const name = machine.states[state] ?? 'any state';
    return box === undefined ? [] : [{ state, name, lines: nameLines(name, box), box }];
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

/** A name within a box: whole in one line if it can be, else broken where its words begin. */
function nameLines(name: string, { width, height }: Box): readonly string[] {
  const room = Math.max(4, Math.floor((width - sides) / nameLetter));
  const rows = Math.max(1, Math.floor((height - countRoom) / lineHeight));
  const lines: string[] = [];
  for (const word of name.split(/(?<=[a-z0-9])(?=[A-Z])/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length <= room) lines[lines.length - 1] += word;
    else for (let at = 0; at < word.length; at += room) lines.push(word.slice(at, at + room));
  }
  if (lines.length <= rows) return lines;
  return [...lines.slice(0, rows - 1), `${(lines[rows - 1] ?? '').slice(0, room - 1)}…`];
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
