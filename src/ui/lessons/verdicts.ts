/** What became of the learner's change: each promise of the step, and its wish, in each style. */
import {
  answer,
  isAsExpected,
  plainText,
  type Choices,
  type Lesson,
  type StepOf,
} from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import type { LessonRoom } from './room.svelte.ts';

/** What a learner has changed, a line for each control that was moved. */
export function changesOf({ controls }: Lesson, choices: Choices): readonly string[] {
  return controls.flatMap(({ id, label, choices: [first, ...others] }) => {
    const choice = others.find((each) => each.id === choices[id]);
    return choice === undefined ? [] : [`${label}: ${choice.label}, not ${first?.label}`];
  });
}

/** One promise, or the wish, in one style of the changed run. */
export interface VerdictLine {
  readonly style: Style;
  readonly text: string;
  readonly holds: boolean;
  /** What the run says of it. */
  readonly sentence: string;
  /** Where it breaks, -1 for nowhere. */
  readonly row: number;
}

/** All lines; none before the changed run is known. */
export function linesOf({
  lesson,
  changed,
  lab,
}: Pick<LessonRoom, 'lesson' | 'changed' | 'lab'>): readonly VerdictLine[] {
  const step = lesson.steps.find((each) => each.kind === 'promise');
  if (step === undefined || changed === undefined) return [];
  return step.styles.flatMap((style) => {
    const scenario = changed(style)?.scenario;
    const promised = step.promises.map((id): VerdictLine => {
      const { value, row } = answer({ promise: id }, changed, style);
      const said = lab.run.world(style)?.verdicts.find((verdict) => verdict.id === id)?.sentence;
      return {
        style,
        text: scenario?.promises.find((promise) => promise.id === id)?.text ?? id,
        holds: value === 'holds',
        sentence: said ?? String(value),
        row,
      };
    });
    return [...promised, ...wished(step, changed, style)];
  });
}

function wished(
  { wish }: StepOf<'promise'>,
  changed: NonNullable<LessonRoom['changed']>,
  style: Style,
): readonly VerdictLine[] {
  if (wish === undefined) return [];
  const { value, row } = answer(wish.ask, changed, style);
  const holds = isAsExpected(value, wish.is);
  return [
    { style, text: plainText(wish.says), holds, sentence: `the run says ${String(value)}.`, row },
  ];
}
