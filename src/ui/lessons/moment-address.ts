/** The address of a moment of a lesson's run: its lesson, the positions of the controls, and what every address says besides. */
import type { Choices, Lesson } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import { withPrint } from '../links/print.ts';
import { writeAddress } from '../run/address.ts';

/** A moment. */
export interface LessonMoment {
  readonly choices: Choices;
  readonly shown: readonly Style[];
  /** The virtual instant in microseconds. */
  readonly at: number;
  /** The beginning of the run's fingerprint at that instant, by which another machine checks that its run is the same. */
  readonly print?: string;
}

const room = 'lesson/';

/** The hash that leads to a moment in the lab. */
export function momentAddress(lesson: Lesson, { choices, shown, at, print }: LessonMoment): string {
  const moved = lesson.controls.flatMap(({ id, choices: [first] }) => {
    const choice = choices[id];
    return choice === undefined || choice === first?.id ? [] : [`/${id}.${choice}`];
  });
  const slug = `${room}${lesson.id}${moved.join('')}`;
  return withPrint(writeAddress({ slug, seed: lesson.seed, shown, at }), print ?? '');
}

/** What the name of such a scenario says; undefined for any other. */
export function momentIn(
  slug: string,
): { readonly lesson: string; readonly choices: Choices } | undefined {
  if (!/^lesson\/[a-z0-9-]+(\/[a-z0-9-]+\.[a-z0-9-]+){0,5}$/.test(slug)) return undefined;
  const [, lesson = '', ...moved] = slug.split('/');
  const positions = moved.map((each) => each.split('.'));
  return {
    lesson,
    choices: Object.fromEntries(positions.map(([control = '', choice = '']) => [control, choice])),
  };
}
