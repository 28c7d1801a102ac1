/** What cases of replication expect in the end: by field, and by pattern where a field is a sentence. */
import { answerToWaiting, startingPosition, type ResetPolicy } from '../../broker/index.ts';
import {
  claim,
  numberIn,
  readBy,
  type Claim,
  type Reading,
  type Rule,
} from './replication-claims.ts';
import type { ReplicationStage } from './replication-stage.ts';
import { fieldsOf, type Fields } from './vector-file.ts';

interface Expectation {
  readonly stage: ReplicationStage;
  readonly value: unknown;
}

type Sentence = Rule<ReplicationStage>;

/** Reads the value of a field as a sentence of one of these patterns. */
function bySentence(...sentences: readonly Sentence[]) {
  return ({ stage, value }: Expectation) => readBy(sentences, stage, String(value));
}

function seen(stage: ReplicationStage, from: number) {
  const fetched = stage.partition.consume(from, 'read_uncommitted');
  return fetched.kind === 'records' ? fetched.records : fetched.error;
}

function valuesSeen(stage: ReplicationStage, from: number) {
  const records = seen(stage, from);
  return typeof records === 'string' ? records : records.map(({ value }) => value);
}

function errorOf(stage: ReplicationStage): string | undefined {
  const answer = stage.answerTo();
  return answer?.kind === 'failed' ? answer.error : answer?.kind;
}

/** What a request that waits would be told if the watermark passed it with the ISR as it is. */
function errorOnceReplicated({ partition, minInSync }: ReplicationStage): string {
  return answerToWaiting({
    requiredOffset: 1,
    highWatermark: 1,
    inSync: partition.inSync.length,
    minInSync,
  });
}

function answerClaims(
  stage: ReplicationStage,
  offset: string | undefined,
  isDuplicate: boolean | undefined,
): readonly Claim[] {
  const answer = stage.answerTo();
  const told = answer?.kind === 'acknowledged' ? answer : undefined;
  return [
    ...claim('the answer', answer?.kind, 'acknowledged'),
    ...claim('the offset in the answer', told?.baseOffset, numberIn(offset)),
    ...claim('the answer is of a duplicate', told?.isDuplicate, isDuplicate),
  ];
}

const answered: Sentence = {
  pattern: /^(?:ack|success)(?: (?:with )?(?:base)?offset (-?\d+))?$/i,
  read: (stage, offset) => answerClaims(stage, offset, undefined),
};
const duplicate: Sentence = {
  pattern: /^DUPLICATE -> success offset (\d+)$/,
  read: (stage, offset) => answerClaims(stage, offset, true),
};
const refused: Sentence = {
  pattern: /^([A-Z_]+)(?: \(retriable\))?$/,
  read: (stage, error) => claim('the error', errorOf(stage), error),
};
const refusedLater: Sentence = {
  pattern: /^([A-Z_]+)(?: \(retriable\))? once HW passes, else request timeout$/,
  read: (stage, error) => {
    const waits = claim('the answer so far', errorOf(stage) ?? 'none', 'none');
    const later = claim('the error once the watermark passes', errorOnceReplicated(stage), error);
    stage.timeOut();
    return [...waits, ...later, ...claim('the error else', errorOf(stage), 'REQUEST_TIMED_OUT')];
  },
};

