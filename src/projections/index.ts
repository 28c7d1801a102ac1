/** The face of the projections: every picture, figure and sentence as a pure function of a trace and a cursor. */
export {
  previewWidth,
  type Exhibit,
  type ExhibitRun,
  type Preview,
  type PreviewEnd,
} from './gallery/exhibit.ts';
export { previewOf, previewSpan } from './gallery/preview.ts';
export { GivenUpRecords, type GivenUp } from './letters/given-up.ts';
export { mermaidLabel } from './mermaid/label.ts';
export {
  sequenceFigure,
  sequenceSentence,
  type SequenceArrow,
  type SequenceFigure,
  type SequenceNote,
  type SequenceOptions,
} from './mermaid/sequence-figure.ts';
export { sequenceDiagram, sequenceText } from './mermaid/sequence.ts';
export {
  topology,
  type Topology,
  type TopologyEdge,
  type TopologyNode,
} from './mermaid/topology.ts';
export { Folding, type Fold } from './score/folding.ts';
export type { Crossing } from './score/crossings.ts';
export type { Lane } from './score/lanes.ts';
export { Score } from './score/score.ts';
export { scoreWords } from './score/score-words.ts';
export type { Absence, Spell } from './score/spells.ts';
export { Failures, groupFailures, type Failure, type FailureGroup } from './series/failures.ts';
export { Flights, type Flight, type FlightLeg } from './series/flights.ts';
export { lagSeries, type LagSeries, type LagSeriesOptions } from './series/lag-series.ts';
export {
  chartEdges,
  chartLayout,
  chartOutline,
  edgeLines,
  moveLines,
  stateDiagram,
  stateNode,
  type ChartEdge,
  type ChartStateText,
} from './states/chart-text.ts';
export {
  machineStates,
  type InstanceView,
  type MachineStates,
  type StateEvent,
} from './states/state-readings.ts';
export type { BreakCondition, StepCondition, Stop, StopCondition } from './travel/condition.ts';
export {
  conditionWords,
  isLag,
  mostLag,
  readCondition,
  writeCondition,
} from './travel/condition-words.ts';
export { Divergence } from './travel/divergence.ts';
export { breakAfter, breakBefore, Watch, type Broken } from './travel/watch.ts';
export {
  actorName,
  clock,
  instantText,
  messageName,
  money,
  partitionName,
  recordName,
  spanText,
} from './words/names.ts';
export { OrderRows } from './words/order-rows.ts';
export { processOf, type CausalLine } from './words/process.ts';
export {
  eventLines,
  jsonLine,
  type RowObject,
  type RowRange,
  type RowValue,
} from './words/rows.ts';
export { sentence } from './words/sentences.ts';
export { stopOf, type Stopped } from './words/stops.ts';
export { acquaintances, type Acquaintance } from './diff/acquaintances.ts';
export { differences, type DiffCell, type Difference } from './diff/differences.ts';
export { measureGroups } from './diff/measures.ts';
export { Reckoner } from './diff/reckoner.ts';
export { standing } from './world/figures.ts';
export type { Figures, LatencyFigures, OutcomeFigures } from './world/figures.ts';
export type { GroupPhase, TransactionState } from './ledger/ledger.ts';
export { inTheAir } from './world/in-the-air.ts';
export { wentWrong } from './world/went-wrong.ts';
export { outline, type OutlineLine } from './world/outline.ts';
export { recount } from './world/recount.ts';
export type {
  BatchView,
  GroupView,
  MemberView,
  NodeCondition,
  NodeView,
  PartitionView,
  ProducerView,
  ReaderView,
  RecordView,
  ReplicaView,
  SubscriptionView,
  TopicView,
} from './world/log-views.ts';
export type {
  Condition,
  DeadLetterView,
  OrderStatus,
  OrderView,
  Population,
  ProcessView,
  RelayView,
  ServiceView,
  StruckFault,
} from './world/views.ts';
export { shareBounds, shareRecordsText, shareRecordText } from './words/share-text.ts';
export { WorldView, type WorldViewOptions } from './world/world-view.ts';
