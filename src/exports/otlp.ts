/** A run as OTLP/JSON: spans that Jaeger and others open. After opentelemetry-proto 1 and the conventions for messaging. */
import { actorName, messageName, sentence } from '../projections/index.ts';
import { kinds } from '../trace/index.ts';
import { Ids, unixNanos, type ToldRun } from './run-name.ts';
import { spanParts, type Span, type SpanPart } from './span.ts';
import { spanLabel } from './span-words.ts';
import { SpanReader } from './spans.ts';

type AttributeValue = string | number | boolean;

/** So many rows or spans are done between two pieces, so that whoever asks can breathe. */
const stretch = 512;
const internal = 1;
const spanKinds: Readonly<Record<SpanPart, number>> = {
  ...{ order: internal, network: internal, log: internal, fetch: internal, queue: internal },
  ...{ work: internal, down: internal, timer: internal },
  ...{ serve: 2, call: 3, send: 4, process: 5 },
};

/** The text of the file in pieces, some of them empty: those only say that time has passed. */
export function* otlpPieces(run: ToldRun): Generator<string> {
  const reader = new SpanReader(run.trace, run.cast);
  for (let row = 0; row < run.trace.length; row++) {
    reader.see(row);
    if (row % stretch === 0) yield '';
  }
  const spans = reader.finish();
  const byActor = new Map<number, Span[]>();
  for (const span of spans) {
    const own = byActor.get(span.actor);
    if (own === undefined) byActor.set(span.actor, [span]);
    else own.push(span);
  }
  const writer = new SpanWriter(run, spans);
  yield '{"resourceSpans":[';
  let isFirst = true;
  for (const [actor, own] of [...byActor].sort(([a], [b]) => a - b)) {
    yield `${isFirst ? '\n' : ',\n'}{"resource":${JSON.stringify(writer.resource(actor))},"scopeSpans":[{"scope":${JSON.stringify(writer.scope)},"spans":[`;
    isFirst = false;
    for (let at = 0; at < own.length; at++)
      yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(writer.span(own[at] as Span))}`;
    yield ']}]}';
  }
  yield '\n]}\n';
}

class SpanWriter {
  readonly #run: ToldRun;
  readonly #spans: readonly Span[];
  readonly #ids: Ids;

  constructor(run: ToldRun, spans: readonly Span[]) {
    this.#run = run;
    this.#spans = spans;
    this.#ids = new Ids(run.name);
  }

  get scope() {
    return { name: 'baton', version: this.#run.name.engine };
  }

  resource(actor: number) {
    const { cast, name } = this.#run;
    const acting = cast.actors[actor];
    const service = cast.services[acting?.service ?? -1];
    return {
      attributes: attributesOf({
        'service.name': service?.id ?? acting?.id ?? 'unknown',
        'service.namespace': name.slug,
        'service.instance.id': acting?.id ?? 'unknown',
        'baton.process': actorName(cast, actor),
        'baton.style': name.style,
        'baton.seed': name.seed,
        'baton.run_hash': name.hash,
      }),
    };
  }

  span(span: Span) {
    const { trace, cast } = this.#run;
    return {
      ...{ traceId: this.#ids.trace(span.order), spanId: this.#idOf(span) },
      ...(span.parent < 0 ? {} : { parentSpanId: this.#idAt(span.parent) }),
      name: this.#name(span),
      kind: spanKinds[span.part],
      startTimeUnixNano: unixNanos(span.from),
      endTimeUnixNano: unixNanos(span.to),
      attributes: attributesOf(this.#attributes(span)),
      events: span.events.map((row) => ({
        timeUnixNano: unixNanos(trace.time(row)),
        name: kinds[trace.kind(row)] ?? 'row',
        attributes: attributesOf({
          'baton.row': row,
          'baton.sentence': sentence(trace, cast, row),
        }),
      })),
      links: span.links.map(({ span: other, why }) => ({
        traceId: this.#ids.trace(this.#spans[other]?.order ?? span.order),
        spanId: this.#idAt(other),
        attributes: attributesOf({ 'baton.link': why }),
      })),
      status: span.error === '' ? {} : { code: 2, message: span.error },
    };
  }

  /** `{operation} {destination}`, as the conventions for messaging have it; for all others what people read. */
  #name(span: Span): string {
    const { trace, cast } = this.#run;
    const topic = this.#topicOf(span);
    if (topic !== undefined && (span.part === 'send' || span.part === 'process'))
      return `${span.part} ${topic}`;
    if (span.part === 'work') return `work ${cast.steps[span.step]?.id ?? ''}`.trim();
    if (span.part === 'call' || span.part === 'serve')
      return messageName(trace, cast, span.message);
    return spanLabel(trace, cast, span);
  }

  #attributes(span: Span): Record<string, AttributeValue> {
    const { trace, cast } = this.#run;
    return {
      ...(span.order < 0 ? {} : { 'baton.order': span.order }),
      ...{ 'baton.row': span.row, 'baton.part': span.part, 'baton.attempt': span.attempt },
      'baton.label': spanLabel(trace, cast, span),
      ...(span.open ? { 'baton.unfinished': true } : {}),
      ...(span.partition < 0 ? {} : this.#messaging(span)),
    };
  }

  #messaging(span: Span): Record<string, AttributeValue> {
    const { trace, cast } = this.#run;
    const group = cast.services[cast.actors[span.actor]?.service ?? -1]?.group ?? -1;
    const groupId = span.part === 'process' ? cast.groups[group]?.id : undefined;
    const isOperation = span.part === 'send' || span.part === 'process';
    return {
      'messaging.system': 'kafka',
      ...(isOperation ? operation(span.part) : {}),
      'messaging.destination.name': this.#topicOf(span) ?? '',
      'messaging.destination.partition.id': String(
        cast.partitions[span.partition]?.partition ?? span.partition,
      ),
      ...(span.offset < 0 ? {} : { 'messaging.kafka.offset': span.offset }),
      ...(span.message < 0 ? {} : { 'messaging.message.id': `m-${span.message}` }),
      ...(span.order < 0 ? {} : { 'messaging.message.conversation_id': `order-${span.order}` }),
      ...(groupId === undefined ? {} : { 'messaging.consumer.group.name': groupId }),
      'cloudevents.event_type': messageName(trace, cast, span.message),
    };
  }

  #topicOf(span: Span): string | undefined {
    const { cast } = this.#run;
    return cast.topics[cast.partitions[span.partition]?.topic ?? -1]?.id;
  }

  #idAt(index: number): string {
    const span = this.#spans[index];
    return span === undefined ? '' : this.#idOf(span);
  }

  #idOf({ row, part }: Span): string {
    return this.#ids.span(row, spanParts.indexOf(part));
  }
}

function operation(name: string): Record<string, string> {
  return { 'messaging.operation.name': name, 'messaging.operation.type': name };
}

/** Attributes as OTLP/JSON writes them: whole numbers as text, for they may have 64 bits. */
function attributesOf(values: Readonly<Record<string, AttributeValue>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: AttributeValue) {
  if (typeof value === 'number') return { intValue: String(value) };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value };
}
