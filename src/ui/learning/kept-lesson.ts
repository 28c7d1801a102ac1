/** A learner's way through a lesson as it is kept, and back: what was said, not what can be found out again. */
import type { LessonAnswer, LessonProgress } from '../../keeping/index.ts';
import { keepingLimits } from '../../keeping/index.ts';
import { begun, type Choices, type Lesson, type Progress } from '../../lessons/index.ts';
import { Crc32 } from '../../scenario/index.ts';

const sureness = ['guess', 'unsure', 'fairly-sure', 'sure'] as const;
type Confidence = NonNullable<Progress['prediction']>['confidence'];

/** What is kept of a progress. `before` is what was kept of the same lesson, and `now` the instant of the change. */
export function keptOf(
  lesson: Lesson,
  progress: Progress,
  { now, before }: { readonly now: number; readonly before: LessonProgress | undefined },
): LessonProgress {
  const { at, prediction, choices, attempts, exit } = progress;
  // A lesson that is taken again stays finished.
  const finished = before?.finished ?? (at === lesson.steps.length ? now : undefined);
  return {
    lesson: lesson.id,
    steps: checksumOf(lesson),
    step: at,
    ...(finished === undefined ? {} : { finished }),
    seed: lesson.seed,
    ...(prediction === null
      ? {}
      : {
          prediction: {
            choice: prediction.option,
            confidence: sureness[prediction.confidence - 1] ?? 'guess',
            because: prediction.why,
          },
        }),
    answers: essential([...recallsOf(progress), ...answersOf(progress)]),
    shown: progress.shown.slice(-keepingLimits.parts),
    positions: positionsOf(choices),
    attempts: attempts
      .slice(-keepingLimits.parts)
      .map((attempt) => ({ positions: positionsOf(attempt.choices), held: attempt.held })),
    skipped: progress.skipped.slice(-keepingLimits.parts),
    exitCard: exit?.said ?? '',
    ...(exit === null ? {} : { exitLevel: exit.level }),
    changed: now,
  };
}

/** The progress that was kept; undefined when it is of a lesson that has changed since. */
export function progressOf(lesson: Lesson, kept: LessonProgress): Progress | undefined {
  const { steps } = lesson;
  if (kept.steps !== checksumOf(lesson) || kept.step > steps.length) return undefined;
  const { prediction } = kept;
  const recalls = kept.answers.filter(({ question }) => question === recallQuestion);
  const others = kept.answers.filter(({ question }) => question !== recallQuestion);
  const answers = others.map(({ question, answer, right }) => {
    const step = Number(question.slice(questionPrefix.length));
    return { step, answer, isRight: right };
  });
  return {
    ...begun(lesson.id),
    at: kept.step,
    recalled: recalls
      .filter(({ answer }) => answer !== '')
      .map(({ answer: question, right: isRight }) => ({ question, isRight })),
    leavesRecall: recalls.some(({ answer }) => answer === ''),
    prediction:
      prediction?.choice === undefined
        ? null
        : {
            option: prediction.choice,
            confidence: confidenceOf(prediction.confidence),
            why: prediction.because,
          },
    shown: kept.shown,
    observations: answers.flatMap(({ step, answer, isRight }) => {
      const asked = steps[step];
      if (asked?.kind !== 'observe') return [];
      return { step, said: asked.words === undefined ? Number(answer) : answer, isRight };
    }),
    picks: answers.flatMap(({ step, answer, isRight }) => {
      const kind = steps[step]?.kind;
      return kind === 'price' || kind === 'transfer' ? { step, option: answer, isRight } : [];
    }),
    choices: choicesOf(kept.positions),
    attempts: kept.attempts.map(({ positions, held }) => ({
      choices: choicesOf(positions),
      held,
    })),
    skipped: kept.skipped,
    exit: kept.exitLevel === undefined ? null : { said: kept.exitCard, level: kept.exitLevel },
  };
}

const questionPrefix = 'step-';
/** What was recalled before the first step: the answer is the question of the deck, and none stands for leaving the rest. */
const recallQuestion = 'recall';

function recallsOf({ recalled, leavesRecall }: Progress): readonly LessonAnswer[] {
  const asked = recalled.map(({ question: answer, isRight: right }) => ({
    ...{ question: recallQuestion, answer, right },
  }));
  return leavesRecall ? [...asked, { question: recallQuestion, answer: '', right: false }] : asked;
}

function answersOf({ observations, picks }: Progress): readonly LessonAnswer[] {
  const said = [
    ...observations.map(({ step, said: answer, isRight }) => ({ step, answer, isRight })),
    ...picks.map(({ step, option: answer, isRight }) => ({ step, answer, isRight })),
  ];
  return said
    .toSorted((one, other) => one.step - other.step)
    .map(({ step, answer, isRight }) => ({
      question: `${questionPrefix}${step}`,
      answer: String(answer),
      right: isRight,
    }));
}

/** The first answer to a question and the last ones: of those between, the oldest go when there are too many. */
function essential(answers: readonly LessonAnswer[]): readonly LessonAnswer[] {
  let surplus = answers.length - keepingLimits.parts;
  if (surplus <= 0) return answers;
  return answers.filter(({ question }, index) => {
    const isBetween =
      answers[index - 1]?.question === question && answers[index + 1]?.question === question;
    return !(isBetween && surplus-- > 0);
  });
}

function confidenceOf(word: (typeof sureness)[number] | undefined): Confidence {
  const levels: readonly Confidence[] = [1, 2, 3, 4];
  return levels[sureness.indexOf(word ?? 'guess')] ?? 1;
}

function positionsOf(choices: Choices) {
  return Object.entries(choices).map(([control, choice]) => ({ control, choice }));
}

function choicesOf(positions: LessonProgress['positions']): Choices {
  return Object.fromEntries(positions.map(({ control, choice }) => [control, choice]));
}

/** A change of the steps makes another lesson of it. */
function checksumOf({ steps, seed }: Lesson): string {
  const told = steps.map(({ kind, title }) => `${kind} ${title}`).join('|');
  return new Crc32().text(`${seed} ${told}`).value.toString(16).padStart(8, '0');
}