/** By the order in which they are looked at: what changes the partition comes last. */
const outcomes: readonly {
  readonly field: RegExp;
  readonly read: (expectation: Expectation, ...groups: readonly string[]) => Reading;
}[] = [
  { field: /^note$/, read: () => [] },
  { field: /^(?:producerResult|retryResult)$/, read: bySentence(answered, duplicate, refused) },
  {
    field: /^(?:log|logAfter)$/,
    read: ({ stage, value }) => claim('the log', stage.leaderValues(), value),
  },
  {
    field: /^highWatermark$/,
    read: ({ stage, value }) => claim('the high watermark', stage.partition.highWatermark, value),
  },
  {
    field: /^consumerSees$/,
    read: ({ stage, value }) =>
      claim('what the consumer sees', valuesSeen(stage, stage.readFrom), value),
  },
  {
    field: /^records$/,
    read: ({ stage, value }) => {
      const records = seen(stage, stage.readFrom);
      const offsets = typeof records === 'string' ? records : records.map(({ offset }) => offset);
      return claim('the offsets that the consumer sees', offsets, value);
    },
  },
  { field: /^lost$/, read: ({ stage, value }) => claim('what is lost', stage.lostValues(), value) },
  {
    field: /^appended$/,
    read: ({ stage, value }) => {
      const isThere = stage.replicas.some((each) => stage.valuesOf(each).includes(stage.subject));
      return claim(`${stage.subject} is appended`, isThere, value);
    },
  },
  {
    field: /^offsetOf$/,
    read: ({ stage, value }) => {
      const values = stage.leaderValues();
      const offsets = Object.keys(fieldsOf(value)).map((each) => [each, values.indexOf(each)]);
      return claim('the offsets', Object.fromEntries(offsets), value);
    },
  },
  {
    field: /^consumerAtOffset(\d+)$/,
    read: ({ stage, value }, offset) => readOutOfRange(stage, Number(offset), String(value)),
  },
  { field: /^error$/, read: bySentence(refused, refusedLater) },
  {
    field: /^produceError$/,
    read: bySentence({
      pattern: /^([A-Z_]+(?:\/[A-Z_]+)*)(?:, retried until delivery\.timeout\.ms)?$/,
      read: (stage, errors = '') => {
        stage.produce('one more');
        const error = errorOf(stage) ?? 'none';
        return claim('the error is one of those named', errors.split('/').includes(error), true);
      },
    }),
  },
  {
    field: /^partition$/,
    read: bySentence({
      pattern: /^offline until broker (\d+) returns$/,
      read: (stage, broker) => {
        const before = claim('the leader', stage.partition.leader ?? 'none', 'none');
        stage.apply({ kind: 'return', broker: Number(broker), isDiskLost: false });
        return [...before, ...claim('the next leader', stage.partition.leader, numberIn(broker))];
      },
    }),
  },
  {
    field: /^whenBroker(\d+)Returns$/,
    read: ({ stage, value }, broker) => readReturn(stage, Number(broker), String(value)),
  },
];

/** A consumer that stands where the log no longer is. */
function readOutOfRange(stage: ReplicationStage, committed: number, sentence: string): Reading {
  const pattern =
    /^OFFSET_OUT_OF_RANGE -> auto\.offset\.reset \(earliest re-reads ([\w,]+); latest jumps to (\d+)\)$/;
  const match = pattern.exec(sentence);
  if (match === null) return undefined;
  const position = (policy: ResetPolicy) => {
    const end = stage.partition.highWatermark ?? 0;
    const answer = startingPosition({ committed, start: stage.leaderStart, end, policy });
    return answer.kind === 'position' ? answer.offset : -1;
  };
  return [
    ...claim('the fetch', seen(stage, committed), 'OFFSET_OUT_OF_RANGE'),
    ...claim('earliest', valuesSeen(stage, position('earliest')), match[1]?.split(',')),
    ...claim('latest', position('latest'), numberIn(match[2])),
  ];
}

/** A broker comes back, and becomes a follower again. */
function readReturn(stage: ReplicationStage, broker: number, sentence: string): Reading {
  const match =
    /^truncates its ([\w,]+) to the new leader's log(?: \(leader epoch\))?(?:, ([\w,]+) gone everywhere)?$/.exec(
      sentence,
    );
  if (match === null) return undefined;
  const before = stage.valuesOf(broker);
  stage.apply({ kind: 'return', broker, isDiskLost: false });
  stage.fetch(broker);
  const after = stage.valuesOf(broker);
  const gone = match[2]?.split(',') ?? [];
  const left = gone.filter((value) =>
    stage.replicas.some((each) => stage.valuesOf(each).includes(value)),
  );
  const truncated = before.filter((value) => !after.includes(value));
  return [
    ...claim(`what ${broker} truncates`, truncated, match[1]?.split(',')),
    ...claim('what is left somewhere', left, []),
  ];
}

/** Compares all that a case expects, and names the fields that are not understood. */
export function readOutcomes(
  stage: ReplicationStage,
  expected: Fields,
): { readonly claims: readonly Claim[]; readonly unread: readonly string[] } {
  const claims: Claim[] = [];
  const unread = new Set(Object.keys(expected));
  for (const { field, read } of outcomes) {
    for (const name of Object.keys(expected)) {
      const match = field.exec(name);
      const reading = match && read({ stage, value: expected[name] }, ...match.slice(1));
      if (!reading) continue;
      claims.push(...reading);
      unread.delete(name);
    }
  }
  return { claims, unread: [...unread] };
}
