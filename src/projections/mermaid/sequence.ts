/** What happened to one order, as a Mermaid sequence diagram whose order is that of the trace: no effect before its cause. */
import { answers, outcomes, type Cast, type Trace, type TraceEvent } from '../../trace/index.ts';
import { amountText, messageName, stepName } from '../words/names.ts';
import { mermaidLabel } from './label.ts';

/** How much of it. */
export interface SequenceOptions {
  /** At most this many arrows; 200 when absent. */
  readonly limit?: number;
  /** The last row to look at; all rows when absent. */
  readonly upToRow?: number;
}

type Place = `client${number}` | `service${number}` | `topic${number}`;

interface Arrow {
  readonly from: Place;
  readonly to: Place;
  /** Solid for messages, dashed for answers; a cross for what is lost. */
  readonly line: '->>' | '-x' | '-->>' | '--x';
  readonly text: string;
}

interface Note {
  readonly over: Place;
  readonly text: string;
}

/** The text of the diagram of one order. */
export function sequenceDiagram(
  trace: Trace,
  cast: Cast,
  order: number,
  options: SequenceOptions = {},
): string {
  const limit = options.limit ?? 200;
  const last = Math.min(options.upToRow ?? trace.length - 1, trace.length - 1);
  const drawing = new Drawing(cast, limit);
  const span = spanOf(trace, order, last);
  for (let row = span.first; row <= span.last; row++) {
    if (trace.order(row) === order || isCrashOfNoOrder(trace, row)) {
      draw(drawing, trace, trace.read(row));
    }
  }
  return drawing.text(order);
}

/** A crash outside of any handler belongs to no order, but it may be why this one waits. */
function isCrashOfNoOrder(trace: Trace, row: number): boolean {
  return trace.order(row) < 0 && trace.is(row, 'process-crashed');
}

function spanOf(trace: Trace, order: number, upToRow: number): { first: number; last: number } {
  let first = trace.length;
  let last = -1;
  for (let row = 0; row <= upToRow; row++) {
    if (trace.order(row) !== order) continue;
    first = Math.min(first, row);
    last = row;
  }
  return { first, last };
}

/** Collects lines and gives each participant its number when it first appears. */
class Drawing {
  readonly cast: Cast;
  readonly #limit: number;
  readonly #participants = new Map<Place, string>();
  readonly #lines: string[] = [];
  #arrows = 0;

  constructor(cast: Cast, limit: number) {
    this.cast = cast;
    this.#limit = limit;
  }

  arrow({ from, to, line, text }: Arrow): void {
    this.#arrows++;
    if (this.#arrows > this.#limit) return;
    const ends = `${this.#name(from)}${line}${this.#name(to)}`;
    this.#lines.push(`  ${ends}: ${mermaidLabel(text)}`);
  }

  /** A note over a participant that is already there. */
  note({ over, text }: Note): void {
    const name = this.#participants.get(over);
    if (text === '' || name === undefined || this.#arrows > this.#limit) return;
    this.#lines.push(`  Note over ${name}: ${mermaidLabel(text)}`);
  }

  text(order: number): string {
    const left = this.#arrows - this.#limit;
    const first = this.#participants.values().next().value;
    const cut =
      left > 0 && first !== undefined
        ? [`  Note over ${first}: Cut here, ${left} of ${this.#arrows} arrows are not shown`]
        : [];
    return [
      'sequenceDiagram',
      `  accTitle: What happened to order ${order}`,
      `  accDescr: ${Math.min(this.#arrows, this.#limit)} messages between ${this.#participants.size} participants.`,
      ...[...this.#participants].map(
        ([place, name]) => `  participant ${name} as ${mermaidLabel(labelOf(this.cast, place))}`,
      ),
      ...this.#lines,
      ...cut,
      '',
    ].join('\n');
  }

  #name(place: Place): string {
    const known = this.#participants.get(place);
    if (known !== undefined) return known;
    const name = `p${this.#participants.size}`;
    this.#participants.set(place, name);
    return name;
  }
}

function labelOf(cast: Cast, place: Place): string {
  const index = Number(place.replace(/^[a-z]+/, ''));
  if (place.startsWith('service')) return cast.services[index]?.name ?? '';
  if (place.startsWith('topic')) return cast.topics[index]?.id ?? '';
  return cast.actors[index]?.name ?? '';
}

function processPlace(cast: Cast, actor: number): Place {
  const service = cast.actors[actor]?.service ?? -1;
  return service < 0 ? `client${actor}` : `service${service}`;
}

function topicPlace(cast: Cast, partition: number): Place {
  return `topic${cast.partitions[partition]?.topic ?? 0}`;
}

function again(attempt: number, word: string): string {
  return attempt > 1 ? `, ${word} ${attempt}` : '';
}

/** Draws one row: at most one arrow or one note. */
function draw(drawing: Drawing, trace: Trace, event: TraceEvent): void {
  const { cast } = drawing;
  const self = processPlace(cast, event.actor);
  const name = messageName(trace, cast, event.message);
  switch (event.kind) {
    case 'produce-sent': {
      const line = event.latency < 0 ? '-x' : '->>';
      const text = `${name}${again(event.attempt, 'try')}`;
      drawing.arrow({ from: self, to: topicPlace(cast, event.partition), line, text });
      return;
    }
    case 'record-sent':
      // What arrives is drawn when its handler begins: a batch waits in the consumer for its turn.
      if (event.latency < 0) {
        const from = topicPlace(cast, event.partition);
        drawing.arrow({ from, to: self, line: '-x', text: name });
      }
      return;
    case 'record-delivered': {
      const from = topicPlace(cast, event.partition);
      const text = `${name}${again(event.attempt, 'delivery')}`;
      drawing.arrow({ from, to: self, line: '->>', text });
      return;
    }
    case 'call-sent': {
      const line = event.latency < 0 ? '-x' : '->>';
      const text = `${name}${again(event.attempt, 'try')}`;
      drawing.arrow({ from: self, to: processPlace(cast, event.callee), line, text });
      return;
    }
    case 'reply-sent': {
      const line = event.latency < 0 ? '--x' : '-->>';
      const text = answers[event.answer] ?? 'answer';
      drawing.arrow({ from: self, to: processPlace(cast, event.caller), line, text });
      return;
    }
    default:
      drawing.note({ over: self, text: noteOf(cast, name, event) });
  }
}

/** What is worth a note, or nothing. */
function noteOf(cast: Cast, name: string, event: TraceEvent): string {
  switch (event.kind) {
    case 'effect-applied':
      return `${stepName(cast, event.step)} in force ${amountText(cast, event.step, event.amount)}`;
    case 'effect-undone':
      return `${stepName(cast, event.step)} taken back ${amountText(cast, event.step, event.amount)}`;
    case 'effect-deduplicated':
      return `${stepName(cast, event.step)} recognised by its key`;
    case 'duplicate-suppressed':
      return `Duplicate of ${name} suppressed`;
    case 'work-refused':
      return `${stepName(cast, event.step)} refused`;
    case 'dead-lettered':
      return `${name} given up as a dead letter`;
    case 'process-crashed':
      return `${cast.actors[event.actor]?.name ?? ''} crashes`;
    case 'call-timed-out':
      return `No answer to ${name} in time`;
    case 'deadline-passed':
      return 'Deadline passed';
    case 'order-abandoned':
      return 'Client gives up';
    case 'order-ended':
      return `Order ${outcomes[event.outcome] ?? 'ended'}`;
    default:
      return '';
  }
}
