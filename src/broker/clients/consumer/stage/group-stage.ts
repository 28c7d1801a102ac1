/** A stage for scripted programs, each with a consumer of one group: it carries out the steps of a script, and says what the programs saw. */
import { millis } from '../../../../kernel/index.ts';
import { initialRebalanceDelay, consumerConfig } from '../consumer-config.ts';
import { ConsumerException } from '../consumer-exception.ts';
import { byPlace, nameOf, type PartitionName } from '../partition-names.ts';
import type { ScriptedTransaction } from './counted-log.ts';
import { callConsumer, consumerVerbs } from './consumer-verbs.ts';
import { ScriptedProcess } from './scripted-process.ts';
import { SmallCluster } from './small-cluster.ts';

/** What a program does next. */
export interface StageStep {
  readonly who: string;
  readonly verb: string;
  readonly words: readonly string[];
  /** Settings of this program's consumer that differ from all others', when the step makes one. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

/** Told what a step gave, when it is over. */
export type Tell = (events: readonly string[]) => void;

/** A poll, or a sleep, that goes on for a while. */
interface Activity {
  readonly step: StageStep;
  readonly until: number;
  readonly records: string[];
  readonly tell: Tell;
}

/** One group on one broker, and the programs that use it. */
export class GroupStage {
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #cluster: SmallCluster;
  readonly #processes = new Map<string, ScriptedProcess>();
  /** The place of each process among all, by whose order assignors deal: ids are drawn, so any order is as good. */
  readonly #order: readonly number[];
  /** By producer: the transaction that it has open. */
  readonly #transactions = new Map<string, ScriptedTransaction>();
  #activities: Activity[] = [];

  /** `order` has the place of the first process that begins, of the second, and so on. A setting that is not modelled is a `RangeError`. */
  constructor(
    settings: Readonly<Record<string, unknown>>,
    topics: readonly string[],
    order: readonly number[] = [],
  ) {
    this.#settings = settings;
    this.#cluster = new SmallCluster(topics, initialRebalanceDelay(settings));
    this.#order = order;
  }

  /** What stands in the way of a step: a sentence, or nothing. */
  static problem({ verb, words }: StageStep): string | undefined {
    const arity = stageVerbs[verb] ?? consumerVerbs[verb];
    if (arity === undefined) return `the step "${verb}" is not modelled`;
    const isRight = words.length >= arity[0] && words.length <= arity[1];
    return isRight ? undefined : `the step "${[verb, ...words].join(' ')}" is not understood`;
  }

  /** Whether a step is done to the cluster or to a process, rather than by a program with a consumer. */
  static isOutside(verb: string): boolean {
    return verb in stageVerbs && verb !== 'poll' && verb !== 'sleep';
  }

  /** How many processes there have been. */
  get lives(): number {
    return this.#cluster.lives;
  }

