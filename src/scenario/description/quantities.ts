/** Shapes of spans and chances, which many parts of a scenario use. */
import type { Calls, Chance, SpanMs } from '../format.ts';
import { limits } from '../limits.ts';
import { defaulted, object, required } from '../shapes/object.ts';
import { whole } from '../shapes/number.ts';
import type { Shape } from '../shapes/shape.ts';

/** A duration of up to a day that may be nothing. */
export const delayMs = whole({ min: 0, max: limits.dayMs });

/** A duration of up to a day that takes time. */
export const durationMs = whole({ min: 1, max: limits.dayMs });

/** An instant of the run, up to a year from its beginning. */
export const instantMs = whole({ min: 0, max: limits.yearMs });

/** How often something is tried. */
export const attempts = whole({ min: 1, max: 100 });

/** A span that is drawn anew each time. */
export const span = object<SpanMs>(
  { title: 'Span', sentence: 'A span that is drawn anew each time; both ends are possible.' },
  {
    minMs: required(delayMs, 'The shortest span in milliseconds.'),
    maxMs: required(delayMs, 'The longest span in milliseconds.'),
  },
);

/** A chance as a fraction of whole numbers. */
export const chance = object<Chance>(
  { title: 'Chance', sentence: 'A chance as a fraction: `in` times of `of`.' },
  {
    in: required(whole({ min: 0, max: 1_000_000 }), 'How many times it happens.'),
    of: required(whole({ min: 1, max: 1_000_000 }), 'Out of how many times.'),
  },
);

/** What never happens. */
export const never: Chance = { in: 0, of: 1 };

/** How often a caller asks before it gives up; every part has its own default. */
export function calls(title: string, fallback: Calls): Shape<Calls> {
  return object<Calls>(
    { title, sentence: 'How often a caller asks before it gives up.' },
    {
      deadlineMs: defaulted(
        durationMs,
        fallback.deadlineMs,
        'How long the caller waits for an answer.',
      ),
      attempts: defaulted(attempts, fallback.attempts, 'How often it asks in all.'),
      backoffMs: defaulted(delayMs, fallback.backoffMs, 'How long it waits before it asks again.'),
    },
  );
}
