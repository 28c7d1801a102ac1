/** The numbers of a row as the words that lessons are written in. */
import { partitionName } from '../../projections/index.ts';
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
  type Cast,
  type Kind,
  type MessageKind,
  type Trace,
} from '../../trace/index.ts';
import { typeOfMessage } from './registers.ts';
import type { Told } from './told-run.ts';

type Words = (code: number, cast: Cast) => string | undefined;

const tables: Readonly<Record<string, Words>> = {
  step: (code, cast) => cast.steps[code]?.id,
  type: (code, cast) => cast.types[code]?.name,
  machine: (code, cast) => cast.machines[code]?.id,
  group: (code, cast) => cast.groups[code]?.id,
  callee: (code, cast) => cast.actors[code]?.id,
  caller: (code, cast) => cast.actors[code]?.id,
  partition: (code, cast) => partitionName(cast, code),
  leg: (code) => legs[code],
  point: (code) => points[code],
  moment: (code) => moments[code],
  outcome: (code) => outcomes[code],
  refusal: (code) => refusals[code],
  answer: (code) => answers[code],
  cap: (code) => caps[code],
  error: (code) => produceErrors[code],
  acknowledgement: (code) => acknowledgements[code],
  reach: (code) => ['local', 'external'][code],
};

const reasonsOf: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  'work-failed': reasons,
  'work-refused': reasons,
  'rebalance-started': rebalanceReasons,
  'member-left': leaveReasons,
  'log-start-moved': deletionReasons,
  'record-cleaned': cleaningReasons,
  'transaction-ended': transactionEnds,
};

/** A field of a row by its name: a word where its number is a code, else the number itself. */
export function fieldOf(told: Told, row: number, field: string): number | string {
  const { trace, cast } = told;
  const event = trace.read(row);
  const value = (event as unknown as Readonly<Record<string, number>>)[field] ?? -1;
  if (field === 'service') return serviceOf(told, row);
  if (field === 'actor') return actorOf(told, row);
  if (field === 'message') return messageOf(trace, cast, value);
  if (field === 'reason') return reasonsOf[event.kind]?.[value] ?? value;
  if ('machine' in event && ['state', 'from', 'to'].includes(field))
    return cast.machines[event.machine]?.states[value] ?? value;
  return tables[field]?.(value, cast) ?? value;
}

/** Id of the service that acts in a row, empty for none. */
export function serviceOf({ trace, cast }: Told, row: number): string {
  const service = cast.actors[trace.actor(row)]?.service ?? -1;
  return cast.services[service]?.id ?? '';
}

/** Id of the process that acts in a row, empty for none. */
export function actorOf({ trace, cast }: Told, row: number): string {
  return cast.actors[trace.actor(row)]?.id ?? '';
}

function messageOf(trace: Trace, cast: Cast, message: number): string {
  return cast.types[typeOfMessage(trace, message)]?.name ?? '';
}

/** The type's name of the message that a row is about, empty for none. */
export function messageNameOf({ trace, cast }: Told, row: number): string {
  return messageOf(trace, cast, trace.message(row));
}

/** Whether the message that a row is about is a fact, an order to do something, or an answer. */
export function messageKindOf({ trace, cast }: Told, row: number): MessageKind | undefined {
  return cast.types[typeOfMessage(trace, trace.message(row))]?.kind;
}
