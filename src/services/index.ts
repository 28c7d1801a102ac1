/** The face of the services: machines that decide, stores that last. They know no broker and no flow. */
export { chartOf } from './chart.ts';
export { clientMachine, type ClientRole } from './client-machine.ts';
export { consumerMachine, type ConsumerEvent } from './consumer-machine.ts';
export {
  entityMachine,
  messagesHeardBy,
  messagesSaidBy,
  type EntityRole,
  type UndoRule,
} from './entity-machine.ts';
export {
  stateOf,
  type MachineRunner,
  type Request,
  type Snapshot,
  type Step,
  type Wish,
} from './machine-runner.ts';
export { tableRunner } from './table-runner.ts';
export { xstateRunner } from './xstate-runner.ts';
export { pascalCase } from './names.ts';
export {
  messagesHeardByOwner,
  messagesSaidByOwner,
  ownerMachine,
  type FailureRule,
  type Level,
  type OwnerRole,
} from './owner-machine.ts';
export { Store, entityKey, type Deadline, type HandledBefore, type OutboxRow } from './store.ts';
export {
  messagesHeardBySaga,
  messagesSaidBySaga,
  sagaMachine,
  type SagaLevel,
  type SagaRole,
  type SagaStep,
} from './saga-machine.ts';
