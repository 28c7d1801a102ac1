/** The closed shapes of an interview file. */
import {
  assignments,
  byName,
  expectation,
  list,
  mark,
  object,
  optional,
  pattern,
  query,
  text,
  whole,
  word,
  type Read,
} from '../../lessons/index.ts';
import { styles } from '../../trace/index.ts';
import { guarantees, type Guarantee } from '../capabilities/guarantees.ts';
import { capabilityIds, type CapabilityId } from '../capabilities/table.ts';
import {
  axes,
  decisions,
  hopGuarantees,
  messageKinds,
  requirementKinds,
  type BoardChoice,
  type BoardControl,
  type ClauseOption,
  type Dive,
  type DrillClause,
  type Estimate,
  type Evidence,
  type Hop,
  type HopTruth,
  type Interview,
  type MessageCard,
  type Named,
  type Operation,
  type Question,
  type Requirement,
  type RunClaim,
  type Stance,
  type Surprise,
  type Twist,
} from './interview.ts';

const id = text(40);
const words = text(500);
const lesson = text(100);
const style = word(styles);
const guarantee = word(Object.keys(guarantees) as Guarantee[]);
const capability = word<CapabilityId>(capabilityIds);

const requirement = object<Requirement>({
  id,
  text: words,
  kind: word(requirementKinds),
  needs: list(guarantee, 0, 4),
  states: optional(byName(whole(1, 1_000_000_000))),
});

const stance = object<Stance>({ id, text: words, reply: words, right: optional(mark) });

const question = object<Question>({
  id,
  ask: words,
  answer: words,
  tells: list(id, 0, 4),
  trap: optional(list(stance, 2, 4)),
});

const factor: Read<string | number> = (value, path, problems) =>
  typeof value === 'number'
    ? whole(1, 1_000_000_000)(value, path, problems)
    : id(value, path, problems);

const estimate = object<Estimate>({
  id,
  question: words,
  unit: id,
  times: list(factor, 1, 6),
  over: list(factor, 0, 6),
  within: whole(2, 10),
});

const message = object<MessageCard>({
  id,
  text: words,
  kind: word(messageKinds),
  owner: id,
  key: id,
});

const choice = object<BoardChoice>({
  id,
  label: words,
  set: assignments,
  style: optional(style),
  has: list(capability, 0, 6),
  twisted: optional(byName(assignments)),
});

const control = object<BoardControl>({ id, label: words, choices: list(choice, 2, 5) });

const truth = object<HopTruth>({
  when: byName(id),
  is: word(hopGuarantees),
  by: word<CapabilityId | 'nothing'>([...capabilityIds, 'nothing']),
});

const hop = object<Hop>({ id, text: words, truths: list(truth, 1, 8) });

const surprise = object<Surprise>({
  id,
  text: words,
  set: assignments,
  shownBy: list(id, 1, 4),
  helpedBy: list(id, 1, 4),
  lesson,
});

const named = object<Named>({ id, text: words });
const operation = object<Operation>({ id, text: words, right: optional(mark) });

const twist = object<Twist>({ id, text: words, set: assignments, untouched: id, lesson });

const dive = object<Dive>({
  id,
  axis: word(axes),
  question: words,
  options: list(stance, 2, 4),
  lesson,
});

const evidence = object<Evidence>({ shows: pattern, lesson });

const claim = object<RunClaim>({ says: words, ask: query, is: expectation });
const clauseOption = object<ClauseOption>({
  id,
  text: words,
  set: assignments,
  style,
  claim: optional(claim),
});

const clause = object<DrillClause>({
  decision: word(decisions),
  begins: words,
  options: list(clauseOption, 2, 4),
  set: assignments,
  claim,
  lesson,
});

/** The shape of a whole interview. */
export const interview = object<Interview>({
  id,
  title: words,
  situation: words,
  trains: words,
  questions: list(question, 4, 20),
  requirements: list(requirement, 4, 20),
  estimates: list(estimate, 1, 5),
  messages: list(message, 2, 8),
  owners: list(id, 1, 10),
  keys: list(id, 1, 6),
  controls: list(control, 3, 12),
  hops: list(hop, 1, 6),
  strained: list(style, 0, 2),
  completes: whole(1, 100),
  patienceMs: whole(100, 3_600_000),
  surprises: list(surprise, 3, 20),
  signs: list(named, 2, 20),
  remedies: list(named, 2, 20),
  twists: list(twist, 1, 5),
  dives: list(dive, 2, 12),
  operations: list(operation, 3, 12),
  models: object({ weak: text(800), fair: text(800), strong: text(800) }),
  evidence: object({
    ...{ R: evidence, N: evidence, A: evidence, G: evidence },
    ...{ F: evidence, T: evidence, O: evidence, C: evidence },
  }),
  drill: list(clause, 7, 7),
});
