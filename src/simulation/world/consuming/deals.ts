/** The leader's part of a rebalance: it deals the partitions to the members by the group's assignor. */
import { assignors, type JoinedMember, type TopicPartition } from '../../../broker/index.ts';
import { present } from '../../../kernel/index.ts';
import type { Cast, CastTopic } from '../../../trace/index.ts';
import type { HeldPartitions } from '../events.ts';
import type { ServiceProcess } from '../process.ts';
import type { World } from '../world.ts';

type Member = JoinedMember<HeldPartitions>;

/** The partitions of each member, by its id. */
type Deal = ReadonlyMap<number, readonly number[]>;

type Topic = CastTopic & { readonly index: number };

/** What is known of the groups of a cast. */
interface Known {
  /** By group. */
  readonly topics: (readonly Topic[] | undefined)[];
  /** By all that the assignor looks at. */
  readonly deals: Map<string, Deal>;
}

/** A hunt makes thousands of worlds of one plan, and most of their groups come together alike. It only spares dealing again. */
const knownOf = new WeakMap<Cast, Known>();

/** More than any one run has; beyond it, all are dealt anew. */
const mostKnown = 1000;

/** All deals of a world. */
export class Deals {
  readonly #world: World;
  /** No checkpoint holds it. */
  readonly #known: Known;

  constructor(world: World) {
    this.#world = world;
    const known = knownOf.get(world.cast) ?? { topics: [], deals: new Map<string, Deal>() };
    knownOf.set(world.cast, known);
    this.#known = known;
  }

  /** Deals what a group reads. */
  deal(process: ServiceProcess, members: readonly Member[]): Deal {
    const { group, index } = process.service;
    const { assignor } = this.#world.settings.client(index);
    // The sticky ones look at what members held; these two do not.
    if (assignor !== 'range' && assignor !== 'roundrobin') return this.#dealAnew(process, members);
    const { deals } = this.#known;
    let key = `${assignor} ${group}`;
    for (const topic of this.#topicsOf(group))
      key += ` ${this.#world.messages.liveCount(topic.index)}`;
    for (const { actor, id, instance = '' } of members) key += `,${actor} ${id} ${instance}`;
    const met = deals.get(key);
    if (met !== undefined) return met;
    const deal = this.#dealAnew(process, members);
    if (deals.size >= mostKnown) deals.clear();
    deals.set(key, deal);
    return deal;
  }

  #dealAnew(process: ServiceProcess, members: readonly Member[]): Deal {
    const topics = this.#topicsOf(process.service.group);
    const { messages, settings } = this.#world;
    const { assignor } = settings.client(process.service.index);
    const dealt = assignors[assignor](
      new Map(topics.map((topic) => [topic.id, { partitions: messages.liveCount(topic.index) }])),
      members.map((member) => ({
        memberId: nameOf(member),
        instanceId: member.instance,
        topics: topics.map((topic) => topic.id),
        owned: (member.subscription?.partitions ?? []).map((index) => this.#placeOf(index)),
        generation: member.subscription?.generation,
      })),
    );
    return new Map(
      members.map((member) => [
        member.id,
        topics.flatMap(({ id, firstPartition }) =>
          (dealt.get(nameOf(member)) ?? [])
            .filter(({ topic }) => topic === id)
            .map((each) => firstPartition + each.partition),
        ),
      ]),
    );
  }

  /** The topics that a group reads, with their indexes. */
  #topicsOf(group: number): readonly Topic[] {
    const { cast } = this.#world;
    const found = this.#known.topics[group];
    if (found !== undefined) return found;
    const { partitions } = present(cast.groups[group], 'a group');
    const indexes = partitions.map((at) => present(cast.partitions[at], 'a partition').topic);
    const topics = [...new Set(indexes)].map((index) => ({
      ...present(cast.topics[index], 'a topic'),
      index,
    }));
    this.#known.topics[group] = topics;
    return topics;
  }

  #placeOf(index: number): TopicPartition {
    const { cast } = this.#world;
    const { topic, partition } = present(cast.partitions[index], 'a partition');
    return { topic: cast.topics[topic]?.id ?? '', partition };
  }
}

/** Kafka orders members by the text of their ids, which begin with the client's id. */
function nameOf({ actor, id }: Member): string {
  return `${String(actor).padStart(4, '0')}-${String(id).padStart(6, '0')}`;
}
