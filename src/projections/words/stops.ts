/** Why a run was stopped by a limit, in words; and for an event storm the circle in which its messages went, read from their causes. */
import { caps, code, type Cap, type Cast, type Trace } from '../../trace/index.ts';
import { messagesOf } from '../ledger/messages.ts';
import { actorName, clock, typeName } from './names.ts';

/** A run that a limit stopped. */
export interface Stopped {
  /** The row that tells of it, the last one of the run. */
  readonly row: number;
  readonly cap: Cap;
  readonly limit: number;
  /** Which limit, and what that means; for a storm its circle too. */
  readonly sentence: string;
  readonly storm: Storm | undefined;
}

/** Messages that led to each other in a circle. */
export interface Storm {
  /** The row in which the first message of all was made: what set it off. */
  readonly firstRow: number;
  /** The last round, its first message and that message's like included. */
  readonly round: readonly StormMessage[];
  /** `OrderPlaced → Billing → PaymentTaken → Orders → OrderPlaced`. */
  readonly circle: string;
}

/** One message of a round. */
export interface StormMessage {
  /** The row in which it was made. */
  readonly row: number;
  readonly type: string;
  /** Who made it. */
  readonly maker: string;
}

/** How a run was stopped; undefined for one that goes on, or that came to its end by itself. */
export function stopOf(trace: Trace, cast: Cast): Stopped | undefined {
  const row = trace.length - 1;
  if (row < 0 || !trace.is(row, 'cap-reached')) return undefined;
  const limit = trace.b(row);
  const cap = caps[trace.a(row)];
  if (cap === undefined) return undefined;
  const storm = stormAt(trace, cast, row);
  return {
    row,
    cap,
    limit,
    storm,
    sentence: `${stopText(trace.a(row), limit)}${stormText(storm)}`,
  };
}

const reasons: Readonly<Record<Cap, (limit: string, micros: number) => string>> = {
  eventsPerRun: (limit) =>
    `it has come to ${limit} events, the most that one run may have, and is not at its end.`,
  eventsPerInstant: (limit) =>
    `${limit} events happened at one and the same instant, the most that may. Time would not go on.`,
  lastInstant: (_, micros) =>
    `it would go on past ${clock(micros)}, the last instant that a run may reach: orders come later still, or something tries again without end.`,
  hops: (limit) => `one message led to the next more than ${limit} times in a row.`,
  messagesPerRoot: (limit) => `more than ${limit} messages go back to one and the same first one.`,
  rows: (limit) => `it has told ${limit} rows, the most that one run may tell.`,
};

/** What a limit means for the run that came to it. */
export function stopText(cap: number, limit: number): string {
  const name = caps[cap];
  const reason = name === undefined ? 'a limit was reached.' : reasons[name](grouped(limit), limit);
  return `The run is stopped: ${reason}`;
}

/** The circle of a storm as a further sentence; nothing for none. */
export function stormText(storm: Storm | undefined): string {
  return storm === undefined ? '' : ` This is an event storm: ${storm.circle}.`;
}

/** The circle in which messages went up to the row of a stop; undefined when they went in none. */
export function stormAt(trace: Trace, cast: Cast, stopRow: number): Storm | undefined {
  const rows = chainTo(trace, lastMessageRow(trace, stopRow));
  const from = circleBegin(rows.map((row) => trace.a(row)));
  const [firstRow] = rows;
  if (from === undefined || firstRow === undefined) return undefined;
  const round = rows.slice(from).map((row) => ({
    row,
    type: typeName(cast, trace.a(row)),
    maker: makerOf(trace, cast, row),
  }));
  const circle = round.map(({ maker, type }, at) => (at === 0 ? type : `${maker} → ${type}`));
  return { firstRow, round, circle: circle.join(' → ') };
}

/** The row that tells of the making of the message with which it ended, or else of the last message at all. */
function lastMessageRow(trace: Trace, stopRow: number): number {
  if (trace.cause(stopRow) >= 0) return trace.cause(stopRow);
  for (let row = stopRow; row >= 0; row--)
    if (trace.kind(row) === code['message-created']) return row;
  return -1;
}

/** The rows in which a message and all that led to it were made, the first one first. */
function chainTo(trace: Trace, lastRow: number): number[] {
  const messages = messagesOf(trace);
  const chain: number[] = [];
  for (let row = lastRow; row >= 0; row = messages.rowOf(trace.b(row))) chain.push(row);
  return chain.reverse();
}

/** Where the last type of a chain stands for the last time but one; undefined when it came only once. */
function circleBegin(types: readonly number[]): number | undefined {
  const last = types.length - 1;
  const before = last < 1 ? -1 : types.lastIndexOf(types[last] ?? -1, last - 1);
  return before < 0 ? undefined : before;
}

/** A service by its own name, whichever of its instances it was. */
function makerOf(trace: Trace, cast: Cast, row: number): string {
  const actor = trace.actor(row);
  const service = cast.actors[actor]?.service ?? -1;
  return cast.services[service]?.name ?? actorName(cast, actor);
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
