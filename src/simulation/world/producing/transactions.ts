/** Transactional producers: what a handler says, and the offset of what it handled, become visible together or not at all. */
import { TransactionManager, type TransactionAnswer } from '../../../broker/index.ts';
import type { Scribe } from '../../../kernel/index.ts';
import { code } from '../../../trace/index.ts';
import type { Commit, TransactionOffset, WorldEvent } from '../events.ts';
import type { Job } from '../handling/job.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

const askLeg = 23;

/** What a transaction is begun for: what a job has to say, or commits alone. */
type Turn = Job | readonly Commit[];

/** A transactional producer's affairs with the coordinator. */
interface Session {
  /** Tells sessions of one process apart: an answer for an earlier one is void. */
  readonly id: number;
  readonly actor: number;
  readonly incarnation: number;
  readonly manager: TransactionManager<TransactionOffset>;
  /** What its transaction is for. */
  turn: Turn | undefined;
  readonly waiting: Turn[];
  /** What the last committed transaction said of a consumed offset. */
  committed: TransactionOffset | undefined;
  /** How its transaction is to end. */
  outcome: TransactionOutcome;
  cause: number;
}

/** How a job's transaction ended: aborted ones may be tried again, unless the consumer has lost its place in the group. */
export type TransactionOutcome = 'committed' | 'aborted' | 'outdated';

/** All transactional producers of a world. */
export class Transactions {
  readonly #world: World;
  readonly #sessions = new Map<number, Session>();
  /** By actor. */
  readonly #isTransactional: readonly boolean[];
  #nextSession = 1;
  #asked = 0;

  constructor(world: World) {
    this.#world = world;
    this.#isTransactional = world.plan.isTransactional;
  }

  /** Whether a process's producer is transactional: that of a relay never is. */
  isFor(actor: number): boolean {
    return this.#isTransactional[actor] === true;
  }

  /** Whether a process commits what it has read in its transactions: where records are handled in turn and not committed beforehand. */
  carriesOffsets({ actor, service }: ServiceProcess): boolean {
    if (!this.isFor(actor)) return false;
    const { handling, delivery } = service.settings;
    return handling === 'in-turn' && delivery !== 'at-most-once';
  }

