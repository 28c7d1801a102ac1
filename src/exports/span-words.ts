/** What spans are called, for people. */
import { actorName, messageName, partitionName } from '../projections/index.ts';
import type { Cast, Trace } from '../trace/index.ts';
import type { Span } from './span.ts';

/** A few words for a span: `Payment handles OrderPlaced`. */
export function spanLabel(trace: Trace, cast: Cast, span: Span): string {
  const who = actorName(cast, span.actor);
  const what = messageName(trace, cast, span.message);
  const again = (word: string) => (span.attempt > 1 ? `, ${word} ${span.attempt}` : '');
  switch (span.part) {
    case 'order':
      return span.order < 0 ? 'The run' : `Order ${span.order}`;
    case 'call':
      return `${who} calls with ${what}${again('try')}`;
    case 'serve':
      return `${who} answers ${what}${again('try')}`;
    case 'send':
      return `${who} sends ${what}${again('try')}`;
    case 'network':
      return `${what} on its way to the log`;
    case 'log':
      return `${what} waits in ${partitionName(cast, span.partition)} for ${who}`;
    case 'fetch':
      return `${what} on its way to ${who}`;
    case 'queue':
      return `${what} waits in ${who}`;
    case 'process':
      return `${who} handles ${what}${again('delivery')}`;
    case 'work':
      return `${who} works on ${cast.steps[span.step]?.id ?? 'the flow'}${again('try')}`;
    case 'down':
      return `${who} is down`;
    case 'timer':
      return `A deadline of ${who} has passed`;
  }
}
