/** The face of the lessons: what they are, how they are read, taken, claimed, recalled and printed. */
export { Scales, type ClaimFinding, type SeedRuns } from './content/claims.ts';
export {
  minutesOf,
  type Choices,
  type Claim,
  type Control,
  type Lesson,
  type LessonStep,
  type RecallQuestion,
  type StepKind,
  type StepOf,
} from './content/lesson.ts';
export { assignments } from './content/acts.ts';
export { brandIn } from './content/checks/brands.ts';
export { readLesson, type ReadLesson } from './content/read-lesson.ts';
export { assignmentsOf } from './course/assignments.ts';
export { discrepancies } from './course/discrepancies.ts';
export { filled } from './course/filled.ts';
export { held } from './course/judge.ts';
export { begun, type Act, type Progress, type Reply } from './course/progress.ts';
export { borneOut, take, type Refusal, type Taken } from './course/take.ts';
export { glossary, termOf, type Term } from './glossary/glossary.ts';
export { answerSheet } from './paper/answers.ts';
export { handout } from './paper/handout.ts';
export { readPaper, type PaperPart } from './paper/read-paper.ts';
export { teacherNotes } from './paper/teacher-notes.ts';
export { plainText, type Block, type Inline, type Line, type Prose } from './prose/tree.ts';
export { answer, verdictsOf, type Answer } from './query/answer.ts';
export { distinct, firstMatch, matches } from './query/matches.ts';
export { figureWords, type FigureName } from './query/figures.ts';
export { isAsExpected, matcherOf } from './query/matcher.ts';
export { expectation, pattern, type Expectation, type Pattern } from './query/pattern.ts';
export { query, type Query } from './query/query.ts';
export type { RunOf, Told, ToldRun } from './query/told-run.ts';
export { lessonProblemCodes, LessonProblems } from './reading/problems.ts';
export {
  byName,
  list,
  mark,
  object,
  optional,
  text,
  whole,
  word,
  type Read,
} from './reading/shapes.ts';
export {
  answered,
  dueOn,
  intervals,
  warmUp,
  withLesson,
  type Card,
  type Deck,
} from './recall/deck.ts';
