/** The members of a group, in the order in which they came, with its leader. Source: ClassicGroup. */
import { FewMap, type Micros, type Scribe } from '../../../kernel/index.ts';
import { selectProtocol } from './protocols.ts';
import { newMember, type ClassicMember, type JoinRequest } from './classic-member.ts';

/** All members of one group. */
export class MemberTable<S, A> {
  readonly #members = new FewMap<ClassicMember<S, A>>();
  #nextId = 1;
  #leader = -1;

  get size(): number {
    return this.#members.size;
  }

  get leader(): number {
    return this.#leader;
  }

  get all(): readonly ClassicMember<S, A>[] {
    return [...this.#members.values()];
  }

  get(id: number): ClassicMember<S, A> | undefined {
    return this.#members.get(id);
  }

  /** The static member of this instance. */
  ofInstance(instance: string | undefined): ClassicMember<S, A> | undefined {
    if (instance === undefined) return undefined;
    return this.all.find((each) => each.instance === instance);
  }

  /** Takes a newcomer in; the first one leads. */
  add(now: Micros, request: JoinRequest<S>): ClassicMember<S, A> {
    const member = newMember<S, A>(this.#nextId++, now, request);
    this.#members.set(member.id, member);
    if (this.#leader < 0) this.#leader = member.id;
    return member;
  }

  /** A static member comes back: it has another id, and all else of its old place. Source: ClassicGroup#replaceStaticMember. */
  replace(now: Micros, before: ClassicMember<S, A>, request: JoinRequest<S>): ClassicMember<S, A> {
    const after = newMember<S, A>(this.#nextId++, now, request);
    after.assignment = before.assignment;
    this.#members.delete(before.id);
    this.#members.set(after.id, after);
    if (this.#leader === before.id) this.#leader = after.id;
    return after;
  }

  /** Takes a member out; when it led, the next one does. */
  remove(id: number): void {
    this.#members.delete(id);
    if (this.#leader === id) this.#leader = this.#members.keys()[0] ?? -1;
  }

  /** Sees to it that the leader is one that joined. False where nobody did. Source: ClassicGroup#maybeElectNewJoinedLeader. */
  electJoined(): boolean {
    if (this.#members.get(this.#leader)?.awaitsJoin === true) return true;
    const joined = this.all.find(({ awaitsJoin }) => awaitsJoin);
    if (joined !== undefined) this.#leader = joined.id;
    return joined !== undefined;
  }

  /** Whether all have joined. */
  get haveAllJoined(): boolean {
    for (const { awaitsJoin } of this.#members.values()) if (!awaitsJoin) return false;
    return true;
  }

  /** The longest time that any member may take to join anew. */
  get rebalanceTimeout(): Micros {
    let longest = 0;
    for (const { rebalanceTimeout } of this.#members.values())
      longest = Math.max(longest, rebalanceTimeout);
    return longest as Micros;
  }

  /** The protocol that all would go by. */
  get protocol(): string {
    return selectProtocol(this.all) ?? '';
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#members, (member) => scribe.record(member));
    this.#nextId = scribe.value(this.#nextId);
    this.#leader = scribe.value(this.#leader);
  }
}
