/** A stage for scripted consumers: one group with its coordinator, its topics, and a clock that ticks. */
import { later, millis, type Micros } from '../../../kernel/index.ts';
import { assignors } from '../../groups/assignors/assignors.ts';
import { Coordinator, type CoordinatorPort, type JoinAnswer } from '../../groups/coordinator.ts';
import type { ConsumerConfig } from './consumer-config.ts';
import { ConsumerException, ScriptedConsumer, type ConsumerPort } from './scripted-consumer.ts';

const tick = millis(10);

/** What a program does next. */
export interface StageStep {
  readonly who: string;
  readonly verb: string;
  readonly words: readonly string[];
}

type Tell = (events: readonly string[]) => void;

/** A poll, or a sleep, that goes on for a while. */
interface Activity {
  readonly who: string;
  readonly until: number;
  readonly isPolling: boolean;
  readonly endsAtFirst: boolean;
  readonly records: string[];
  readonly tell: Tell;
}

interface Due {
  readonly at: number;
  readonly act: () => void;
}

/** One group on one broker, and the programs that use it. */
export class GroupStage implements ConsumerPort {
  static readonly verbs: readonly string[] = [
    ...['producer', 'send', 'subscribe', 'poll', 'sleep', 'commit', 'committed', 'close'],
    ...['seek', 'position', 'pause', 'resume', 'unsubscribe', 'SIGKILL', 'SIGSTOP', 'SIGCONT'],
  ];
  /** After so many ticks a script that has not ended never will. */
  readonly patience = 200_000;
  readonly #config: ConsumerConfig;
  readonly #isReversed: boolean;
  readonly #topics: ReadonlyMap<string, number>;
  readonly #ends = new Map<string, number>();
  readonly #committed = new Map<string, number>();
  readonly #consumers = new Map<string, ScriptedConsumer>();
  readonly #actors: ScriptedConsumer[] = [];
  readonly #owned = new Map<
    ScriptedConsumer,
    { partitions: readonly string[]; generation: number }
  >();
  readonly #stopped = new Set<string>();
  readonly #coordinator: Coordinator;
  #dealt = new Map<number, readonly string[]>();
  #activities: Activity[] = [];
  #due: Due[] = [];
  #now = 0 as Micros;

