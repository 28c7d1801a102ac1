/** Plays a script of several programs: each goes on by itself, and what is done from outside waits for all that stands before it. A script does not say whether a call of one program waits for the others: it is played either way. */
import { GroupStage, type StageStep } from '../../broker/index.ts';

/** A step, and what it gave. */
export interface ScriptStep extends StageStep {
  readonly events: readonly string[];
}

/** How many ticks the longest script of these steps can take: one that has not ended by then never will. */
function patience(steps: readonly ScriptStep[]): number {
  const spans = steps.map(({ verb, words }) =>
    verb === 'poll' || verb === 'sleep' ? Number(words[0]) : 0,
  );
  const slack = 60_000;
  return (spans.reduce((sum, span) => sum + span, 0) + slack) / 10;
}

/** What came of a script: the events of each step, `undefined` for one that did not end. */
export interface Played {
  readonly events: readonly (readonly string[] | undefined)[];
  /** How many processes there were. */
  readonly lives: number;
}

/** One way in which a script can be played. */
export interface Manner {
  /** The place of each process among all, by the ids that it is given. */
  readonly order: readonly number[];
  /** Whether a call that takes no time waits for the steps of its own program before it, or for those of all. */
  readonly waits: 'own' | 'all';
}

/** Plays a script. */
export function playScript(
  steps: readonly ScriptStep[],
  settings: Readonly<Record<string, unknown>>,
  topics: readonly string[],
  { order, waits }: Manner,
): Played {
  const stage = new GroupStage(settings, topics, order);
  const events: (readonly string[] | undefined)[] = steps.map(() => undefined);
  const isDone = (index: number) => events[index] !== undefined;
  const before = steps.map((step, index) => predecessorOf(steps, step, index, waits));
  let next: number[] = steps.map((_, index) => index);
  const mayBegin = (index: number) => {
    const own = before[index] ?? -1;
    return own >= 0 ? isDone(own) : steps.every((_, at) => at >= index || isDone(at));
  };
  const most = patience(steps);
  for (let ticks = 0; events.includes(undefined) && ticks < most; ticks++) {
    next = next.filter((index) => {
      const step = steps[index];
      if (step === undefined || !mayBegin(index)) return true;
      stage.begin(step, (given) => {
        events[index] = given;
      });
      return false;
    });
    stage.tick();
  }
  return { events, lives: stage.lives };
}

/** The step of the same program that comes before this one; -1 for one that waits for all: a program's first, and what is done from outside. */
function predecessorOf(
  steps: readonly ScriptStep[],
  { who, verb }: ScriptStep,
  index: number,
  waits: Manner['waits'],
): number {
  const isLong = verb === 'poll' || verb === 'sleep';
  if (GroupStage.isOutside(verb) || (waits === 'all' && !isLong)) return -1;
  const own = steps.findLastIndex((step, at) => at < index && step.who === who);
  // A process that was killed and begins anew waits like any other.
  return steps[own]?.verb === 'SIGKILL' ? -1 : own;
}

/** The manners in which a script of so many processes can be played: all orders of them where they are few. */
export function mannersOf(count: number): readonly Manner[] {
  const places = Array.from({ length: count }, (_, index) => index);
  const orders =
    count > 4
      ? places.map((shift) => places.map((place) => (place + shift) % count))
      : permutations(places);
  return orders.flatMap((order): readonly Manner[] => [
    { order, waits: 'own' },
    { order, waits: 'all' },
  ]);
}

function permutations(places: readonly number[]): readonly (readonly number[])[] {
  if (places.length <= 1) return [places];
  return places.flatMap((first) =>
    permutations(places.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}