  /** Begins a step; `tell` is called with its events when it is over. */
  begin(step: StageStep, tell: Tell): void {
    const { who, verb, words } = step;
    if (verb === 'poll' || verb === 'sleep') {
      const until = this.#cluster.now + millis(Number(words[0]));
      this.#activities.push({ step, until, records: [], tell });
      return;
    }
    if (verb in stageVerbs) {
      tell(this.#actOutside(step));
      return;
    }
    if (verb === 'subscribe' && this.#processes.get(who)?.client.isClosed === true)
      this.#processes.delete(who);
    const process = this.#process(who, step.settings);
    const end = (events: readonly string[]) => tell([...process.events.splice(0), ...events]);
    try {
      callConsumer(process.client, step, this.#cluster.committed, end);
    } catch (error) {
      end([wordsOf(error)]);
    }
  }

  /** Lets a little time pass. */
  tick(): void {
    this.#cluster.pass();
    for (const activity of this.#activities) this.#goOn(activity);
  }

  #goOn(activity: Activity): void {
    const { step, until, records, tell } = activity;
    const process = this.#processes.get(step.who);
    if (process?.isStopped === true) return;
    const isPolling = step.verb === 'poll';
    let exception: string | undefined;
    if (isPolling) {
      try {
        const polled = this.#process(step.who).client.poll(this.#cluster.now);
        for (const { partition, offset } of polled) records.push(`${partition}@${offset}`);
      } catch (error) {
        exception = wordsOf(error);
      }
    }
    const hasEnough = step.words[1] === 'one' && records.length > 0;
    if (this.#cluster.now < until && exception === undefined && !hasEnough) return;
    this.#activities = this.#activities.filter((each) => each !== activity);
    if (!isPolling) {
      tell([]);
      return;
    }
    const polled = records.length === 0 ? 'polled' : `polled ${inOrder(records).join(',')}`;
    tell([...this.#process(step.who).events.splice(0), exception ?? polled]);
  }

  /** What is done to the cluster or to a process, rather than by one. */
  #actOutside({ who, verb, words }: StageStep): readonly string[] {
    const [topic = '', first = '0', second = '1'] = words;
    const process = this.#processes.get(who);
    if (verb === 'send') {
      const partition = { topic, partition: Number(first) };
      if (!this.#cluster.has(partition))
        return [`exception TimeoutException: ${topic}-${first} is not there`];
      this.#cluster.log(nameOf(partition)).append(Number(second), this.#transactions.get(who));
      return ['sent'];
    }
    if (verb === 'begin') this.#transactions.set(who, { state: 'open' });
    if (verb === 'commitTransaction') this.#endTransaction(who, 'committed');
    if (verb === 'abortTransaction') this.#endTransaction(who, 'aborted');
    if (verb === 'partitions') this.#cluster.grow(topic, Number(first));
    if (verb === 'delete') this.#cluster.log(topic).deleteBefore(Number(first));
    if (verb === 'SIGSTOP') process?.stop();
    if (verb === 'SIGCONT') process?.goOn();
    if (verb === 'SIGKILL') {
      process?.kill();
      this.#processes.delete(who);
      const ended = this.#activities.filter(({ step }) => step.who === who);
      this.#activities = this.#activities.filter((each) => !ended.includes(each));
      for (const activity of ended) activity.tell([]);
    }
    return [];
  }

  #endTransaction(who: string, state: 'committed' | 'aborted'): void {
    const transaction = this.#transactions.get(who);
    if (transaction !== undefined) this.#cluster.end(transaction, state);
    this.#transactions.delete(who);
  }

  #process(who: string, own?: StageStep['settings']): ScriptedProcess {
    const known = this.#processes.get(who);
    if (known !== undefined) return known;
    const process = new ScriptedProcess(
      this.#cluster,
      consumerConfig({ ...this.#settings, ...own }),
      (actor) => this.#order[actor] ?? actor,
    );
    this.#processes.set(who, process);
    return process;
  }
}

/** The least and the most words of each step that is done to the cluster or to a process. */
const stageVerbs: Readonly<Record<string, readonly [number, number]>> = {
  producer: [0, 64],
  begin: [0, 0],
  commitTransaction: [0, 0],
  abortTransaction: [0, 0],
  send: [1, 3],
  partitions: [2, 2],
  delete: [2, 2],
  poll: [1, 2],
  sleep: [1, 1],
  SIGKILL: [0, 0],
  SIGSTOP: [0, 0],
  SIGCONT: [0, 0],
};

function wordsOf(error: unknown): string {
  if (error instanceof ConsumerException) return `exception ${error.kind}: ${error.message}`;
  throw error;
}

/** By partition; those of one partition in the order in which they came. */
function inOrder(records: readonly string[]): readonly string[] {
  const partitionOf = (record: string): PartitionName => record.split('@')[0] ?? '';
  return records.toSorted((left, right) => byPlace(partitionOf(left), partitionOf(right)));
}
