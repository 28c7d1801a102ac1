/** The marks of the score: where a fault struck, a promise broke, the reader set a bookmark, and the milestones of the run. */
import { sentence, type Score } from '../../projections/index.ts';
import type { Bookmark } from '../travel/bookmarks.svelte.ts';
import type { Verdict } from '../../worker/index.ts';

/** What a mark stands for. */
export type MarkKind = 'fault' | 'milestone' | 'violation' | 'bookmark';

/** One mark on the axis. */
export interface ScoreMark {
  readonly kind: MarkKind;
  readonly time: number;
  /** The row that it marks, -1 for a bookmark. */
  readonly row: number;
  readonly text: string;
}

/** Where the marks of one score come from. */
export interface MarkSources {
  readonly score: Score;
  readonly verdicts: readonly Verdict[];
  readonly bookmarks: readonly Bookmark[];
}

/** The few marks that the trace alone does not tell of. */
export function setMarks({ verdicts, bookmarks }: Omit<MarkSources, 'score'>): ScoreMark[] {
  const broken = verdicts.filter(({ firstRow }) => firstRow >= 0);
  return [
    ...broken.map(({ firstRow, firstAt, sentence: text }): ScoreMark => ({
      ...{ kind: 'violation', time: firstAt, row: firstRow, text },
    })),
    ...bookmarks.map(({ time, name }): ScoreMark => ({
      ...{ kind: 'bookmark', time, row: -1, text: name },
    })),
  ];
}

/** The mark nearest after an instant, or before it; undefined when there is none. */
export function neighbour(
  sources: MarkSources,
  time: number,
  forward: boolean,
): ScoreMark | undefined {
  const { score } = sources;
  const told = (['fault', 'milestone'] as const).flatMap((kind) => {
    // Instants are whole microseconds.
    const index = forward ? score.firstMark(kind, time + 1) : score.firstMark(kind, time) - 1;
    if (index < 0 || index >= score.marks(kind)) return [];
    return [toldMark(score, kind, index)];
  });
  const set = setMarks(sources).filter((mark) => (forward ? mark.time > time : mark.time < time));
  const all = [...set, ...told];
  return all.reduce<ScoreMark | undefined>((best, mark) => {
    if (best === undefined) return mark;
    return (forward ? mark.time < best.time : mark.time > best.time) ? mark : best;
  }, undefined);
}

function toldMark(score: Score, kind: 'fault' | 'milestone', index: number): ScoreMark {
  const { trace, cast } = score;
  const row = score.markRow(kind, index);
  return { kind, time: trace.time(row), row, text: sentence(trace, cast, row) };
}
