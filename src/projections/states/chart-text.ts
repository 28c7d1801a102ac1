/** A machine's chart as text: Mermaid for a document, Mermaid for a layout, and sentences for those who hear it. */
import type { CastMachine, CastMove } from '../../trace/index.ts';
import { mermaidLabel } from '../mermaid/label.ts';

/** Two states of a chart, and all that leads from the one to the other. */
export interface ChartEdge {
  /** Codes of states; -1 where it leads there from any state. */
  readonly from: number;
  readonly to: number;
  /** Indexes of the moves, in the order in which the machine tries them. */
  readonly moves: readonly number[];
}

/** A state in words. */
export interface ChartStateText {
  readonly state: number;
  readonly name: string;
  /** What is done on entering it; empty for nothing. */
  readonly entry: string;
  /** Each move that leaves it or stays in it. */
  readonly moves: readonly { readonly move: number; readonly text: string }[];
}

/** A move without its ends, as statecharts write it: event [guard] / what it does. */
export function moveLabel({ kind, on, guard, does }: CastMove): string {
  const event = kind === 'after' ? `after ${on}` : on;
  const parts = [
    event,
    guard === '' ? '' : `[${guard}]`,
    does.length > 0 ? `/ ${does.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** A move in short, line by line: its event, and its guard. */
export function moveLines({ kind, on, guard }: CastMove): readonly string[] {
  const event = kind === 'after' ? `after ${on}` : on;
  return [event, guard === '' ? '' : `[${guard}]`].filter((line) => line !== '');
}

/** The edges of a chart: moves between the same two states are one edge. Moves that stay inside of their state are none. */
export function chartEdges({ moves }: CastMachine): readonly ChartEdge[] {
  const edges = new Map<string, { from: number; to: number; moves: number[] }>();
  moves.forEach(({ from, to }, index) => {
    if (to < 0) return;
    const key = `${from} ${to}`;
    const edge = edges.get(key) ?? { from, to, moves: [] };
    edge.moves.push(index);
    edges.set(key, edge);
  });
  return [...edges.values()];
}

/** What names a state in the texts. */
export function stateNode(state: number): string {
  return state < 0 ? 'any' : `s${state}`;
}

/** The whole machine as a Mermaid state diagram: every transition once. */
export function stateDiagram(machine: CastMachine): string {
  const { states, initial, entries, moves } = machine;
  const leavesAny = moves.some(({ from }) => from < 0);
  const entryLines = entries.flatMap((does, state) =>
    does.length === 0 ? [] : [`  s${state} : ${mermaidLabel(`entry / ${does.join(', ')}`)}`],
  );
  return [
    'stateDiagram-v2',
    `  accTitle: ${mermaidLabel(machine.id)}`,
    ...states.map((state, index) => `  s${index} : ${mermaidLabel(state)}`),
    ...(leavesAny ? ['  any : any state'] : []),
    ...entryLines,
    `  [*] --> s${initial}`,
    ...moves.map((move) => {
      const label = mermaidLabel(moveLabel(move));
      const text = label === '?' ? '' : ` : ${label}`;
      // What stays in its state is written as UML does: a line within the state, no arrow.
      if (move.to < 0) return `  ${stateNode(move.from)} : ${label}`;
      return `  ${stateNode(move.from)} --> s${move.to}${text}`;
    }),
    '',
  ].join('\n');
}

/** The lines that stand at an edge: what is guarded first, each guard after the events that it is asked for. */
export function edgeLines(machine: CastMachine, { moves }: ChartEdge): readonly string[] {
  const all = moves.flatMap((index) => machine.moves[index] ?? []);
  const guards = [...new Set(all.map(({ guard }) => guard))];
  const guarded = [...guards.filter((guard) => guard !== ''), ''];
  return guarded.flatMap((guard) => {
    const own = all.filter((move) => move.guard === guard);
    if (own.length === 0) return [];
    const events = own.map((move) => moveLines({ ...move, guard: '' })[0] ?? '');
    // Alone, a guard without an event says enough; beside others it would seem to be theirs.
    const named =
      all.length === 1 ? events : events.map((event) => (event === '' ? 'always' : event));
    return [...new Set(named), guard === '' ? '' : `[${guard}]`].filter((line) => line !== '');
  });
}

// A chart has many labels and little room: closer than Mermaid would by itself.
const close = '%%{init: {"flowchart": {"nodeSpacing": 26, "rankSpacing": 26, "padding": 9}}}%%';

/** What is laid out: states and edges, with the room that labels need. A loop stays at its state and needs no way. */
export function chartLayout(machine: CastMachine): string {
  const edges = chartEdges(machine).filter(({ from, to }) => from !== to);
  const box = (name: string) => `["${mermaidLabel(name)}<br/>0000"]`;
  return [
    close,
    'flowchart LR',
    ...machine.states.map((state, index) => `  s${index}${box(state)}`),
    ...(edges.some(({ from }) => from < 0) ? ['  any["any state"]'] : []),
    ...edges.map((edge) => {
      const lines = edgeLines(machine, edge).map(mermaidLabel).join('<br/>');
      const label = lines === '' ? '' : `|"${lines}"|`;
      return `  ${stateNode(edge.from)} -->${label} ${stateNode(edge.to)}`;
    }),
    '',
  ].join('\n');
}

/** The chart in words, state by state; the last one is “any state” where the machine has moves from any. */
export function chartOutline(machine: CastMachine): readonly ChartStateText[] {
  const { states, entries, moves } = machine;
  const of = (state: number, name: string): ChartStateText => ({
    ...{ state, name, entry: (entries[state] ?? []).join(', ') },
    moves: moves.flatMap((move, index) => {
      if (move.from !== state) return [];
      const label = moveLabel(move);
      const goes = move.to < 0 ? 'stays' : `→ ${states[move.to] ?? ''}`;
      return [
        {
          move: index,
          text: label === '' ? goes : move.to < 0 ? `${label}, and stays` : `${label} ${goes}`,
        },
      ];
    }),
  });
  const named = states.map((name, state) => of(state, name));
  return moves.some(({ from }) => from < 0) ? [...named, of(-1, 'any state')] : named;
}
