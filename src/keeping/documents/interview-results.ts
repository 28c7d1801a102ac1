/** What came of interviews: finished rounds with their points, and all that is needed to run and score them again. */
import { choice, id, list, object, required, text, whole } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant, label } from './fields.ts';
import { roundSaid, some, word, type RoundSaid } from './interview-round.ts';
import { keepingLimits } from './keeping-limits.ts';

/** The points on one axis of the rubric. */
export interface AxisPoints {
  readonly axis: string;
  /** Tenths of points: what is shown has one digit behind the point. */
  readonly tenths: number;
  readonly of: number;
}

/** What came of one round. `changed` is when it ended. */
export interface InterviewResult extends Dated {
  readonly interview: string;
  /** A checksum of the interview as it was: another one by the same name asks something else. */
  readonly version: string;
  /** The version of the engine that made the runs. */
  readonly engine: string;
  readonly twist: string;
  readonly round: RoundSaid;
  readonly total: number;
  readonly level: 'not yet' | 'mixed' | 'hire-like' | 'strong';
  readonly points: readonly AxisPoints[];
  /** The fingerprint of each run by which it was scored: the first, the one with the twist, and those on hidden seeds. */
  readonly prints: readonly string[];
}

const hundred = whole({ min: 0, max: 100 });

const axisPoints = object<AxisPoints>(
  { title: 'Axis', sentence: 'The points on one axis of the rubric.' },
  {
    axis: required(label, 'Which axis.'),
    tenths: required(whole({ min: 0, max: 1_000 }), 'How many tenths of points.'),
    of: required(hundred, 'Of how many points.'),
  },
);

/** What came of one round. */
export const oneInterviewResult = object<InterviewResult>(
  { title: 'Interview result', sentence: 'What came of one round.' },
  {
    interview: required(id, 'Which interview.'),
    version: required(label, 'A checksum of the interview.'),
    engine: required(word, 'The version of the engine.'),
    twist: required(word, 'How the product changed its mind.'),
    round: required(roundSaid, 'What was said.'),
    total: required(hundred, 'The points together.'),
    level: required(choice(['not yet', 'mixed', 'hire-like', 'strong']), 'What that is called.'),
    points: required(list(axisPoints, { min: 0, max: 26 }), 'The points of each axis.'),
    prints: required(some(text({ min: 1, max: 80 })), 'The fingerprints of the runs.'),
    changed: required(instant, 'When it ended.'),
  },
);

/** The results of all rounds. */
export const interviewResults = datedList<InterviewResult>({
  entry: oneInterviewResult,
  idOf: ({ interview, round }) => `${interview}/${round.number}`,
  max: keepingLimits.interviews,
  forgets: true,
});
