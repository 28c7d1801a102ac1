/** The sentences in which cases of replication tell their steps, by pattern. A sentence may say what came of it: a claim. */
import {
  claim,
  numberIn,
  numbersIn,
  readBy,
  type Reading,
  type Rule,
} from './replication-claims.ts';
import type { ReplicationStage } from './replication-stage.ts';

type StepRule = Rule<ReplicationStage>;

const none: Reading = [];

function offsetOf(stage: ReplicationStage): number | undefined {
  const answer = stage.answerTo();
  if (answer?.kind === 'acknowledged' && answer.baseOffset >= 0) return answer.baseOffset;
  // A request that still waits is in the log all the same.
  const index = stage.leaderValues().lastIndexOf(stage.subject);
  return index === -1 ? undefined : index;
}

function isAcknowledged(stage: ReplicationStage): boolean {
  return stage.answerTo()?.kind === 'acknowledged';
}

function produce(stage: ReplicationStage, value = '', offset?: string, sequence?: string): Reading {
  stage.send(value);
  const sent = stage.inFlight(value)?.firstSequence;
  stage.deliver(value);
  return [
    ...claim(`the sequence of ${value}`, sent, numberIn(sequence)),
    ...claim(`the offset of ${value}`, offsetOf(stage), numberIn(offset)),
  ];
}

function retry(stage: ReplicationStage, value = stage.subject): Reading {
  return claim(`${value} is sent again`, stage.retry(value), true);
}

const record = String.raw`([a-z]+\d+)`;
const step = (pattern: string, read: StepRule['read']): StepRule => ({
  pattern: new RegExp(`^(?:then )?${pattern}$`, 'i'),
  read,
});

/** What the producer does, and what happens to its requests. */
const ofTheProducer: readonly StepRule[] = [
  step(String.raw`(?:the )?response (?:is )?lost`, (stage) => {
    stage.lose(stage.subject);
    return none;
  }),
  step(String.raw`(?:the )?client retries after request\.timeout(?:\.ms)?`, (stage) =>
    retry(stage),
  ),
  step(String.raw`retry seq (\d+)`, (stage, sequence) => {
    const sent = stage.inFlight(stage.subject)?.firstSequence;
    return [...claim('the sequence sent again', sent, numberIn(sequence)), ...(retry(stage) ?? [])];
  }),
  step(`${record} retried`, retry),
  step('retried', (stage) => retry(stage)),
  step(`${record} (?:gets a retriable error|fails|(?:is )?lost)`, (stage, value = '') => {
    stage.lose(value);
    return claim(`${value} is in flight`, stage.inFlight(value) !== undefined, true);
  }),
  step(`${record} -> ([A-Z_]+)`, (stage, value = '', error) => {
    stage.deliver(value);
    const answer = stage.answerTo(value);
    const said = answer?.kind === 'failed' ? answer.error : answer;
    return claim(`the answer to ${value}`, said, error);
  }),
  step(String.raw`(?:${record} )?appended at (\d+)`, (stage, value = stage.subject, offset) => {
    stage.subject = value;
    if (stage.answerTo(value) === undefined) stage.deliver(value);
    return claim(`the offset of ${value}`, offsetOf(stage), numberIn(offset));
  }),
  step(String.raw`sends? (${record}(?:\(seq\d+\))?(?:,\w+(?:\(seq\d+\))?)*)`, (stage, list = '') =>
    list.split(',').flatMap((each) => {
      const [value = '', sequence] = each.split(/\(seq|\)/);
      stage.send(value);
      const sent = stage.inFlight(value)?.firstSequence;
      return claim(`the sequence of ${value}`, sent, numberIn(sequence));
    }),
  ),
  step(`(?:producer sends|produces?) ${record}`, (stage, value) => produce(stage, value)),
  step(`produces? ${record} to a dead leader`, (stage, value) => {
    if (stage.partition.leader !== undefined) stage.crash(stage.partition.leader);
    return produce(stage, value);
  }),
  step(
    String.raw`(?:leader )?appends? ${record}(?: \(offset (\d+)\)| at (\d+))?(?: \(seq (\d+)\))?`,
    (stage, value, inBrackets, plain, sequence) =>
      produce(stage, value, inBrackets ?? plain, sequence),
  ),
  step('acks?(?: at once)?', (stage) =>
    claim(`${stage.subject} is acknowledged`, isAcknowledged(stage), true),
  ),
  step(record, (stage, value) => produce(stage, value)),
];

/** What happens to brokers and what consumers do. */
const ofTheBrokers: readonly StepRule[] = [
  step(
    String.raw`${record} (?:is )?replicated to (\d+(?:(?:,| and) ?\d+)*)`,
    (stage, value = '', brokers = '') => {
      if (stage.answerTo(value) === undefined && !stage.leaderValues().includes(value)) {
        stage.produce(value);
      }
      const named = numbersIn(brokers.replaceAll(/ and ?/g, ','));
      for (const broker of named) stage.fetch(broker);
      const have = named.filter((broker) => stage.valuesOf(broker).includes(value));
      return claim(`who has ${value}`, have, named);
    },
  ),
  step(String.raw`(?:hw|high watermark) ?= ?(\d+)`, (stage, wanted) => {
    stage.settle();
    return claim('the high watermark', stage.partition.highWatermark, numberIn(wanted));
  }),
  step(String.raw`broker (\d+) crashes(?: before followers fetch)?`, (stage, broker) => {
    stage.crash(Number(broker));
    return none;
  }),
  step(String.raw`leader election in ISR \{([\d, ]+)\} -> (\d+)`, (stage, inSync, leader) => [
    ...claim('the ISR', stage.partition.inSync, numbersIn(inSync)),
    ...claim('the leader', stage.partition.leader, numberIn(leader)),
  ]),
  step(
    String.raw`(?:(?:new )?leader (\d+)|(\d+) elected(?: although not in ISR)?)`,
    (stage, plain, elected) =>
      claim('the leader', stage.partition.leader, numberIn(plain ?? elected)),
  ),
  step(String.raw`(?:broker )?(\d+) drops out of ISR(?: before fetching)?`, (stage, broker) => {
    stage.lag(Number(broker));
    const isIn = stage.partition.inSync.includes(Number(broker));
    return claim(`${String(broker)} is in the ISR`, isIn, false);
  }),
  step(String.raw`shrink ISR to \[([\d, ]+)\]`, (stage, inSync) => {
    stage.apply({ kind: 'check-lag' });
    return claim('the ISR', stage.partition.inSync, numbersIn(inSync));
  }),
  step(String.raw`(?:consumer reads|fetch) from (\d+)`, (stage, offset) => {
    stage.readFrom = Number(offset);
    return none;
  }),
];

const rules = [...ofTheProducer, ...ofTheBrokers];

/** Plays one step. Its clauses are played one by one. */
export function playStep(stage: ReplicationStage, sentence: string): Reading {
  const readings = sentence.split(/[;,]\s+/).map((clause) => readBy(rules, stage, clause.trim()));
  return readings.includes(undefined) ? undefined : readings.flatMap((reading) => reading ?? []);
}
