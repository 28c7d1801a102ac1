/** Reads lesson files: their parts, the shape of each, then whether it is a lesson. */
import type { Problem } from '../../scenario/index.ts';
import { readProse } from '../prose/blocks.ts';
import { LessonProblems } from '../reading/problems.ts';
import type { Read } from '../reading/shapes.ts';
import { acts, claim, recall, scene } from './acts.ts';
import { checkContent } from './checks/content.ts';
import { checkCourse } from './checks/course.ts';
import { checkWords } from './checks/words.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Claim, Lesson, LessonStep, RecallQuestion } from './lesson.ts';
import { cut, type Fence, type Section } from './sections.ts';

/** A lesson, or all that is wrong with its file. */
export type ReadLesson =
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The lesson that a Markdown file describes, or all that is wrong with it. Never throws, whatever the text. */
export function readLesson(source: string): ReadLesson {
  const problems = new LessonProblems();
  const lesson = readParts(source, problems);
  if (lesson === undefined || problems.count > 0)
    return { kind: 'problems', problems: problems.all() };
  checkCourse(lesson, problems);
  checkContent(lesson, problems);
  checkWords(lesson, problems);
  return problems.count > 0
    ? { kind: 'problems', problems: problems.all() }
    : { kind: 'lesson', lesson };
}

function readParts(source: string, problems: LessonProblems): Lesson | undefined {
  const parts = cut(source, problems);
  if (parts === undefined) return undefined;
  const front = readFrontMatter(parts.front, problems);
  const [setUp, ...sections] = parts.sections;
  const set = setUp === undefined ? undefined : readSetUp(setUp, problems);
  const steps = sections
    .filter((section) => !isForLater(section))
    .map((section) => readStep(section, problems));
  const questions = sections.flatMap((section) => readForLater(section, problems));
  if (front === undefined || set === undefined) return undefined;
  return {
    ...front,
    ...set,
    steps: steps.filter((step) => step !== undefined),
    recall: questions,
  };
}

function readSetUp({ prose, fences }: Section, problems: LessonProblems) {
  if (prose.trim() !== '') {
    const fix = 'Put the prose under a heading.';
    problems.add('foreign-markdown', 'set-up', 'Prose stands before the first heading.', fix);
  }
  const [first, ...more] = fences;
  if (first?.word === 'scene' && more.length === 0) return scene(first.json, first.path, problems);
  const fix = 'Give one block ```json scene``` before the first heading, and no other.';
  problems.add('missing-field', 'set-up', 'The lesson does not say what it changes.', fix);
  return undefined;
}

/** A section that holds nothing but questions for later days. */
function isForLater({ fences }: Section): boolean {
  return fences.some(({ word }) => word === 'recall');
}

function readForLater(section: Section, problems: LessonProblems): readonly RecallQuestion[] {
  if (!isForLater(section)) return [];
  for (const { word, path } of section.fences)
    if (word !== 'recall')
      problems.add('unknown-block', path, `"${word}" stands among recall.`, 'Move it to a step.');
  return section.fences
    .filter(({ word }) => word === 'recall')
    .map(({ json, path }) => recall(json, path, problems))
    .filter((question) => question !== undefined);
}

function readStep(section: Section, problems: LessonProblems): LessonStep | undefined {
  const { title, prose, fences } = section;
  const claims = fences
    .filter(({ word }) => word === 'claim')
    .map(({ json, path }) => claim(json, path, problems))
    .filter((each): each is Claim => each !== undefined);
  const base = { title, prose: readProse(prose, title, problems), claims };
  const others = fences.filter(({ word }) => word !== 'claim');
  if (others.length > 1) {
    const words = others.map(({ word }) => word).join(' and ');
    problems.add('two-acts', title, `The section asks for ${words}.`, 'Give each its own heading.');
  }
  const [act] = others;
  return act === undefined ? { kind: 'hook', ...base } : readAct(act, base, problems);
}

type Base = Pick<LessonStep, 'title' | 'prose' | 'claims'>;

function readAct(fence: Fence, base: Base, problems: LessonProblems): LessonStep | undefined {
  const { word, json, path } = fence;
  if (!Object.hasOwn(acts, word)) {
    const fix = `The blocks are ${Object.keys(acts).join(', ')}, claim and recall.`;
    problems.add('unknown-block', path, `"${word}" is no block of a lesson.`, fix);
    return undefined;
  }
  const kind = word as keyof typeof acts;
  const read: Read<object> = acts[kind];
  const act = read(json, path, problems);
  // Safe: the shape of each kind is typed to give what its step needs beside the base.
  return act === undefined ? undefined : ({ kind, ...base, ...act } as LessonStep);
}