  constructor(config: ConsumerConfig, topics: readonly string[], isReversed: boolean) {
    this.#config = config;
    this.#isReversed = isReversed;
    this.#topics = new Map(
      topics.map((each) => [each.split(':')[0] ?? '', Number(each.split(':')[1])]),
    );
    this.#coordinator = new Coordinator(
      {
        sessionTimeout: config.sessionTimeout,
        initialRebalanceDelay: config.initialRebalanceDelay,
        rebalanceTimeout: config.maxPollInterval,
      },
      this.#portOfCoordinator(),
    );
  }

  /** Begins a step; `tell` is called with its events when it is over. */
  begin(step: StageStep, tell: Tell): void {
    const { who, verb, words } = step;
    if (verb === 'poll' || verb === 'sleep') {
      const until = this.#now + millis(Number(words[0]));
      const isPolling = verb === 'poll';
      const endsAtFirst = words.includes('one');
      this.#activities.push({ who, until, isPolling, endsAtFirst, records: [], tell });
      return;
    }
    tell(this.#act(step));
  }

  /** Lets a little time pass. */
  tick(): void {
    this.#now = later(this.#now, tick);
    const now = this.#now;
    const due = this.#due.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
    this.#due = this.#due.filter(({ at }) => at > now);
    for (const { act } of due) act();
    for (const consumer of this.#consumers.values())
      if (!this.#stopped.has(consumer.name)) consumer.beat(now);
    const order = this.#isReversed ? this.#activities.toReversed() : [...this.#activities];
    for (const activity of order) this.#goOn(activity);
  }

  join(consumer: ScriptedConsumer, owned: readonly string[]): void {
    if (!this.#actors.includes(consumer)) this.#actors.push(consumer);
    this.#owned.set(consumer, { partitions: owned, generation: consumer.generation });
    const actor = this.#actors.indexOf(consumer);
    const instance = consumer.config.isStatic ? (consumer.name.codePointAt(0) ?? 0) : -1;
    this.#soon(() => this.#coordinator.join(this.#now, actor, 1, consumer.memberId, instance));
  }

  sync(consumer: ScriptedConsumer, { memberId, generation, isLeader }: JoinAnswer): void {
    if (isLeader) this.#deal();
    this.#soon(() => {
      const refusal = this.#coordinator.sync(this.#now, memberId, generation);
      if (refusal !== undefined) consumer.onSynced(undefined, this.#now);
    });
  }

  leave({ memberId }: ScriptedConsumer): void {
    this.#coordinator.leave(this.#now, memberId);
  }

  heartbeat({ memberId, generation }: ScriptedConsumer) {
    return this.#coordinator.heartbeat(this.#now, memberId, generation);
  }

  commit({ memberId, generation }: ScriptedConsumer, offsets: ReadonlyMap<string, number>) {
    const refusal = this.#coordinator.refusesCommit(memberId, generation);
    if (refusal === undefined)
      for (const [partition, offset] of offsets) this.#committed.set(partition, offset);
    return refusal;
  }

  committed(partition: string): number | undefined {
    return this.#committed.get(partition);
  }

  log(partition: string) {
    return { start: 0, end: this.#ends.get(partition) ?? 0 };
  }

  #goOn(activity: Activity): void {
    const { who, until, isPolling, endsAtFirst, records, tell } = activity;
    if (this.#stopped.has(who)) return;
    const consumer = this.#consumers.get(who);
    let exception: string | undefined;
    if (isPolling && consumer !== undefined) {
      try {
        records.push(...consumer.poll(this.#now));
      } catch (error) {
        if (!(error instanceof ConsumerException)) throw error;
        exception = error.message;
      }
    }
    const isOver =
      this.#now >= until || exception !== undefined || (endsAtFirst && records.length > 0);
    if (!isOver) return;
    this.#activities = this.#activities.filter((each) => each !== activity);
    const polled =
      records.length === 0 ? 'polled' : `polled ${records.toSorted(byPlace).join(',')}`;
    const last = exception === undefined ? polled : `exception ${exception}`;
    tell(isPolling ? [...(consumer?.events.splice(0) ?? []), last] : []);
  }

  /** A step that takes no time. */
  #act({ who, verb, words }: StageStep): readonly string[] {
    if (verb === 'producer') return [];
    if (verb === 'send') return this.#send(words);
    if (verb === 'subscribe') {
      const topics = words.flatMap((each) => each.split(',')).filter((each) => each !== '');
      this.#consumer(who).subscribe(topics, this.#now);
      return [];
    }
    if (verb === 'SIGKILL') this.#consumers.delete(who);
    if (verb === 'SIGSTOP') this.#stopped.add(who);
    if (verb === 'SIGCONT') this.#stopped.delete(who);
    return verb.startsWith('SIG') ? [] : this.#call(this.#consumer(who), verb, words);
  }

  #call(
    consumer: ScriptedConsumer,
    verb: string,
    [first = '', second = '']: readonly string[],
  ): readonly string[] {
    switch (verb) {
      case 'commit':
        return [consumer.commit(first === '' ? undefined : new Map([[first, Number(second)]]))];
      case 'committed':
        return [`committed-offsets {${this.#offsetsOf(first, Number(second))}}`];
      case 'seek':
        consumer.seek(first, Number(second));
        return [];
      case 'pause':
        consumer.pause(first);
        return [];
      case 'resume':
        consumer.resume(first);
        return [];
      case 'position':
        return [`position ${first}=${consumer.position(first) ?? 'none'}`];
      case 'unsubscribe':
        consumer.unsubscribe();
        return consumer.events.splice(0);
      default:
        consumer.close();
        this.#consumers.delete(consumer.name);
        return [...consumer.events.splice(0), 'closed'];
    }
  }

  #send([topic = '', partition = '0', count = '1']: readonly string[]): readonly string[] {
    const name = `${topic}-${partition}`;
    this.#ends.set(name, (this.#ends.get(name) ?? 0) + Number(count));
    return ['sent'];
  }

  #offsetsOf(topic: string, partitions: number): string {
    const names = Array.from({ length: partitions }, (_, partition) => `${topic}-${partition}`);
    return names
      .filter((name) => this.#committed.has(name))
      .map((name) => `${name}=${this.#committed.get(name)}`)
      .join(', ');
  }

  #consumer(who: string): ScriptedConsumer {
    const known = this.#consumers.get(who);
    if (known !== undefined) return known;
    const consumer = new ScriptedConsumer(who, this.#config, this);
    this.#consumers.set(who, consumer);
    return consumer;
  }

  /** The leader deals; Kafka orders members by the text of their ids, which begin with the client's. */
  #deal(): void {
    const cluster = new Map(
      [...this.#topics].map(([topic, partitions]) => [topic, { partitions }]),
    );
    const members = this.#coordinator
      .members()
      .map(({ actor, id }) => ({ id, consumer: this.#actors[actor] }));
    const nameOf = (id: number) => String(this.#isReversed ? 9_999 - id : id).padStart(4, '0');
    const dealt = assignors[this.#config.assignor](
      cluster,
      members.map(({ id, consumer }) => ({
        memberId: nameOf(id),
        topics: consumer?.topics ?? [],
        owned: (consumer === undefined ? [] : (this.#owned.get(consumer)?.partitions ?? [])).map(
          placeOf,
        ),
        generation: consumer === undefined ? undefined : this.#owned.get(consumer)?.generation,
      })),
    );
    this.#dealt = new Map(
      members.map(({ id }) => [
        id,
        (dealt.get(nameOf(id)) ?? []).map(({ topic, partition }) => `${topic}-${partition}`),
      ]),
    );
  }

  #portOfCoordinator(): CoordinatorPort {
    const alive = (actor: number) => {
      const consumer = this.#actors[actor];
      return consumer !== undefined && this.#consumers.get(consumer.name) === consumer
        ? consumer
        : undefined;
    };
    return {
      answerJoin: (actor, _, answer) => this.#soon(() => alive(actor)?.onJoined(answer)),
      answerSync: (actor, _, memberId) =>
        this.#soon(() => alive(actor)?.onSynced(this.#dealt.get(memberId) ?? [], this.#now)),
      refuseSync: (actor) => this.#soon(() => alive(actor)?.onSynced(undefined, this.#now)),
      wakeForRebalance: (at, token) =>
        this.#at(at, () => this.#coordinator.onRebalanceTimer(this.#now, token)),
      wakeForSession: (at, member) =>
        this.#at(at, () => this.#coordinator.onSessionTimer(this.#now, member)),
      memberReplaced: (before, after) => void this.#dealt.set(after, this.#dealt.get(before) ?? []),
      becameEmpty: () => undefined,
      memberJoined: () => undefined,
      rebalanceStarted: () => undefined,
      groupStable: () => undefined,
      memberExpelled: () => undefined,
    };
  }

  #soon(act: () => void): void {
    this.#at(this.#now, act);
  }

  #at(at: number, act: () => void): void {
    this.#due.push({ at, act });
  }
}

function placeOf(name: string): { readonly topic: string; readonly partition: number } {
  const at = name.lastIndexOf('-');
  return { topic: name.slice(0, at), partition: Number(name.slice(at + 1)) };
}

function byPlace(left: string, right: string): number {
  const [a, b] = [left, right].map((each) => each.split('@'));
  if (a?.[0] !== b?.[0]) return (a?.[0] ?? '') < (b?.[0] ?? '') ? -1 : 1;
  return Number(a?.[1]) - Number(b?.[1]);
}