  /** initTransactions: a process begins, or begins anew. Whatever its predecessor left open is aborted. */
  start(actor: number, cause: number): void {
    if (this.isFor(actor) && !this.#sessions.has(actor)) this.#begin(actor, cause, []);
  }

  /** The process is gone; the coordinator does not know. */
  forget(actor: number): void {
    this.#sessions.delete(actor);
  }

  /** Runs a job's publishing in a transaction of its own, when its turn has come. */
  run(job: Job): void {
    const { actor } = job.process;
    this.start(actor, job.cause);
    const session = this.#sessions.get(actor);
    if (session === undefined) return;
    session.waiting.push(job);
    this.#next(session);
  }

  /**
   * Makes commits in a transaction of their own: those of a process whose other offsets go with what it says. A plain
   * commit uses another connection: a later transaction could overtake it, and the group would go back.
   */
  runCommits(actor: number, commits: readonly Commit[]): void {
    const session = this.#sessions.get(actor);
    if (session === undefined) return;
    session.waiting.push(commits);
    this.#next(session);
  }

  /** A record of the transaction goes to this partition. */
  addPartition(actor: number, partition: number): void {
    this.#sessions.get(actor)?.manager.addPartition(partition);
  }

  maySend(actor: number, partition: number): boolean {
    return this.#sessions.get(actor)?.manager.maySend(partition) === true;
  }

  /** All that a job had to say is stored: its offset is added, and the transaction commits. */
  commit(job: Job, offset: TransactionOffset | undefined): void {
    const session = this.#sessionOf(job);
    if (session?.manager.state !== 'IN_TRANSACTION') return;
    session.cause = job.cause;
    if (offset !== undefined) session.manager.addOffsets([offset]);
    session.committed = offset;
    session.outcome = 'committed';
    session.manager.commit();
    this.pump(session.actor);
  }

  /** Something that a job had to say was given up: its transaction is aborted. */
  abort(job: Job, cause: number): void {
    const session = this.#sessionOf(job);
    if (session === undefined) return;
    session.cause = cause;
    this.#abort(session, 'aborted');
  }

  /** A batch of the transaction was given up. */
  onBatchFailed(actor: number, error: string): void {
    this.#sessions.get(actor)?.manager.onBatchFailed(error);
  }

  /** Whether the last transaction has committed this offset already. */
  hasCommitted(actor: number, partition: number, offset: number): boolean {
    const committed = this.#sessions.get(actor)?.committed;
    return committed?.partition === partition && committed.offset === offset;
  }

  /** Asks the coordinator what is to be asked next. */
  pump(actor: number): void {
    const session = this.#sessions.get(actor);
    if (session === undefined) return;
    const { manager } = session;
    const { client } = this.#world.producers.of(actor);
    if (manager.isEmptyEnd) {
      manager.endEmpty();
      this.#ended(session);
      return;
    }
    const request = manager.next(client.isIdle);
    if (request === undefined) return;
    const { kernel, network } = this.#world;
    const { producer, epoch } = manager;
    const { incarnation, id, cause } = session;
    kernel.after(network.carryProtocol(actor, askLeg, this.#asked++), {
      kind: 'transaction-asked',
      ask: { actor, incarnation, id, producer, epoch, request, cause },
    });
  }

  /** The coordinator has answered. */
  onAnswered({
    actor,
    incarnation,
    id,
    answer,
    cause,
  }: Extract<WorldEvent, { kind: 'transaction-answered' }>): void {
    const session = this.#sessions.get(actor);
    if (session?.id !== id || !this.#world.isAlive(actor, incarnation)) return;
    session.cause = cause;
    this.#take(session, answer);
  }

  /** The pause before asking again is over. */
  onDue(actor: number, id: number): void {
    if (this.#sessions.get(actor)?.id === id) this.pump(actor);
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#sessions, (now) => this.#sessionIn(scribe, now));
    this.#nextSession = scribe.value(this.#nextSession);
    this.#asked = scribe.value(this.#asked);
  }

  #sessionIn(scribe: Scribe, now: Session | undefined): Session {
    const turnIn = (turn: Turn | undefined) => this.#turnIn(scribe, turn);
    return {
      id: scribe.value(now?.id ?? 0),
      actor: scribe.value(now?.actor ?? 0),
      incarnation: scribe.value(now?.incarnation ?? 0),
      manager: scribe.part(now?.manager, () => new TransactionManager<TransactionOffset>()),
      turn: scribe.value(now?.turn !== undefined) ? turnIn(now?.turn) : undefined,
      waiting: scribe.each(now?.waiting ?? [], turnIn),
      committed: scribe.value(now?.committed),
      outcome: scribe.value(now?.outcome ?? 'aborted'),
      cause: scribe.value(now?.cause ?? -1),
    };
  }

  #turnIn(scribe: Scribe, turn: Turn | undefined): Turn {
    const commits = scribe.value(turn !== undefined && !('id' in turn) ? turn : undefined);
    return commits ?? scribe.known(turn as Job | undefined, this.#world.jobKind);
  }

  #take(session: Session, answer: TransactionAnswer): void {
    const { manager, actor, id } = session;
    const { kernel, settings, producers } = this.#world;
    const { client } = producers.of(actor);
    const outcome = manager.onAnswer(answer);
    if (outcome === 'retry') {
      const { retryBackoff } = settings.ofActor(actor);
      kernel.after(retryBackoff, { kind: 'transaction-due', actor, session: id });
    } else if (outcome === 'ready') {
      producers.of(actor).id = manager.producer;
      client.beginEpoch(manager.epoch);
      this.#next(session);
    } else if (outcome === 'ended') this.#ended(session);
    else if (outcome === 'abortable') this.#abort(session, 'outdated');
    else if (outcome === 'fatal') this.#fenced(session);
    else {
      client.pump(kernel.now);
      this.pump(actor);
    }
  }

  /** Begins the transaction of the job that waited longest. */
  #next(session: Session): void {
    if (session.manager.state === 'INITIALIZING') {
      this.pump(session.actor);
      return;
    }
    if (session.turn !== undefined || session.manager.state !== 'READY') return;
    const turn = session.waiting.shift();
    if (turn === undefined) return;
    session.turn = turn;
    session.committed = undefined;
    session.manager.begin();
    if (isCommits(turn)) {
      session.outcome = 'committed';
      session.manager.addOffsets(turn.map((commit) => this.#offsetOf(commit)));
      session.manager.commit();
      this.pump(session.actor);
      return;
    }
    this.#world.jobs.publish(turn);
    if (this.#sessions.get(session.actor) !== session) return;
    this.#world.producers.of(session.actor).client.flush(this.#world.kernel.now);
    this.pump(session.actor);
  }

  #abort(session: Session, outcome: TransactionOutcome): void {
    const { manager, actor } = session;
    if (manager.state === 'FATAL_ERROR') return this.#fenced(session);
    if (manager.state === 'ABORTING_TRANSACTION') return;
    session.committed = undefined;
    session.outcome = outcome;
    manager.abort();
    this.#world.producers.of(actor).client.dropUnsent(this.#world.kernel.now);
    this.pump(actor);
  }

  /** A transaction is over: its job learns how, and the next one may begin. */
  #ended(session: Session): void {
    const { turn, outcome, cause } = session;
    session.turn = undefined;
    if (turn !== undefined && isCommits(turn))
      this.#world.commits.onTransactionEnded(turn, outcome, cause);
    else if (turn !== undefined) {
      turn.cause = cause;
      this.#world.jobs.onTransactionEnded(turn, outcome);
    }
    if (this.#sessions.get(session.actor) === session) this.#next(session);
  }

  /** Another producer has its transactional.id, or the coordinator gave it up: the program makes a new producer, and says everything again. */
  #fenced({ actor, manager, turn, waiting, cause }: Session): void {
    const { teller, producers } = this.#world;
    const { producer, epoch } = manager;
    const row = teller.tell(code['producer-fenced'], actor, -1, -1, producer, epoch, -1, cause);
    producers.forget(actor);
    this.#begin(actor, row, turn === undefined ? waiting : [turn, ...waiting]);
  }

  #begin(actor: number, cause: number, waiting: Turn[]): void {
    const session: Session = {
      ...{ id: this.#nextSession++, actor, incarnation: this.#world.incarnation(actor) },
      ...{ manager: new TransactionManager<TransactionOffset>(), waiting, cause },
      ...{ turn: undefined, committed: undefined, outcome: 'aborted' },
    };
    this.#sessions.set(actor, session);
    session.manager.initialise();
    this.pump(actor);
  }

  #offsetOf({ actor, member, generation, partition, offset, order }: Commit): TransactionOffset {
    const { group } = this.#world.process(actor).service;
    return { group, member, generation, partition, offset, order };
  }

  #sessionOf(job: Job): Session | undefined {
    const session = this.#sessions.get(job.process.actor);
    return session?.turn === job ? session : undefined;
  }
}

function isCommits(turn: Turn): turn is readonly Commit[] {
  return Array.isArray(turn);
}
