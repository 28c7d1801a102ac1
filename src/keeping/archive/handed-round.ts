/** What a candidate hands in of an interview, as a file: a finished round with its points and the fingerprints of its runs, so that all of it can be run again. */
import { fixed, formatJson, object, required } from '../../scenario/index.ts';
import { oneInterviewResult, type InterviewResult } from '../documents/interview-results.ts';
import { learnerName, resultVersion } from './lesson-result.ts';

/** A round that is handed in. */
export interface HandedRound {
  readonly result: 'baton-interview';
  readonly version: 1;
  /** The name that the candidate wrote; may be empty. */
  readonly learner: string;
  readonly taken: InterviewResult;
}

/** Its shape. */
export const handedRound = object<HandedRound>(
  { title: 'Handed round', sentence: 'A round that was handed in.' },
  {
    result: required(fixed('baton-interview'), 'What it is.'),
    version: required(resultVersion, 'The version of such files.'),
    learner: required(learnerName, 'Whose it is.'),
    taken: required(oneInterviewResult, 'The round, and what came of it.'),
  },
);

/** The text of a round that is handed in. */
export function writeHandedRound(handed: HandedRound): string {
  return formatJson(handedRound.write(handed));
}
