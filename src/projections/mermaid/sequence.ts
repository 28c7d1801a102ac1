/** The sequence diagram of an order as Mermaid text. */
import type { Cast, Trace } from '../../trace/index.ts';
import { mermaidLabel } from './label.ts';
import {
  mostArrows,
  sequenceFigure,
  type SequenceArrow,
  type SequenceFigure,
  type SequenceOptions,
} from './sequence-figure.ts';

/** The text of the diagram of one order. */
export function sequenceDiagram(
  trace: Trace,
  cast: Cast,
  order: number,
  options: SequenceOptions = {},
): string {
  return sequenceText(sequenceFigure(trace, cast, order, options), order, options.limit);
}

/** A diagram as text. `limit` is the one that the figure was made with. */
export function sequenceText(
  { participants, items, arrows }: SequenceFigure,
  order: number,
  limit = mostArrows,
): string {
  const left = arrows - limit;
  const cut =
    left > 0 && participants.length > 0
      ? [`  Note over p0: Cut here, ${left} of ${arrows} arrows are not shown`]
      : [];
  const lines = items.map((item) =>
    item.kind === 'note'
      ? `  Note over p${item.over}: ${mermaidLabel(item.text)}`
      : `  p${item.from}${lineOf(item)}p${item.to}: ${mermaidLabel(item.text)}`,
  );
  return [
    'sequenceDiagram',
    `  accTitle: What happened to order ${order}`,
    `  accDescr: ${Math.min(arrows, limit)} messages between ${participants.length} participants.`,
    ...participants.map((name, column) => `  participant p${column} as ${mermaidLabel(name)}`),
    ...lines,
    ...cut,
    '',
  ].join('\n');
}

/** Solid for messages, dashed for answers; a cross for what is lost. */
function lineOf({ isAnswer, isLost }: SequenceArrow): string {
  return `${isAnswer ? '--' : '-'}${isLost ? 'x' : '>>'}`;
}
