/** One running instance of a service: what it holds in memory, all of which a crash takes. */
import { FewMap, type Kind, type Scribe } from '../../kernel/index.ts';
import type { Snapshot } from '../../services/index.ts';
import type { ServicePlan } from '../compile/plan.ts';
import type { Acknowledgement } from '../../broker/index.ts';
import type { Call, Fetch, FetchedRecord, HeldPartitions, ShareSettlement } from './events.ts';
import type { Job, JobDescription } from './handling/job.ts';

/** The memory of a consumer: gone with a crash, and with it the position that was never committed. */
export class ConsumerMemory {
  member = -1;
  generation = -1;
  /** How often it began to join: only the last join's answers count. */
  joins = 0;
  /** Whether the coordinator no longer knows this member. */
  isForgotten = false;
  /** What the leader dealt to it last: the sticky assignor's memory, which outlives what is given up. */
  lastDealt: HeldPartitions = { partitions: [], generation: -1 };
  /** Next offset to take, by partition that it owns. */
  readonly positions = new FewMap<number>();
  /** Next offset that was last sent in a commit, by partition. */
  readonly committing = new FewMap<number>();
  /** Records fetched and not yet handled; those before `next` are. */
  buffer: readonly FetchedRecord[] = [];
  next = 0;
  fetch: Fetch | undefined;
  fetches = 0;
  current: FetchedRecord | undefined;
  /** Which delivery of the current record to the group this is, from 1. */
  deliveries = 1;
  /** Row of the delivery or the event that the lifecycle last answered to. */
  cause = -1;
  /** Counts heartbeat loops, so that an old one ends. */
  session = 0;
  /** Timers of its lifecycle, by name: few consumers ever have one. */
  timers: Map<string, number> | undefined;
  /** When poll() last returned, in µs. */
  polledAt = 0;
  /** Whether somebody looks after max.poll.interval.ms. */
  isWatched = false;
  /** When poll() commits by itself next, in µs; -1 before the first poll. */
  autoCommitAt = -1;
  /** Whether an automatic commit is due later. */
  willCommit = false;
  /** How many commits it waits for before it joins. */
  awaitedCommits = 0;
  /** Cooperative: the coordinator wants all members to join anew, which this one does without giving anything up. */
  mustRejoin = false;
  isRejoining = false;
  /** Cooperative: what the member was dealt while it was at work; it takes it over with its next poll. */
  dealt: readonly PartitionStart[] | undefined;
  /** Records that were handed to threads, by partition: those from `base` on, in order, and whether each is done. */
  readonly handedOff = new FewMap<HandedOff>();
  /** Of a member of a share group: how it is done with the record at work, and what goes to the broker with its next fetch. */
  settlement: Acknowledgement = 'accept';
  settled: ShareSettlement[] = [];
  /** Whether the client was told to leave, and does so with its next poll. */
  isClosing = false;

  /** The memory of the same member once it has no partitions any more: its heartbeats begin anew. */
  withoutPartitions(): ConsumerMemory {
    const left = new ConsumerMemory();
    left.member = this.member;
    left.generation = this.generation;
    left.isForgotten = this.isForgotten;
    left.lastDealt = this.lastDealt;
    left.fetches = this.fetches;
    left.cause = this.cause;
    left.session = this.session + 1;
    left.polledAt = this.polledAt;
    left.isWatched = this.isWatched;
    left.autoCommitAt = this.autoCommitAt;
    left.isClosing = this.isClosing;
    return left;
  }

  transcribe(scribe: Scribe): void {
    this.member = scribe.value(this.member);
    this.generation = scribe.value(this.generation);
    this.joins = scribe.value(this.joins);
    this.isForgotten = scribe.value(this.isForgotten);
    this.lastDealt = scribe.value(this.lastDealt);
    scribe.map(this.positions);
    scribe.map(this.committing);
    this.buffer = scribe.value(this.buffer);
    this.next = scribe.value(this.next);
    this.fetch = scribe.value(this.fetch);
    this.fetches = scribe.value(this.fetches);
    this.current = scribe.value(this.current);
    this.deliveries = scribe.value(this.deliveries);
    this.cause = scribe.value(this.cause);
    this.session = scribe.value(this.session);
    const timers = this.timers ?? new Map<string, number>();
    scribe.map(timers);
    if (timers.size > 0) this.timers = timers;
    this.polledAt = scribe.value(this.polledAt);
    this.isWatched = scribe.value(this.isWatched);
    this.autoCommitAt = scribe.value(this.autoCommitAt);
    this.willCommit = scribe.value(this.willCommit);
    this.awaitedCommits = scribe.value(this.awaitedCommits);
    this.mustRejoin = scribe.value(this.mustRejoin);
    this.isRejoining = scribe.value(this.isRejoining);
    this.dealt = scribe.value(this.dealt);
    scribe.map(this.handedOff, (now) => handedOffIn(scribe, now));
    this.settlement = scribe.value(this.settlement);
    this.settled = scribe.list(this.settled);
    this.isClosing = scribe.value(this.isClosing);
  }
}

/** A partition, and where to read it from: its committed offset, -1 for none. */
export interface PartitionStart {
  readonly partition: number;
  readonly offset: number;
}

/** What was handed to threads of one partition and not committed yet. */
export interface HandedOff {
  readonly offsets: number[];
  readonly done: Set<number>;
}

function handedOffIn(scribe: Scribe, now: HandedOff | undefined): HandedOff {
  const done = now?.done ?? new Set<number>();
  scribe.set(done);
  return { offsets: scribe.list(now?.offsets ?? []), done };
}

/** One instance of a service. */
export class ServiceProcess {
  readonly actor: number;
  readonly service: ServicePlan;
  readonly instance: number;
  isUp = true;
  /** Counts lives, from 1: events for an earlier life are void. */
  incarnation = 1;
  /** Whether it was started at all: others wait to be scaled out to, or attached. */
  isStarted = true;
  /** How many times slower than usual it works. */
  slowness = 1;
  /** Counts slowings, so that an earlier one's end does not end a later one. */
  slowings = 0;
  lifecycle: Snapshot | undefined;
  consumer = new ConsumerMemory();
  jobs = new FewMap<Job>();
  /** Calls that wait for a thread. */
  waitingCalls: Call[] = [];
  /** For each message that is being published: the job that waits for its acknowledgement. */
  awaitingAck = new FewMap<Job>();

  constructor(actor: number, service: ServicePlan, instance: number) {
    this.actor = actor;
    this.service = service;
    this.instance = instance;
  }

  /** Takes all memory away and begins a new life, which is not up yet. */
  forgetAll(): void {
    this.isUp = false;
    this.incarnation += 1;
    this.consumer = new ConsumerMemory();
    this.jobs = new FewMap();
    this.waitingCalls = [];
    this.awaitingAck = new FewMap();
  }

  transcribe(scribe: Scribe, jobs: Kind<Job, JobDescription>): void {
    const jobIn = (now: Job | undefined) => scribe.known(now, jobs);
    this.isUp = scribe.value(this.isUp);
    this.incarnation = scribe.value(this.incarnation);
    this.isStarted = scribe.value(this.isStarted);
    this.slowness = scribe.value(this.slowness);
    this.slowings = scribe.value(this.slowings);
    this.lifecycle = scribe.value(this.lifecycle);
    this.consumer = scribe.part(this.consumer, () => new ConsumerMemory());
    scribe.map(this.jobs, jobIn);
    this.waitingCalls = scribe.list(this.waitingCalls);
    scribe.map(this.awaitingAck, jobIn);
  }
}
