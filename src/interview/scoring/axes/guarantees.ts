/** G: what was said of each hop, held against the board that was built. */
import type { Choices } from '../../../lessons/index.ts';
import type { Hop, HopTruth } from '../../content/interview.ts';
import { firstRun, standing } from '../../round/board.ts';
import { costly, type Case, type Reason } from '../axis.ts';
import { found } from '../finding.ts';

/** The reasons of the axis. */
export function guaranteesReasons({ interview, round, runs }: Case): readonly Reason[] {
  const positions = standing(interview, round.choices);
  const said = new Map(round.hops.map((each) => [each.hop, each]));
  const checked = interview.hops.map((hop) => {
    const truth = truthOf(hop, positions);
    const statement = said.get(hop.id);
    const isTrue = statement?.is === truth.is && statement.by === truth.by;
    return { hop, truth, isTrue };
  });
  if (round.hops.some((statement) => statement.is === 'exactly once'))
    return [{ points: 15, says: '“Exactly once” was said of a hop, and no hop can promise that.' }];
  const wrong = checked.filter(({ isTrue }) => !isTrue);
  const weak = checked.filter(({ truth }) => truth.is !== 'effectively once');
  const run = found(interview, firstRun(interview, round), runs.first);
  const corrections = wrong.map(({ hop, truth }) => `${hop.text}: ${wordsOf(truth)}`).join('; ');
  const weaknesses = weak.map(({ hop, truth }) => `${hop.text}: ${wordsOf(truth)}`).join('; ');
  return costly([
    {
      points: wrong.length < checked.length ? 0 : 5,
      says: 'Of no hop was it said rightly what it guarantees.',
    },
    { points: wrong.length === 0 ? 0 : 5, says: `This board gives: ${corrections}.` },
    {
      points: wrong.length + weak.length === 0 && run.isSurvived ? 0 : 5,
      says:
        weak.length === 0
          ? `Not all of it was said and kept. ${run.sentence}`.trim()
          : `Not every hop is done once: ${weaknesses}.`,
    },
  ]);
}

/** What is true of a hop as the board stands. */
export function truthOf({ id, truths }: Hop, positions: Choices): HopTruth {
  const truth = truths.find(({ when }) =>
    Object.entries(when).every(([control, choice]) => positions[control] === choice),
  );
  if (truth === undefined) throw new RangeError(`the hop ${id} has no truth for this board`);
  return truth;
}

function wordsOf({ is, by }: HopTruth): string {
  return by === 'nothing' ? is : `${is}, by ${by}`;
}
