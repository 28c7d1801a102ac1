/** Rows for people who read files: aligned lines for golden traces, and objects with all names resolved. */
import { brokerSettings } from '../../scenario/index.ts';
import {
  acknowledgements,
  answers,
  caps,
  cleaningReasons,
  deletionReasons,
  leaveReasons,
  legs,
  moments,
  outcomes,
  points,
  produceErrors,
  reasons,
  rebalanceReasons,
  refusals,
  transactionEnds,
  vocabulary,
  type Cast,
  type Kind,
  type Trace,
} from '../../trace/index.ts';
import {
  amountText,
  groupName,
  machineName,
  partitionName,
  spanText,
  stateName,
  stepName,
  typeName,
  typeOf,
} from './names.ts';
import { stormAt } from './stops.ts';

/** A value of a row with its name resolved. */
export type RowValue = string | number | null;

/** One row as an object: for `JSON.stringify`. Absent numbers are left out. */
export type RowObject = Readonly<Record<string, RowValue>>;

interface Reader {
  readonly cast: Cast;
  readonly kind: Kind;
  /** The machine of the row, for its states. */
  readonly machine: number;
  readonly value: number;
}

type Resolve = (reader: Reader) => readonly [name: string, value: RowValue];

const inMs =
  (name: string): Resolve =>
  ({ value }) => [`${name}Ms`, value < 0 ? null : value / 1000];
const named =
  (name: string, of: (cast: Cast, index: number) => string | undefined): Resolve =>
  ({ cast, value }) => [name, of(cast, value) ?? null];
const listed = (name: string, list: readonly string[]): Resolve =>
  named(name, (_, index) => list[index]);
const actorId = (name: string): Resolve => named(name, (cast, index) => cast.actors[index]?.id);
const stateOf =
  (name: string): Resolve =>
  ({ cast, machine, value }) => [name, stateName(cast, machine, value)];

const appends: ReadonlySet<Kind> = new Set<Kind>([
  'record-appended',
  'produce-deduplicated',
  'produce-refused',
]);

/** What the code of a reason means, by the kind of the row; for all others it is why work failed. */
const reasonsBy: { readonly [K in Kind]?: readonly string[] } = {
  'rebalance-started': rebalanceReasons,
  'member-left': leaveReasons,
  'log-start-moved': deletionReasons,
  'record-cleaned': cleaningReasons,
  'transaction-ended': transactionEnds,
};

/** How the numbers of a row are resolved, by their names in the vocabulary. What is not here stays a number. */
const resolvers: Readonly<Record<string, Resolve>> = {
  callee: actorId('callee'),
  caller: actorId('caller'),
  // Only where a record is appended or refused is it a process; transactions know producers by their own ids.
  producer: (reader) =>
    appends.has(reader.kind) ? actorId('producer')(reader) : ['producer', reader.value],
  error: listed('error', produceErrors),
  acknowledgement: listed('acknowledgement', acknowledgements),
  topic: named('topic', (cast, index) => cast.topics[index]?.id),
  setting: ({ value }) => ['setting', brokerSettings[value]?.name ?? null],
  latency: inMs('latency'),
  span: inMs('span'),
  type: named('type', (cast, index) => cast.types[index]?.name),
  partition: named('partition', (cast, index) =>
    index < 0 ? undefined : partitionName(cast, index),
  ),
  group: named('group', (cast, index) => cast.groups[index]?.id),
  machine: named('machine', (cast, index) => cast.machines[index]?.id),
  step: named('step', (cast, index) => cast.steps[index]?.id),
  from: stateOf('from'),
  to: stateOf('to'),
  state: stateOf('state'),
  reach: ({ value }) => ['reach', value === 1 ? 'outside' : 'own store'],
  leg: listed('leg', legs),
  point: listed('point', points),
  moment: listed('moment', moments),
  outcome: listed('outcome', outcomes),
  refusal: listed('refusal', refusals),
  answer: listed('answer', answers),
  cap: listed('cap', caps),
  reason: ({ kind, value }) => ['reason', (reasonsBy[kind] ?? reasons)[value] ?? null],
};

