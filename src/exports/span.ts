/** A span: something that lasted, at one process, with what caused it. After OpenTelemetry's model of traces. */

/** What lasts. `order` is the whole of an order, `down` the time between a crash and the restart. */
export const spanParts = [
  'order',
  'call',
  'serve',
  'send',
  'network',
  'log',
  'fetch',
  'queue',
  'process',
  'work',
  'down',
  'timer',
] as const;
/** What lasts. */
export type SpanPart = (typeof spanParts)[number];

/** A span that this one follows without being inside of it, and in which way. */
export interface SpanLink {
  /** The other span: its index in the list. */
  readonly span: number;
  readonly why: 'caused by' | 'delivered before' | 'tried before';
}

/** Something that lasted. */
export interface Span {
  /** Its place in the list of spans. */
  readonly index: number;
  /** The row with which it begins. A row can begin several spans, each of another part. */
  readonly row: number;
  readonly part: SpanPart;
  /** The acting process. */
  readonly actor: number;
  /** -1 for what is about no order. */
  readonly order: number;
  readonly message: number;
  readonly from: number;
  to: number;
  /** The span that led to it: it begins no later, and either holds this one or is linked. -1 for none. */
  readonly parent: number;
  readonly links: SpanLink[];
  /** Rows that tell what happened meanwhile. */
  readonly events: number[];
  /** Why it failed; empty when it did not. */
  error: string;
  /** The end was not told. */
  open: boolean;
  readonly attempt: number;
  readonly partition: number;
  readonly offset: number;
  /** The step of a span of work, -1 for none. */
  readonly step: number;
}
