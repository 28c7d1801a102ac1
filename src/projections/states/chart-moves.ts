/** Which moves of a machine's chart a change of state was, and which guards held it where it is. */
import type { CastMachine, CastMove } from '../../trace/index.ts';

/** A way from one state to another: a first move, and what follows it without an event. */
export interface ChartRoute {
  /** What set it off: types of events or names of delays. More than one where the trace does not tell which. */
  readonly on: readonly string[];
  /** Indexes of the moves that were taken, as far as that is certain. */
  readonly moves: readonly number[];
}

/**
 * The way that a machine took from one state to another. `hint` is what the trace tells of the event: it decides
 * where several would lead there.
 */
export function routeBetween(
  { moves }: CastMachine,
  from: number,
  to: number,
  hint: readonly string[],
): ChartRoute | undefined {
  const ways = moves.flatMap((move, index) => {
    const leaves = move.kind !== 'always' && (move.from === from || move.from === -1);
    if (!leaves) return [];
    const follows = onwards(moves, move.to < 0 ? from : move.to, to);
    // What leads there by itself is shown by the shortest way.
    return follows === undefined ? [] : [{ on: move.on, moves: [index, ...follows] }];
  });
  const hinted = ways.filter(({ on }) => hint.includes(on));
  const fitting = hinted.length > 0 ? hinted : ways;
  const shortest = Math.min(...fitting.map((way) => way.moves.length));
  const likely = fitting.filter((way) => way.moves.length === shortest);
  const [first, ...others] = likely;
  if (first === undefined) return undefined;
  const isCertain = others.length === 0;
  const shared = first.moves.filter((move) => others.every((way) => way.moves.includes(move)));
  return {
    on: [...new Set(likely.map(({ on }) => on))],
    moves: isCertain ? first.moves : shared,
  };
}

/** The moves that lead on without an event, by the shortest way; none where it is there already. */
function onwards(
  moves: readonly CastMove[],
  from: number,
  to: number,
): readonly number[] | undefined {
  let ways: readonly { readonly at: number; readonly moves: readonly number[] }[] = [
    { at: from, moves: [] },
  ];
  const met = new Set([from]);
  while (ways.length > 0) {
    const there = ways.find(({ at }) => at === to);
    if (there !== undefined) return there.moves;
    ways = ways.flatMap((way) =>
      moves.flatMap((move, index) => {
        if (move.kind !== 'always' || move.from !== way.at || met.has(move.to)) return [];
        met.add(move.to);
        return move.to < 0 ? [] : [{ at: move.to, moves: [...way.moves, index] }];
      }),
    );
  }
  return undefined;
}

/**
 * The guards that surely did not let an event through, of a machine that was given it and stayed: those before its moves to
 * other states. One that comes after a move that stays may never have been asked, so it is not named.
 */
export function guardsThatHeld(
  { moves }: CastMachine,
  state: number,
  event: string,
): readonly string[] {
  const held: string[] = [];
  const tried = [
    ...moves.filter(({ from, kind, on }) => from === state && kind === 'event' && on === event),
    ...moves.filter(({ from, kind, on }) => from === -1 && kind === 'event' && on === event),
  ];
  for (const { guard, to } of tried) {
    if (guard === '' || to === state || to === -1) break;
    held.push(guard);
  }
  for (const { from, kind, guard, to } of moves)
    if (from === state && kind === 'always' && guard !== '' && to !== state) held.push(guard);
  return [...new Set(held)];
}
