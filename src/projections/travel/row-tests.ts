/** Which rows meet a condition, with the names of the condition looked up in a cast once. */
import { code, type Cast, type Kind, type Trace } from '../../trace/index.ts';
import { messagesOf } from '../ledger/messages.ts';
import type { StopCondition } from './condition.ts';

/** True for a row that meets a condition. */
export type RowTest = (row: number) => boolean;

const milestones = codesOf([
  'order-placed',
  'order-accepted',
  'order-ended',
  'order-abandoned',
  'effect-applied',
  'effect-undone',
  'work-refused',
  'fault-struck',
  'process-crashed',
  'process-restarted',
  'dead-lettered',
  'cap-reached',
  'run-drained',
]);
/** All the ways in which a member says how far it has come: by itself, within a transaction, record by record. */
const commits = codesOf(['commit-sent', 'transaction-offset', 'record-acknowledged']);
const deliveries = codesOf(['record-delivered', 'call-received']);

/** The test of a condition about single rows. Lag and promises are about many: they have none. */
export function rowTest(
  condition: Exclude<StopCondition, { readonly kind: 'lag' | 'promise' }>,
  trace: Trace,
  cast: Cast,
): RowTest {
  switch (condition.kind) {
    case 'event':
      return () => true;
    case 'service':
      return ofActors(trace, actorsOf(cast, condition.service));
    case 'milestone':
      return (row) => milestones.has(trace.kind(row)) || isDoneWithoutEffect(trace, cast, row);
    case 'fault':
      return (row) => trace.kind(row) === code['fault-struck'];
    case 'dead-letter':
      return (row) => trace.kind(row) === code['dead-lettered'];
    case 'message': {
      const type = cast.types.findIndex(({ name }) => name === condition.type);
      return (row) => trace.kind(row) === code['message-created'] && trace.a(row) === type;
    }
    case 'delivery': {
      const type = cast.types.findIndex(({ name }) => name === condition.type);
      const messages = messagesOf(trace);
      return (row) =>
        type >= 0 &&
        deliveries.has(trace.kind(row)) &&
        messages.typeOf(trace.message(row)) === type;
    }
    case 'state': {
      const machine = cast.machines.findIndex(({ id }) => id === condition.machine);
      const state = cast.machines[machine]?.states.indexOf(condition.state) ?? -1;
      return (row) =>
        state >= 0 &&
        trace.kind(row) === code['state-changed'] &&
        trace.a(row) === machine &&
        trace.c(row) === state;
    }
    case 'commit': {
      const service = cast.groups.find(({ id }) => id === condition.group)?.service ?? -1;
      const isMember = ofActors(trace, cast.services[service]?.instances ?? []);
      return (row) => commits.has(trace.kind(row)) && isMember(row);
    }
  }
}

/** A step that has no effect of its own is done once its service has stored that it is. */
function isDoneWithoutEffect(trace: Trace, cast: Cast, row: number): boolean {
  return trace.kind(row) === code['store-committed'] && cast.steps[trace.a(row)]?.effect === 'none';
}

/** Instances and relay of a service. */
function actorsOf(cast: Cast, id: string): readonly number[] {
  const service = cast.services.find((each) => each.id === id);
  return service === undefined ? [] : [...service.instances, service.relay];
}

function ofActors(trace: Trace, actors: readonly number[]): RowTest {
  const wanted = new Set(actors.filter((actor) => actor >= 0));
  return (row) => wanted.has(trace.actor(row));
}

function codesOf(names: readonly Kind[]): ReadonlySet<number> {
  return new Set(names.map((kind) => code[kind]));
}
