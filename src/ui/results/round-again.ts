/** A round that was handed in, run and scored once more: whatever does not come out as the file says, a sentence each. */
import {
  axisNames,
  axes,
  score,
  twistOf,
  type Interview,
  type Round,
} from '../../interview/index.ts';
import type { InterviewResult } from '../../keeping/index.ts';
import { Bench, runsOf } from '../interview/bench.svelte.ts';
import type { InterviewBody } from '../interview/interview-bodies.ts';
import { tenthsOf, type Scored } from '../interview/kept-round.ts';
import { points } from '../interview/result/points.ts';

/** Runs and scores a round again; undefined when that cannot be done. */
export async function scoredAgain(
  { interview, scenario }: InterviewBody,
  round: Round,
): Promise<Scored | undefined> {
  const made = await runsOf(new Bench(scenario), interview, round);
  if (made === undefined) return undefined;
  const { runs, prints, engine } = made;
  return { round, score: score({ interview, round, runs }), prints, engine };
}

/** Where a file and what came out here differ. */
export function differencesOf(
  interview: Interview,
  taken: InterviewResult,
  { round, score: here, prints, engine }: Scored,
): readonly string[] {
  const others = prints.filter((print, at) => print !== taken.prints[at]).length;
  const isLonger = taken.prints.length > prints.length;
  const why =
    taken.engine === engine ? '' : ` It was run by engine ${taken.engine}; this one is ${engine}.`;
  return [
    ...(others > 0 || isLonger
      ? [`${others} of ${prints.length} runs come to another fingerprint here.${why}`]
      : []),
    ...(taken.total === here.total && taken.level === here.level
      ? []
      : [
          `It says ${taken.total} points, ${taken.level}; here it comes to ${here.total}, ${here.level}.`,
        ]),
    ...axes.flatMap((axis) => {
      const own = here.axes.find((each) => each.axis === axis);
      const said = taken.points.find((each) => each.axis === axis);
      if (own === undefined || said?.tenths === tenthsOf(own.points)) return [];
      const told = said === undefined ? 'nothing' : points(said.tenths / 10);
      return [`${axisNames[axis]}: it says ${told}; here it is ${points(own.points)}.`];
    }),
    ...(taken.twist === twistOf(interview, round).id
      ? []
      : ['Its twist is not the one of its number.']),
  ];
}