/** One row with its names resolved: what `baton trace --format jsonl` writes a line of. */
export function jsonLine(trace: Trace, cast: Cast, row: number): RowObject {
  const { kind, time, actor, order, message, cause } = trace.read(row);
  const object: Record<string, RowValue> = {
    row,
    timeMs: time / 1000,
    kind,
    actor: cast.actors[actor]?.id ?? null,
  };
  if (order >= 0) object['order'] = order;
  if (message >= 0) {
    object['message'] = message;
    object['messageType'] = cast.types[typeOf(trace, message)]?.name ?? null;
  }
  const numbers = [trace.a(row), trace.b(row), trace.c(row)];
  vocabulary[kind].forEach((name: string, index) => {
    const value = numbers[index] ?? -1;
    const [key, resolved] = resolvers[name]?.({ cast, kind, machine: trace.a(row), value }) ?? [
      name,
      value,
    ];
    if (resolved !== null && resolved !== -1) object[key] = resolved;
    else if (name === 'latency') object['lost'] = 'yes';
  });
  if (cause >= 0) object['cause'] = cause;
  const storm = kind === 'cap-reached' ? stormAt(trace, cast, row) : undefined;
  if (storm !== undefined) object['storm'] = storm.circle;
  return object;
}

/** Which rows: from the first up to and including the last. */
export interface RowRange {
  readonly first?: number;
  readonly last?: number;
  /** Only rows of these kinds; all kinds when absent. */
  readonly kinds?: readonly Kind[];
  /** Only rows of this order. */
  readonly order?: number;
}

/** Rows as aligned lines: `   40ms  payment    effect-applied       charge 42.10   order 7`. */
export function eventLines(trace: Trace, cast: Cast, range: RowRange = {}): readonly string[] {
  const actorWidth = cast.actors.reduce((width, actor) => Math.max(width, actor.id.length), 0);
  const lines: string[] = [];
  const last = Math.min(range.last ?? trace.length - 1, trace.length - 1);
  for (let row = range.first ?? 0; row <= last; row++) {
    if (range.order !== undefined && range.order !== trace.order(row)) continue;
    const { kind, time, actor, order } = trace.read(row);
    if (range.kinds?.includes(kind) === false) continue;
    const cells = [
      `${time / 1000}ms`.padStart(10),
      (cast.actors[actor]?.id ?? '').padEnd(actorWidth),
      kind.padEnd(20),
      detail(trace, cast, row).padEnd(44),
      order < 0 ? '' : `order ${order}`,
    ];
    lines.push(cells.join('  ').trimEnd());
  }
  return lines;
}

/** What a row is about, as short as it can be said. */
function detail(trace: Trace, cast: Cast, row: number): string {
  const event = trace.read(row);
  const type = typeOf(trace, event.message);
  const words = type < 0 ? [] : [typeName(cast, type)];
  const place =
    'partition' in event && event.partition >= 0 ? partitionName(cast, event.partition) : '';
  if (place !== '') words.push('offset' in event ? `${place}@${event.offset}` : place);
  if ('machine' in event) words.push(machineName(cast, event.machine));
  if ('from' in event) {
    words.push(
      `${stateName(cast, event.machine, event.from)} → ${stateName(cast, event.machine, event.to)}`,
    );
  } else if ('state' in event) words.push(stateName(cast, event.machine, event.state));
  if ('step' in event) words.push(stepName(cast, event.step));
  if ('amount' in event) words.push(amountText(cast, event.step, event.amount));
  if ('group' in event) words.push(groupName(cast, event.group));
  if ('outcome' in event) words.push(outcomes[event.outcome] ?? '');
  if ('span' in event) words.push(spanText(event.span));
  if ('attempt' in event && event.attempt > 1) words.push(`attempt ${event.attempt}`);
  if ('latency' in event && event.latency < 0) words.push('lost');
  return words.filter((word) => word !== '').join(' ');
}
