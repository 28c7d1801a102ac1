/** Reads interview files: the shape first, then whether all that is named exists. */
import { LessonProblems } from '../../lessons/index.ts';
import type { Problem } from '../../scenario/index.ts';
import { checkReferences } from './check-references.ts';
import type { Interview } from './interview.ts';
import { interview as shape } from './shapes.ts';

/** An interview, or all that is wrong with its file. */
export type ReadInterview =
  | { readonly kind: 'interview'; readonly interview: Interview }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The interview that a file describes, or all that is wrong with it. Never throws, whatever the text. */
export function readInterview(source: string): ReadInterview {
  const problems = new LessonProblems();
  const json = parsed(source, problems);
  const interview = json === undefined ? undefined : shape(json, '', problems);
  if (interview !== undefined) checkReferences(interview, problems);
  return interview === undefined || problems.count > 0
    ? { kind: 'problems', problems: problems.all() }
    : { kind: 'interview', interview };
}

function parsed(source: string, problems: LessonProblems): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    problems.add('not-json', '', `This is not JSON: ${why}`, 'Mend the JSON.');
    return undefined;
  }
}
