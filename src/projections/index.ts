/** The face of the projections: every picture, figure and sentence as a pure function of a trace and a cursor. */
export { mermaidLabel } from './mermaid/label.ts';
export {
  topology,
  type Topology,
  type TopologyEdge,
  type TopologyNode,
} from './mermaid/topology.ts';
export { flightLegs, Flights, type Flight, type FlightLeg } from './series/flights.ts';
export {
  actorName,
  amountText,
  clock,
  groupName,
  machineName,
  messageName,
  money,
  outcomeName,
  partitionName,
  serviceName,
  spanText,
  stateName,
  stepName,
  typeName,
  typeOf,
} from './words/names.ts';
export { sentence } from './words/sentences.ts';
export type { Figures, LatencyFigures, OutcomeFigures } from './world/figures.ts';
export type { GroupPhase } from './world/ledger.ts';
export { recount } from './world/recount.ts';
export type {
  Condition,
  DeadLetterView,
  GroupView,
  OrderStatus,
  OrderView,
  PartitionView,
  Population,
  ProcessView,
  RecordView,
  RelayView,
  ServiceView,
  StruckFault,
  SubscriptionView,
} from './world/views.ts';
export { tailLength, WorldView, type WorldViewOptions } from './world/world-view.ts';
