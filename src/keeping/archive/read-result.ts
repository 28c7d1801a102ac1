/** Reads what a learner hands in, of whichever kind it is. */
import { parseJson, ProblemList, type Problem } from '../../scenario/index.ts';
import { handedRound, type HandedRound } from './handed-round.ts';
import { lessonResult, type LessonResult } from './lesson-result.ts';

/** A result of a lesson, a round of an interview, or all that is wrong with it. */
export type ReadResult =
  | { readonly kind: 'result'; readonly result: LessonResult }
  | { readonly kind: 'round'; readonly handed: HandedRound }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The result that a text holds. Never throws, whatever the text. */
export function readResult(written: string): ReadResult {
  const problems = new ProblemList();
  const json = parseJson(written, problems);
  if (json instanceof Map && json.get('result') === 'baton-interview') {
    const handed = handedRound.read(json, '', problems);
    if (handed !== undefined && problems.count === 0) return { kind: 'round', handed };
    return { kind: 'problems', problems: problems.all() };
  }
  const result = json === undefined ? undefined : lessonResult.read(json, '', problems);
  if (result !== undefined && problems.count === 0) return { kind: 'result', result };
  return { kind: 'problems', problems: problems.all() };
}
