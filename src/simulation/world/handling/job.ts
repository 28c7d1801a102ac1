/** One piece of work of a process, from its first point to its last: a record, a call, or a deadline. All of it is memory. */
import { none, type Kind, type Scribe } from '../../../kernel/index.ts';
import type { Snapshot } from '../../../services/index.ts';
import type { Answer, Outcome } from '../../../trace/index.ts';
import type { MachinePlan } from '../../compile/plan.ts';
import type { Call, FetchedRecord } from '../events.ts';
import type { Occasion } from '../faults/fault-book.ts';
import type { ServiceProcess } from '../process.ts';
import type { Lock } from './locks.ts';

/** An effect that a machine wants in force, or taken back. */
export interface StagedEffect {
  readonly step: number;
  readonly isUndoing: boolean;
}

/** A durable wait that a machine asks for, or no longer wants. */
export interface StagedDeadline {
  readonly machine: number;
  readonly id: string;
  /** In µs; absent: the wait is cancelled. */
  readonly span: number | undefined;
}

/** A machine's state within the transaction, and where it stood when that was last committed. */
export interface StagedState {
  readonly machine: MachinePlan;
  readonly committed: string;
  snapshot: Snapshot;
}

/** A message type to be said. */
export interface StagedSaying {
  readonly type: number;
  /** Said again, it is the same message. */
  readonly isIdentified: boolean;
}

/** Everything that one transaction of the store will make durable at once: little, mostly. */
export class Transaction {
  /** One for each machine that was asked: a job has one order, so its machine names an instance. */
  states: StagedState[] = none;
  effects: StagedEffect[] = none;
  deadlines: StagedDeadline[] = none;
  sayings: StagedSaying[] = none;
  answer: Answer | undefined;
  isAcceptance = false;
  outcome: Outcome | undefined;

  transcribe(scribe: Scribe): void {
    this.states = scribe.each(this.states, (state) => scribe.record(state));
    this.effects = scribe.list(this.effects);
    this.deadlines = scribe.list(this.deadlines);
    this.sayings = scribe.list(this.sayings);
    this.answer = scribe.value(this.answer);
    this.isAcceptance = scribe.value(this.isAcceptance);
    this.outcome = scribe.value(this.outcome);
  }

  /** The state of a machine within it, if it was asked. */
  stateOf(machine: MachinePlan): StagedState | undefined {
    for (const state of this.states) if (state.machine === machine) return state;
    return undefined;
  }
}

/** A message that a job has to say over a topic. */
export interface Output {
  readonly message: number;
  /** Where it goes, -1 where the producer places it. */
  readonly partition: number;
}

/** What a job is to do. */
export interface Assignment {
  readonly kind: 'record' | 'call' | 'deadline';
  readonly order: number;
  /** Message type that is handled, -1 for a deadline. */
  readonly type: number;
  /** Message that is handled, -1 for a deadline. */
  readonly message: number;
  /** The step that a fault names. */
  readonly step: number;
  /** Which delivery or which call it is, from 1. */
  readonly attempt: number;
  readonly record: FetchedRecord | undefined;
  readonly call: Call | undefined;
  /** Name of the event that the machines are given. */
  readonly event: string;
  /** Machines that hear it, one after the other. */
  readonly machines: readonly MachinePlan[];
  /** The row that led to it. */
  readonly cause: number;
}

/** What a checkpoint needs to make a job anew. */
export interface JobDescription {
  readonly id: number;
  readonly actor: number;
  readonly work: Assignment;
}

/** How the jobs of a world are written into a checkpoint: processes, locks and transactions refer to the same ones. */
export function jobsOf(processOf: (actor: number) => ServiceProcess): Kind<Job, JobDescription> {
  return {
    describe: (job) => ({ id: job.id, actor: job.process.actor, work: job.assignment }),
    make: ({ id, actor, work }) => new Job(id, processOf(actor), work),
    transcribe: (job, scribe) => job.transcribe(scribe),
  };
}

/** A piece of work. */
export class Job implements Occasion {
  readonly id: number;
  readonly process: ServiceProcess;
  readonly kind: Assignment['kind'];
  readonly order: number;
  readonly type: number;
  readonly message: number;
  readonly step: number;
  readonly attempt: number;
  readonly record: FetchedRecord | undefined;
  call: Call | undefined;
  readonly event: string;
  readonly machines: readonly MachinePlan[];
  /** Which of the machines is at work. */
  at = 0;
  /** The latest row of this work. */
  cause: number;
  transaction = new Transaction();
  /** Timers that run in memory, by name; a new one of the same name gets a new token. Few jobs have any. */
  timers: Map<string, number> | undefined;
  /** The row locks that it holds. No checkpoint holds it: the locks say who holds them. */
  locks: Lock[] = none;
  /** Tries of a message that cannot be handled. */
  tries = 0;
  /** What it has to say over topics. */
  outputs: readonly Output[] = none;
  /** Whether that is a dead letter. */
  isLetter = false;
  /** How often that could not be delivered. */
  sendFailures = 0;
  /** Messages whose acknowledgement is awaited. */
  unacknowledged = 0;
  /** The record will be delivered once more when this job is done. */
  isRepeated = false;

  constructor(id: number, process: ServiceProcess, work: Assignment) {
    this.id = id;
    this.process = process;
    this.kind = work.kind;
    this.order = work.order;
    this.type = work.type;
    this.message = work.message;
    this.step = work.step;
    this.attempt = work.attempt;
    this.record = work.record;
    this.call = work.call;
    this.event = work.event;
    this.machines = work.machines;
    this.cause = work.cause;
  }

  /** What it was made of. */
  get assignment(): Assignment {
    const { kind, order, type, message, step, attempt, record, call, event, machines, cause } =
      this;
    return { kind, order, type, message, step, attempt, record, call, event, machines, cause };
  }

  get service(): number {
    return this.process.service.index;
  }

  get instance(): number {
    return this.process.instance;
  }

  /** The machine that is at work. */
  get machine(): MachinePlan {
    const machine = this.machines[this.at];
    if (machine === undefined) throw new Error('the job has no machine at work');
    return machine;
  }

  transcribe(scribe: Scribe): void {
    this.call = scribe.value(this.call);
    this.at = scribe.value(this.at);
    this.cause = scribe.value(this.cause);
    this.transaction = scribe.part(this.transaction, () => new Transaction());
    const timers = this.timers ?? new Map<string, number>();
    scribe.map(timers);
    if (timers.size > 0) this.timers = timers;
    this.tries = scribe.value(this.tries);
    this.outputs = scribe.value(this.outputs);
    this.isLetter = scribe.value(this.isLetter);
    this.sendFailures = scribe.value(this.sendFailures);
    this.unacknowledged = scribe.value(this.unacknowledged);
    this.isRepeated = scribe.value(this.isRepeated);
  }
}
