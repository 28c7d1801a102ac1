/** What came of interviews. */
import { id, list, object, required, verbatim, whole } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant, seed } from './fields.ts';
import { keepingLimits } from './keeping-limits.ts';

/** The points on one axis of the rubric. */
export interface AxisPoints {
  readonly axis: string;
  readonly points: number;
  readonly of: number;
}

/** What came of one round. */
export interface InterviewResult extends Dated {
  readonly interview: string;
  /** The round's seed: another round has another one. */
  readonly seed: number;
  /** How long the round was meant to take. */
  readonly minutes: number;
  readonly points: readonly AxisPoints[];
  /** The seeds that were hidden during the round. */
  readonly hiddenSeeds: readonly number[];
  /** The report as Markdown: shown as text only. */
  readonly report: string;
}

const hundred = whole({ min: 0, max: 100 });

const axisPoints = object<AxisPoints>(
  { title: 'Axis', sentence: 'The points on one axis of the rubric.' },
  {
    axis: required(id, 'Which axis.'),
    points: required(hundred, 'How many points.'),
    of: required(hundred, 'Of how many.'),
  },
);

/** The results of all rounds. */
export const interviewResults = datedList<InterviewResult>({
  entry: object<InterviewResult>(
    { title: 'Interview result', sentence: 'What came of one round.' },
    {
      interview: required(id, 'Which interview.'),
      seed: required(seed, 'The seed of the round.'),
      minutes: required(whole({ min: 0, max: 600 }), 'How long it was meant to take.'),
      points: required(list(axisPoints, { min: 0, max: keepingLimits.parts }), 'The points.'),
      hiddenSeeds: required(list(seed, { min: 0, max: keepingLimits.parts }), 'Its hidden seeds.'),
      report: required(verbatim({ max: keepingLimits.reportLength }), 'The report.'),
      changed: required(instant, 'When it ended.'),
    },
  ),
  idOf: (each) => `${each.interview}/${each.seed}`,
  max: keepingLimits.interviews,
});
