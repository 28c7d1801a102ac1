/** Why a process acted a second time: the delivery that made it, and what went wrong between the first and that one. */
import { produceErrors, type Cast, type Kind, type Trace } from '../trace/index.ts';
import { clause } from './findings.ts';
import { beginningOf, seconds, type Phrases } from './phrases.ts';
import type { Clause } from './verdict.ts';

/** The row in which something was done first, and the one in which it was done again. */
interface Twice {
  readonly before: number;
  readonly again: number;
}

interface Names {
  readonly cast: Cast;
  readonly phrases: Phrases;
}

/** The clauses that say why something was done again; none when the trace does not lead back to a delivery. */
export function repetition(trace: Trace, names: Names, { before, again }: Twice): Clause[] {
  const occasion = names.phrases.occasion(trace, again, before);
  if (occasion === undefined) return [];
  const reason = reasonOf(trace, names, {
    before: beginningOf(trace, before),
    again: beginningOf(trace, again),
  });
  return reason === undefined ? [occasion] : [occasion, reason];
}

/** What went wrong between two deliveries of one message, undefined when they are not of one. */
function reasonOf(trace: Trace, names: Names, { before, again }: Twice): Clause | undefined {
  if (before < 0 || trace.message(before) !== trace.message(again)) return undefined;
  if (!trace.is(before, 'record-delivered') || !trace.is(again, 'record-delivered'))
    return undefined;
  const isSamePlace = trace.a(before) === trace.a(again) && trace.b(before) === trace.b(again);
  return isSamePlace
    ? redelivered(trace, names, { before, again })
    : storedAgain(trace, names, trace.message(again));
}

/** One way in which a consumer loses what it has done, told by a row about it. */
interface Loss {
  readonly kind: Kind;
  readonly words: string;
}

/** The likelier reason first: a crash says more than the expulsion that follows from it. */
const losses: readonly Loss[] = [
  { kind: 'delivery-duplicated', words: 'was handed it twice by a fault' },
  { kind: 'process-crashed', words: 'crashed before its offset was committed' },
  { kind: 'poll-overdue', words: 'had not polled for max.poll.interval.ms' },
  { kind: 'member-expelled', words: 'was expelled for its silence' },
  { kind: 'member-left', words: 'left the group' },
  { kind: 'position-reset', words: 'was set back by auto.offset.reset' },
  { kind: 'partition-lost', words: 'found its partition taken' },
  { kind: 'partition-revoked', words: 'gave its partition up before its offset was committed' },
];

function redelivered(
  trace: Trace,
  { phrases }: Names,
  { before, again }: Twice,
): Clause | undefined {
  const holders = [trace.actor(before), trace.actor(again)];
  for (const { kind, words } of losses) {
    for (let row = again - 1; row > before; row--) {
      if (!trace.is(row, kind) || !holders.includes(trace.actor(row))) continue;
      if (isElsewhere(trace, row, again)) continue;
      const who = phrases.actor(trace.actor(row));
      return clause(`for at ${seconds(trace.time(row))} ${who} ${words}`, row);
    }
  }
  return undefined;
}

/** Whether a row about a partition is about another one. */
function isElsewhere(trace: Trace, row: number, delivered: number): boolean {
  const kinds: readonly Kind[] = ['partition-lost', 'partition-revoked', 'position-reset'];
  return kinds.some((kind) => trace.is(row, kind)) && trace.a(row) !== trace.a(delivered);
}

/** Why a message stands in the log twice. */
function storedAgain(trace: Trace, { phrases }: Names, message: number): Clause | undefined {
  let failed = -1;
  let sent = -1;
  for (let row = 0; row < trace.length; row++) {
    if (trace.is(row, 'process-crashed') && sent >= 0 && trace.actor(row) === trace.actor(sent)) {
      failed = row;
    }
    if (trace.message(row) !== message) continue;
    if (trace.is(row, 'produce-failed') || trace.is(row, 'leg-lost')) failed = row;
    if (!trace.is(row, 'produce-sent')) continue;
    if (sent >= 0) return again(trace, phrases, { sent: row, failed });
    sent = row;
  }
  return undefined;
}

function again(
  trace: Trace,
  phrases: Phrases,
  { sent, failed }: { readonly sent: number; readonly failed: number },
): Clause {
  const who = phrases.actor(trace.actor(sent));
  const when = seconds(trace.time(sent));
  if (failed < 0) return clause(`for ${who} sent it again at ${when}`, sent);
  if (trace.is(failed, 'process-crashed'))
    return clause(`for ${who} had crashed, and sent it anew at ${when}`, failed, sent);
  const why = trace.is(failed, 'leg-lost')
    ? 'had no answer'
    : `was told ${produceErrors[trace.c(failed)] ?? 'an error'}`;
  return clause(`for ${who} ${why}, and sent it again at ${when}`, failed, sent);
}
