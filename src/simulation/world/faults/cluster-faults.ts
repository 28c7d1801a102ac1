/** Faults that strike the cluster and its settings at an instant: nodes, topics, and what anybody has configured. */
import { millis } from '../../../kernel/index.ts';
import {
  brokerSetting,
  brokerSettings,
  type Fault,
  type SettingValue,
} from '../../../scenario/index.ts';
import { code } from '../../../trace/index.ts';
import { brokerActor } from '../../compile/plan.ts';
import type { World } from '../world.ts';

/** Carries out a fault of the cluster. False when it is none. */
export function strikeCluster(world: World, fault: Fault, index: number): boolean {
  const { effect } = fault;
  if (effect.kind === 'kill-node') world.broker.nodes.kill(nodeOf(world, fault), effect, index);
  else if (effect.kind === 'isolate-node')
    world.broker.nodes.isolate(nodeOf(world, fault), millis(effect.forMs), index);
  else if (effect.kind === 'add-partitions') addPartitions(world, fault, effect.count, index);
  else if (effect.kind === 'set') changeSetting(world, fault, effect, index);
  else return false;
  return true;
}

/** The node that is meant: by its number, or the leader of a partition; for a cut, that partition's first follower. */
function nodeOf(world: World, { target, effect }: Fault): number {
  const { cast, broker } = world;
  if (target.node !== undefined) return cast.nodes[target.node] ?? -1;
  const topic = cast.topics.find(({ id }) => id === target.topic);
  if (topic === undefined) return -1;
  const partition = topic.firstPartition + (target.partition ?? 0);
  const leader = broker.leaderOf(partition);
  if (effect.kind === 'kill-node') return leader;
  return cast.partitions[partition]?.replicas.find((node) => node !== leader) ?? leader;
}

/** A topic is given more partitions. Keys go to other places from now on; what is stored stays where it is. Clients learn of it with their next metadata. */
function addPartitions(world: World, { target }: Fault, count: number, index: number): void {
  const { broker, cast, teller } = world;
  const at = cast.topics.findIndex(({ id }) => id === target.topic);
  const topic = cast.topics[at];
  if (topic === undefined) return;
  const before = broker.sizeOf(at);
  const after = Math.min(count, topic.maxPartitions);
  if (after <= before) return;
  broker.grow(at, after);
  const struck = teller.tell(code['fault-struck'], brokerActor, -1, -1, index, -1, -1, -1);
  for (let partition = before; partition < after; partition++)
    teller.tell(
      code['partition-added'],
      brokerActor,
      -1,
      -1,
      topic.firstPartition + partition,
      after,
      -1,
      struck,
    );
  world.kernel.after(
    world.settings.general.metadataMaxAge,
    { kind: 'metadata-aged', topic: at, count: after },
    'background',
  );
}

/** A setting has another value from now on, everywhere or for the topic or service that is named. */
function changeSetting(
  world: World,
  { target }: Fault,
  { setting: name, value }: { readonly setting: string; readonly value: SettingValue },
  index: number,
): void {
  const setting = brokerSettings.find((each) => each.name === name);
  if (setting === undefined) return;
  const { cast, settings, teller } = world;
  const topic = cast.topics.findIndex(({ id }) => id === target.topic);
  const service = cast.services.findIndex(({ id }) => id === target.service);
  // This style has no such topic: nothing changes in it.
  if (target.topic !== undefined && topic < 0) return;
  settings.change(setting.name, value, {
    ...(topic < 0 ? {} : { topic }),
    ...(service < 0 ? {} : { service }),
  });
  const struck = teller.tell(code['fault-struck'], brokerActor, -1, -1, index, -1, -1, -1);
  teller.tell(
    code['setting-changed'],
    brokerActor,
    -1,
    -1,
    brokerSettings.indexOf(setting),
    codeOf(name, value),
    topic,
    struck,
  );
  world.broker.onSettingsChanged();
}

function codeOf(name: string, value: SettingValue): number {
  const setting = brokerSetting(name);
  if (setting?.type === 'word') return setting.words.indexOf(String(value));
  return Number(value);
}
