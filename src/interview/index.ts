/** The face of the interviews: what they are, how a round is taken, run, scored and reported, and the drill. */
export { brands, brandsWrittenOn, contradicts } from './capabilities/brands.ts';
export { conditions, costs, guarantees } from './capabilities/guarantees.ts';
export { capabilities, capabilityIds, capabilityOf } from './capabilities/table.ts';
export {
  axes,
  hopGuarantees,
  messageKinds,
  type Axis,
  type BoardControl,
  type NamedKind,
  type HopGuarantee,
  type Stance,
  type Dive,
  type DrillClause,
  type Interview,
  type MessageCard,
  type Question,
} from './content/interview.ts';
export { readInterview, type ReadInterview } from './content/read-interview.ts';
export { clauseRun, paragraph, weighClause, type ClauseFinding } from './drill/drill.ts';
export {
  boardSet,
  firstRun,
  hiddenRuns,
  hiddenSeeds,
  shownSurprise,
  surpriseRun,
  twistOf,
  twistedRun,
  type Wanted,
} from './round/board.ts';
export { shuffled } from './round/draw.ts';
export {
  begun,
  minutesOf,
  phaseOf,
  most,
  phases,
  secondsOf,
  type Act,
  type DecisionCard,
  type Length,
  type Phase,
  type Round,
  type Timer,
} from './round/round.ts';
export { restored } from './round/restored.ts';
export { knownRequirements, take, type Refusal, type Taken } from './round/take.ts';
export { rangeOf } from './scoring/axes/requirements.ts';
export { touchedBy } from './scoring/axes/architecture.ts';
export { axisNames, judgedBy, pointsOf, weakestOf, type Runs } from './scoring/axis.ts';
export { cardsOf } from './scoring/cards.ts';
export { divesOf } from './scoring/dives.ts';
export { found, type Finding } from './scoring/finding.ts';
export { momentWords, report } from './scoring/report.ts';
export {
  score,
  type AxisScore,
  type Level,
  type Loss,
  type Moment,
  type Score,
} from './scoring/score.ts';
