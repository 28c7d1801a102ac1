/** What happened to one order as columns, arrows and notes, each with the row that tells it: no effect before its cause. */
import { answers, outcomes, type Cast, type Trace, type TraceEvent } from '../../trace/index.ts';
import { amountText, messageName, stepName } from '../words/names.ts';

/** How much of it. */
export interface SequenceOptions {
  /** At most this many arrows; 200 when absent. */
  readonly limit?: number;
  /** The last row to look at; all rows when absent. */
  readonly upToRow?: number;
}

/** A message on its way. `from` and `to` are columns. */
export interface SequenceArrow {
  readonly kind: 'arrow';
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly isAnswer: boolean;
  readonly isLost: boolean;
  readonly text: string;
}

/** Something that happened at one participant. */
export interface SequenceNote {
  readonly kind: 'note';
  readonly row: number;
  /** Its column. */
  readonly over: number;
  readonly text: string;
}

/** A diagram before it is text. */
export interface SequenceFigure {
  /** The names of the columns, in the order in which they first take part. */
  readonly participants: readonly string[];
  /** Arrows and notes in the order of the trace. */
  readonly items: readonly (SequenceArrow | SequenceNote)[];
  /** All arrows, those that were left out included. */
  readonly arrows: number;
}

type Place = `client${number}` | `service${number}` | `topic${number}`;

interface Arrow {
  readonly from: Place;
  readonly to: Place;
  readonly isAnswer?: boolean;
  readonly isLost: boolean;
  readonly text: string;
}

/** So many arrows are drawn when nobody says how many. */
export const mostArrows = 200;

/** The diagram of one order. */
export function sequenceFigure(
  trace: Trace,
  cast: Cast,
  order: number,
  options: SequenceOptions = {},
): SequenceFigure {
  const last = Math.min(options.upToRow ?? trace.length - 1, trace.length - 1);
  const drawing = new Drawing(cast, options.limit ?? mostArrows);
  const span = spanOf(trace, order, last);
  for (let row = span.first; row <= span.last; row++) {
    if (trace.order(row) === order || isCrashOfNoOrder(trace, row))
      draw(drawing, trace, trace.read(row), row);
  }
  return drawing.figure;
}

/** An arrow or a note as a sentence: the diagram for those who do not see it. */
export function sequenceSentence(
  { participants }: SequenceFigure,
  item: SequenceArrow | SequenceNote,
): string {
  const name = (column: number) => participants[column] ?? '';
  if (item.kind === 'note') return `${name(item.over)}: ${item.text}`;
  const way = `${name(item.from)} ${item.isAnswer ? 'answers' : 'to'} ${name(item.to)}: ${item.text}`;
  return item.isLost ? `${way}, lost on the way` : way;
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

/** Collects what is drawn and gives each participant its column when it first appears. */
class Drawing {
  readonly cast: Cast;
  readonly #limit: number;
  readonly #columns = new Map<Place, number>();
  readonly #items: (SequenceArrow | SequenceNote)[] = [];
  #arrows = 0;

  constructor(cast: Cast, limit: number) {
    this.cast = cast;
    this.#limit = limit;
  }

  get figure(): SequenceFigure {
    const participants = [...this.#columns.keys()].map((place) => labelOf(this.cast, place));
    return { participants, items: this.#items, arrows: this.#arrows };
  }

  arrow(row: number, { from, to, isAnswer = false, isLost, text }: Arrow): void {
    this.#arrows++;
    if (this.#arrows > this.#limit) return;
    const ends = { from: this.#column(from), to: this.#column(to) };
    this.#items.push({ kind: 'arrow', row, ...ends, isAnswer, isLost, text });
  }

  /** A note over a participant that is already there. */
  note(row: number, place: Place, text: string): void {
    const over = this.#columns.get(place);
    if (text === '' || over === undefined || this.#arrows > this.#limit) return;
    this.#items.push({ kind: 'note', row, over, text });
  }

  #column(place: Place): number {
    const known = this.#columns.get(place);
    if (known !== undefined) return known;
    const column = this.#columns.size;
    this.#columns.set(place, column);
    return column;
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
function draw(drawing: Drawing, trace: Trace, event: TraceEvent, row: number): void {
  const { cast } = drawing;
  const self = processPlace(cast, event.actor);
  const name = messageName(trace, cast, event.message);
  switch (event.kind) {
    case 'produce-sent': {
      const text = `${name}${again(event.attempt, 'try')}`;
      const to = topicPlace(cast, event.partition);
      drawing.arrow(row, { from: self, to, isLost: event.latency < 0, text });
      return;
    }
    case 'record-sent':
      // What arrives is drawn when its handler begins: a batch waits in the consumer for its turn.
      if (event.latency < 0) {
        const from = topicPlace(cast, event.partition);
        drawing.arrow(row, { from, to: self, isLost: true, text: name });
      }
      return;
    case 'record-delivered': {
      const from = topicPlace(cast, event.partition);
      const text = `${name}${again(event.attempt, 'delivery')}`;
      drawing.arrow(row, { from, to: self, isLost: false, text });
      return;
    }
    case 'call-sent': {
      const text = `${name}${again(event.attempt, 'try')}`;
      const to = processPlace(cast, event.callee);
      drawing.arrow(row, { from: self, to, isLost: event.latency < 0, text });
      return;
    }
    case 'reply-sent': {
      const text = answers[event.answer] ?? 'answer';
      const to = processPlace(cast, event.caller);
      drawing.arrow(row, { from: self, to, isAnswer: true, isLost: event.latency < 0, text });
      return;
    }
    default:
      drawing.note(row, self, noteOf(cast, name, event));
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
