/** Vectors of rebalances in sequence: members come and go, topics grow, and each deal begins with what the last one left. */
import {
  assignors,
  type Assignment,
  type AssignorName,
  type GroupMember,
  type TopicPartition,
} from '../../broker/index.ts';
import {
  clusterOf,
  expectedOf,
  isAssignorName,
  membersOf,
  nameOf,
  named,
  type NamedPartitions,
} from './assignor-group.ts';
import { brokenInvariants, type Deal } from './assignor-invariants.ts';
import { Tallying, fieldsOf, listOf, type VectorRunner } from './vector-file.ts';

/** One rebalance of the simulated group. */
interface Round extends Deal {
  readonly before: Assignment;
}

/** A group that lives through the rebalances: it remembers what its members own, and since which generation. */
class LivingGroup {
  readonly #assignor: AssignorName;
  #owned: Assignment = new Map();
  #generation = 0;

  constructor(assignor: AssignorName) {
    this.#assignor = assignor;
  }

  /** Rebalances once, and again where members had to give something up, as the cooperative protocol does. */
  rebalance(topics: unknown, present: readonly GroupMember[]): readonly Round[] {
    const first = this.#round(topics, present);
    if (this.#assignor !== 'cooperative-sticky' || Object.keys(lost(first)).length === 0) {
      return [first];
    }
    return [first, this.#round(topics, present)];
  }

  #round(topics: unknown, present: readonly GroupMember[]): Round {
    const cluster = clusterOf(topics);
    const members = present.map((member) => this.#rejoining(member));
    const before = new Map(members.map(({ memberId, owned }) => [memberId, owned ?? []]));
    const assignment = assignors[this.#assignor](cluster, members);
    this.#owned = assignment;
    this.#generation += 1;
    return { assignor: this.#assignor, cluster, members, before, assignment };
  }

  #rejoining({ memberId, topics, instanceId, rackId }: GroupMember): GroupMember {
    const before = this.#owned.get(memberId);
    const remembered = before ?? [];
    // A cooperative member gives up by itself what it no longer subscribes to. Source: ConsumerCoordinator#onJoinPrepare.
    const owned =
      this.#assignor === 'cooperative-sticky'
        ? remembered.filter(({ topic }) => topics.includes(topic))
        : remembered;
    const generation = before === undefined ? undefined : this.#generation;
    return { memberId, topics, instanceId, rackId, owned, generation };
  }
}

/** What each member has in the one and not in the other, where there is anything. */
function difference(one: Assignment, other: Assignment): NamedPartitions {
  const entries = [...one].map(([id, partitions]): [string, readonly TopicPartition[]] => {
    const names = new Set((other.get(id) ?? []).map(nameOf));
    return [id, partitions.filter((partition) => !names.has(nameOf(partition)))];
  });
  return named(new Map(entries.filter(([, partitions]) => partitions.length > 0)));
}

function lost({ before, assignment }: Round): NamedPartitions {
  return difference(before, assignment);
}

function gained({ before, assignment }: Round): NamedPartitions {
  return difference(assignment, before);
}

/** When nobody had to give anything up any more, nothing is withheld either. */
function unfinished(round: Round | undefined): readonly string[] {
  if (round?.assignor !== 'cooperative-sticky' || Object.keys(lost(round)).length > 0) return [];
  return brokenInvariants({ ...round, assignor: 'sticky' });
}

function isScenario(value: unknown): boolean {
  const { assignor, steps } = fieldsOf(value);
  const isStep = (step: unknown) => listOf(fieldsOf(step)['rebalances']).length > 0;
  return typeof assignor === 'string' && listOf(steps).length > 0 && listOf(steps).every(isStep);
}

function runStep(
  tally: Tallying,
  name: string,
  step: unknown,
  living: LivingGroup,
  isStable: boolean,
): void {
  const { topics, rebalances } = fieldsOf(step);
  const recorded = listOf(rebalances).map(fieldsOf);
  const rounds = living.rebalance(topics, membersOf(recorded[0]?.['members']));
  if (isStable) tally.expect(`${name}, rounds`, rounds.length, recorded.length);
  rounds.forEach((round, index) => {
    const { expected, movedAway, newlyAssigned } = recorded[index] ?? {};
    const where = `${name}, round ${index + 1}`;
    tally.expect(`${where}, invariants`, brokenInvariants(round), []);
    if (!isStable) return;
    tally.expect(where, named(round.assignment), expectedOf(expected));
    tally.expect(`${where}, moved away`, lost(round), expectedOf(movedAway));
    tally.expect(`${where}, newly assigned`, gained(round), expectedOf(newlyAssigned));
  });
  tally.expect(`${name}, invariants after it`, unfinished(rounds.at(-1)), []);
}

/** Lets each scenario's group live through its steps. Where Kafka depends on the order of a hash map, only invariants are compared. */
export const assignorSequences: VectorRunner = {
  name: 'rebalances in sequence',
  recognises: (file) => {
    const scenarios = listOf(fieldsOf(file)['scenarios']);
    return scenarios.length > 0 && scenarios.every(isScenario);
  },
  run: (file) => {
    const tally = new Tallying();
    for (const scenario of listOf(fieldsOf(file)['scenarios'])) {
      const { name, assignor, stable, steps } = fieldsOf(scenario);
      const title = `${String(name)}, ${String(assignor)}`;
      if (!isAssignorName(assignor)) {
        tally.leaveOut(`${title}: nothing here models this assignor`);
        continue;
      }
      const living = new LivingGroup(assignor);
      listOf(steps).forEach((step, index) => {
        runStep(tally, `${title}, step ${index + 1}`, step, living, stable !== false);
      });
    }
    return tally.done();
  },
};
