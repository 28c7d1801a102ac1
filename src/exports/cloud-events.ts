/** The messages of a run as CloudEvents 1.0, a line of JSON each, in the order in which they were made. */
import { code, type Trace } from '../trace/index.ts';
import { Ids, timestamp, type ToldRun } from './run-name.ts';
import { spanParts } from './span.ts';

const stretch = 512;

/** Where a message first stood in the log. */
type Places = ReadonlyMap<number, { readonly row: number; readonly copies: number }>;

/**
 * The lines in pieces, some of them empty. A message that is said again is the same message: it has one line, as source
 * and id together name an event once.
 */
export function* cloudEventPieces(run: ToldRun): Generator<string> {
  const { trace } = run;
  const ids = new Ids(run.name);
  const placed = new Map<number, number>();
  const first = new Map<number, number>();
  const places: Places = yield* placesOf(trace);
  const told = new Set<number>();
  for (let row = 0; row < trace.length; row++) {
    if (row % stretch === 0) yield '';
    if (!first.has(trace.order(row))) first.set(trace.order(row), row);
    if (trace.kind(row) === code['order-placed'] && !placed.has(trace.order(row)))
      placed.set(trace.order(row), row);
    if (trace.kind(row) !== code['message-created'] || told.has(trace.message(row))) continue;
    told.add(trace.message(row));
    const event = {
      ...envelope(run, row),
      ...keyOf(run, row, placed.get(trace.order(row))),
      ...placeOf(run, places.get(trace.message(row))),
      ...(trace.order(row) < 0 ? {} : { traceparent: traceParent(run, ids, row, first) }),
      data: dataOf(run, row, placed.get(trace.order(row))),
    };
    yield `${JSON.stringify(event)}\n`;
  }
}

function* placesOf(trace: Trace): Generator<string, Places> {
  const places = new Map<number, { row: number; copies: number }>();
  for (let row = 0; row < trace.length; row++) {
    if (row % stretch === 0) yield '';
    if (trace.kind(row) !== code['record-appended']) continue;
    const known = places.get(trace.message(row));
    if (known === undefined) places.set(trace.message(row), { row, copies: 1 });
    else known.copies++;
  }
  return places;
}

/** The context attributes. Names of extensions have small letters and digits only. */
function envelope({ name, trace, cast }: ToldRun, row: number) {
  const type = cast.types[trace.a(row)];
  const actor = cast.actors[trace.actor(row)];
  const service = cast.services[actor?.service ?? -1]?.id ?? actor?.id ?? 'unknown';
  const order = trace.order(row);
  const causation = trace.b(row);
  const path = ['baton', name.slug, name.style, `seed-${name.seed}`, service];
  return {
    specversion: '1.0',
    id: `m-${trace.message(row)}`,
    source: `/${path.map(encodeURIComponent).join('/')}`,
    type: type?.name ?? 'unknown',
    time: timestamp(trace.time(row)),
    ...(order < 0 ? {} : { subject: `order-${order}`, correlationid: `order-${order}` }),
    ...(causation < 0 ? {} : { causationid: `m-${causation}` }),
    messagekind: type?.kind ?? 'event',
    datacontenttype: 'application/json',
  };
}

/** The record's key, of which its partition follows. Into which part a split key went is not told. */
function keyOf({ scenario, trace, cast }: ToldRun, row: number, placed: number | undefined) {
  const { key, salt } = scenario.workload;
  const isRecord = (cast.types[trace.a(row)]?.topic ?? -1) >= 0;
  if (!isRecord || key === 'none' || salt > 1 || placed === undefined) return {};
  const number = key === 'order' ? trace.order(row) : trace.c(placed);
  return { partitionkey: `${key}-${number}` };
}

/** Topic, partition and offset of the first copy in the log; nothing for a call, or for what never came there. */
function placeOf({ trace, cast }: ToldRun, place: { row: number; copies: number } | undefined) {
  if (place === undefined) return {};
  const at = cast.partitions[trace.a(place.row)];
  return {
    kafkatopic: cast.topics[at?.topic ?? -1]?.id ?? '',
    kafkapartition: at?.partition ?? -1,
    kafkaoffset: trace.b(place.row),
    ...(place.copies > 1 ? { copies: place.copies } : {}),
  };
}

/** The order's root span in the OTLP export of the same run: both can be laid beside each other. */
function traceParent(
  { trace }: ToldRun,
  ids: Ids,
  row: number,
  first: ReadonlyMap<number, number>,
): string {
  const root = first.get(trace.order(row)) ?? row;
  return `00-${ids.trace(trace.order(row))}-${ids.span(root, spanParts.indexOf('order'))}-01`;
}

function dataOf({ trace, cast }: ToldRun, row: number, placed: number | undefined) {
  const step = cast.types[trace.a(row)]?.step ?? -1;
  return {
    ...(trace.order(row) < 0 ? {} : { order: trace.order(row) }),
    ...(step < 0 ? {} : { step: cast.steps[step]?.id ?? '' }),
    attempt: trace.c(row),
    ...(placed === undefined
      ? {}
      : { priceCents: trace.a(placed), quantity: trace.b(placed), customer: trace.c(placed) }),
  };
}
