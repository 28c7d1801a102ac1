/** Sentences about orders, calls, work, effects, machines and processes. */
import { answers, moments, outcomes, points, reasons, type Kind } from '../../trace/index.ts';
import { counted, money, spanText } from './names.ts';
import type { Sentences } from './sentences.ts';
import { stopText } from './stops.ts';

/** The kinds of this file. */
export type FlowKind = Extract<
  Kind,
  | `order-${string}`
  | `call-${string}`
  | `reply-${string}`
  | `work-${string}`
  | `effect-${string}`
  | `process-${string}`
  | `deadline-${string}`
  | `outbox-${string}`
  | 'message-created'
  | 'store-committed'
  | 'state-changed'
  | 'event-ignored'
  | 'fault-struck'
  | 'cap-reached'
  | 'handler-blocked'
  | 'run-drained'
>;

function crashPlace(point: number, moment: number): string {
  const [at, side] = [points[point], moments[moment]];
  return at === undefined || side === undefined ? '' : ` ${side} its point "${at}"`;
}

function because(reason: number): string {
  return reasons[reason] ?? 'no reason given';
}

function running(instances: number): string {
  return `${counted(instances, 'instance')} ${instances === 1 ? 'runs' : 'run'}`;
}

/** One sentence for each. */
export const flowSentences: Sentences<FlowKind> = {
  'order-placed': ({ price, quantity, customer }, say) =>
    `${say.who} places ${say.order} for customer ${customer}: ${counted(quantity, 'unit')} for ${money(price)}.`,
  'order-accepted': (_, say) => `${say.who} stores ${say.order} as accepted and pending.`,
  'order-ended': ({ outcome }, say) =>
    `${say.who} stores that ${say.order} has ended: ${outcomes[outcome] ?? 'open'}.`,
  'order-abandoned': ({ attempts }, say) =>
    `${say.who} gives up asking for ${say.order} after ${counted(attempts, 'try').replace('trys', 'tries')}.`,
  'call-sent': ({ callee, latency, attempt }, say) =>
    `${say.who} calls ${say.actor(callee)} with ${say.message}${say.retry(attempt)}${say.arrival(latency)}.`,
  'call-received': ({ caller, attempt }, say) =>
    `${say.who} begins to work on the call ${say.message} from ${say.actor(caller)}${say.retry(attempt)}.`,
  'reply-sent': ({ caller, latency, answer }, say) =>
    `${say.who} answers ${say.actor(caller)} about ${say.message} with "${answers[answer] ?? 'nothing'}"${say.arrival(latency)}.`,
  'reply-received': ({ callee, answer }, say) =>
    `${say.who} has the answer of ${say.actor(callee)} to ${say.message}: "${answers[answer] ?? 'nothing'}".`,
  'call-timed-out': ({ callee, attempt }, say) =>
    `${say.who} has waited too long for ${say.actor(callee)} to answer about ${say.order}${say.retry(attempt)}.`,
  'message-created': ({ type, attempt }, say) =>
    `${say.who} makes the message ${say.type(type)}${say.ofOrder}${say.retry(attempt)}.`,
  'work-started': ({ step, span, attempt }, say) =>
    `${say.who} begins the work of ${say.step(step)}${say.retry(attempt)}; it takes ${spanText(span)}.`,
  'work-failed': ({ step, reason, attempt }, say) =>
    `${say.who} fails at ${say.step(step)}${say.retry(attempt)}: ${because(reason)}.`,
  'work-refused': ({ step, reason }, say) =>
    `${say.who} refuses ${say.step(step)}: ${because(reason)}.`,
  'effect-applied': ({ step, amount, reach }, say) =>
    `${say.who} puts the effect of ${say.step(step)} in force${reach === 1 ? ' at an outside party' : ''}${say.amount(step, amount)}.`,
  'effect-undone': ({ step, amount, reach }, say) =>
    `${say.who} takes the effect of ${say.step(step)} back${reach === 1 ? ' at an outside party' : ''}${say.amount(step, amount)}.`,
  'effect-deduplicated': ({ step }, say) =>
    `The outside party recognises ${say.step(step)} by its key and does nothing.`,
  'store-committed': ({ outboxRows, inboxRows, message }, say) => {
    const about = message < 0 ? say.forOrder : ` after ${say.message}`;
    return `${say.who} commits its store${about}, with ${counted(outboxRows, 'outbox row')} and ${counted(inboxRows, 'inbox row')}.`;
  },
  'state-changed': ({ machine, from, to }, say) =>
    `${say.machine(machine)} goes from ${say.state(machine, from)} to ${say.state(machine, to)}.`,
  'event-ignored': ({ machine, state, type }, say) =>
    `${say.machine(machine)} is ${say.state(machine, state)} and ignores ${say.type(type)}.`,
  'deadline-set': ({ machine, state, span }, say) =>
    `${say.machine(machine)} will wait in ${say.state(machine, state)} for at most ${spanText(span)}.`,
  'deadline-passed': ({ machine, state }, say) =>
    `${say.machine(machine)} has waited in ${say.state(machine, state)} for too long.`,
  'process-crashed': ({ point, moment }, say) =>
    `${say.who} crashes${crashPlace(point, moment)}${say.forOrder}: all that it held in memory is gone.`,
  'process-restarted': ({ incarnation }, say) =>
    `${say.who} runs again from its store alone (incarnation ${incarnation}).`,
  'process-slowed': ({ factor, span }, say) =>
    `${say.who} works ${factor} times slower for ${spanText(span)}.`,
  'process-recovered': (_, say) => `${say.who} works at its own pace again.`,
  'fault-struck': ({ fault }, say) => `Fault ${fault + 1} strikes at ${say.who}${say.forOrder}.`,
  'outbox-read': ({ rows }, say) => `${say.who} reads ${counted(rows, 'row')} of the outbox.`,
  'outbox-marked': ({ outboxRow }, say) =>
    `${say.who} marks row ${outboxRow} of the outbox as sent: ${say.message}.`,
  'cap-reached': ({ cap, limit }, say) => `${stopText(cap, limit)}${say.storm}`,
  'process-paused': ({ span }, say) =>
    `${say.who} stands still for ${spanText(span)}, and its heartbeats with it.`,
  'process-resumed': (_, say) => `${say.who} goes on, and knows nothing of the time that passed.`,
  'handler-blocked': ({ span }, say) =>
    `A handler of ${say.who} hangs for ${spanText(span)} while its heartbeats go on.`,
  'process-cut-off': ({ span }, say) =>
    `${say.who} is cut off from the network for ${spanText(span)}: it works on, and what it sends or is sent is lost.`,
  'process-reached': (_, say) => `${say.who} can be reached again.`,
  'process-started': ({ instances }, say) => `${say.who} is started: ${running(instances)} now.`,
  'process-stopped': ({ instances }, say) => `${say.who} is closed: ${running(instances)} now.`,
  'run-drained': ({ events }) =>
    `Nothing is left that could change the outcome, after ${counted(events, 'event')}.`,
};
