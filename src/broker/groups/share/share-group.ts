/**
 * The coordinator's view of a share group: who is a member, and who reads what. Nothing stops while it changes: the
 * coordinator deals by itself, and each member hears of it with its next heartbeat. Source: GroupMetadataManager#shareGroupHeartbeat, KIP-932.
 */
import { later, type Micros, type Scribe } from '../../../kernel/index.ts';
import { assignShares } from './share-assignor.ts';

/** A process that is a member. */
export interface ShareMember {
  readonly id: number;
  readonly actor: number;
  readonly incarnation: number;
  /** The group's epoch that it knows of. */
  epoch: number;
  /** The partitions that it is to read, whether it knows it or not. */
  held: readonly number[];
  heardAt: Micros;
}

/** What a heartbeat is answered: the partitions, where they may have changed. */
export interface ShareAnswer {
  readonly epoch: number;
  readonly partitions: readonly number[] | undefined;
}

/** One share group. */
export class ShareGroup {
  readonly #members = new Map<number, ShareMember>();
  #topics: readonly (readonly number[])[];
  #epoch = 0;
  #nextMember = 1;

  /** `topics`: the partitions that there are, topic by topic. */
  constructor(topics: readonly (readonly number[])[]) {
    this.#topics = topics;
  }

  /** Grows with every change of the members or the partitions. */
  get epoch(): number {
    return this.#epoch;
  }

  get members(): readonly ShareMember[] {
    return [...this.#members.values()];
  }

  /** A process joins: as a newcomer, or under the id that it had (-1 for none). Returns its id. */
  join(
    now: Micros,
    { actor, incarnation }: Pick<ShareMember, 'actor' | 'incarnation'>,
    known: number,
  ): number {
    const id = known < 0 ? this.#nextMember++ : known;
    this.#members.set(id, { id, actor, incarnation, epoch: -1, held: [], heardAt: now });
    this.#deal();
    return id;
  }

  /** A member is alive; it hears what it is to read when that has changed. `undefined`: UNKNOWN_MEMBER_ID. */
  heartbeat(now: Micros, id: number): ShareAnswer | undefined {
    const member = this.#members.get(id);
    if (member === undefined) return undefined;
    member.heardAt = now;
    const isNews = member.epoch !== this.#epoch;
    member.epoch = this.#epoch;
    return { epoch: this.#epoch, partitions: isNews ? member.held : undefined };
  }

  /** A member goes, or is sent away. False when it was none. */
  remove(id: number): boolean {
    if (!this.#members.delete(id)) return false;
    this.#deal();
    return true;
  }

  /** When a member will have been silent for too long; `undefined` when it is none. */
  dueAt(id: number, sessionTimeout: Micros): Micros | undefined {
    const member = this.#members.get(id);
    return member === undefined ? undefined : later(member.heardAt, sessionTimeout);
  }

  /** There are other partitions. */
  setTopics(topics: readonly (readonly number[])[]): void {
    this.#topics = topics;
    this.#deal();
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#members, (member) => scribe.record(member));
    this.#topics = scribe.value(this.#topics);
    this.#epoch = scribe.value(this.#epoch);
    this.#nextMember = scribe.value(this.#nextMember);
  }

  #deal(): void {
    this.#epoch += 1;
    const members = this.members;
    const dealt = this.#topics.map((partitions) => assignShares(partitions, members));
    for (const member of members)
      member.held = dealt.flatMap((topic) => topic.get(member.id) ?? []);
  }
}
