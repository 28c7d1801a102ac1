/** The faults of brokers, groups, storage and the way back of an acknowledgement: those that can strike this run, at what the reader aims at. */
import { brokerSetting, type Fault, type Scenario } from '../../scenario/index.ts';
import type { Moment } from '../run/moments.svelte.ts';
import { presentSetting, type SettingPlace } from '../settings/present.ts';

/** A fault as the palette offers it. */
export interface OfferedFault {
  readonly id: string;
  readonly label: string;
  readonly fault: Fault;
}

/** Faults of one kind. */
export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly OfferedFault[];
}

/** What the reader aims at. */
export interface Aim {
  /** Id of a service or a reader. */
  readonly service: string;
  readonly topic: string;
  readonly partition: number;
}

/** What the faults are chosen from. */
export interface Ground {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
  readonly moment: Moment;
  readonly aim: Aim;
}

/** The shortest retention that the palette sets, and for how long a follower is cut off. */
const shortRetentionMs = 1000;
const isolationMs = 15_000;
/** A service is cut off for longer than a message waits to be acknowledged and for less than its session. */
const cutOffMs = 3000;
const restartAfterMs = 20_000;

/** All faults that can strike now, by group. */
export function brokerFaults(ground: Ground): readonly FaultGroup[] {
  const groups = [
    { title: 'Broker', faults: atNodes(ground) },
    { title: 'Group', faults: [...atGroups(ground), ...atScale(ground)] },
    { title: 'Storage', faults: atStorage(ground) },
    { title: 'Network', faults: onTheWay(ground) },
  ];
  return groups.filter(({ faults }) => faults.length > 0);
}

function offered(
  id: string,
  label: string,
  target: Fault['target'],
  effect: Fault['effect'],
): OfferedFault {
  return { id, label, fault: { when: {}, target, effect } };
}

function atNodes({ scenario, moment, aim }: Ground): OfferedFault[] {
  const { topic, partition } = aim;
  const { cast, view } = moment;
  const known = cast.topics.find(({ id }) => id === topic);
  if (known === undefined) return [];
  const leader = { topic, partition };
  const kill = { kind: 'kill-node', restartAfterMs } as const;
  const kills = [
    offered('kill', 'Kill the leader', leader, { ...kill, disk: 'kept' }),
    offered('kill-disk', 'Kill it, disk lost', leader, { ...kill, disk: 'lost' }),
  ];
  if (scenario.broker.nodes < 2) return kills;
  const { replicas } = view.partition(known.firstPartition + partition);
  const follower = replicas.find(({ isLeader, condition }) => !isLeader && condition === 'up');
  const node = cast.nodes.indexOf(follower?.actor ?? -1);
  const setting = 'unclean.leader.election.enable';
  return [
    ...kills,
    ...(node < 0
      ? []
      : [
          offered(
            'isolate',
            'Isolate a follower',
            { node },
            { kind: 'isolate-node', forMs: isolationMs },
          ),
        ]),
    offered(
      'unclean',
      'Unclean election',
      { topic },
      {
        ...{ kind: 'set', setting, value: true },
      },
    ),
  ];
}

/** A setting of the aimed service in ms. */
function spanOf({ scenario, faults, moment, aim }: Ground, name: string): number {
  const setting = brokerSetting(name);
  const place: SettingPlace = { kind: 'service', id: aim.service, name: '' };
  if (setting === undefined) return 0;
  return Number(presentSetting(setting, { scenario, faults, now: moment.time, place }).value);
}

function groupOf({ moment: { cast }, aim }: Ground) {
  return cast.services.find(({ id }) => id === aim.service && aim.service !== '');
}

function atGroups(ground: Ground): OfferedFault[] {
  const { service } = ground.aim;
  const known = groupOf(ground);
  if (known === undefined || known.group < 0) return [];
  const session = Math.round(spanOf(ground, 'session.timeout.ms') * 1.5);
  const poll = Math.round(spanOf(ground, 'max.poll.interval.ms') * 1.2);
  return [
    offered('pause', 'Stall past session', { service }, { kind: 'pause', forMs: session }),
    offered('block', 'Block past max.poll', { service }, { kind: 'block-poll', forMs: poll }),
    offered('rebalance', 'Force a rebalance', { service }, { kind: 'rebalance' }),
  ];
}

function atScale(ground: Ground): OfferedFault[] {
  const { scenario, moment, aim } = ground;
  const { service } = aim;
  const known = groupOf(ground);
  const found: OfferedFault[] = [];
  if (known !== undefined) {
    const running = known.instances.filter(
      (actor) => moment.view.process(actor).condition !== 'dormant',
    ).length;
    const to = (instances: number) => ({ kind: 'scale', instances }) as const;
    if (running < known.instances.length)
      found.push(offered('out', `Scale out to ${running + 1}`, { service }, to(running + 1)));
    if (running > 1)
      found.push(offered('in', `Scale in to ${running - 1}`, { service }, to(running - 1)));
  }
  for (const { id, name } of scenario.readers) {
    const at = moment.cast.services.findIndex((each) => each.id === id);
    if (at >= 0 && !moment.view.reader(at, 0).attached)
      found.push(offered(`attach ${id}`, `Attach ${name}`, { service: id }, { kind: 'attach' }));
  }
  const topic = moment.cast.topics.findIndex(({ id }) => id === aim.topic);
  const { maxPartitions = 0 } = moment.cast.topics[topic] ?? {};
  if (topic >= 0 && moment.view.topic(topic).partitions < maxPartitions) {
    const effect = { kind: 'add-partitions', count: maxPartitions } as const;
    found.push(offered('add', `${maxPartitions} partitions`, { topic: aim.topic }, effect));
  }
  return found;
}

function atStorage({ moment, aim: { topic } }: Ground): OfferedFault[] {
  const known = moment.cast.topics.find(({ id }) => id === topic);
  if (known === undefined || known.isCompacted) return [];
  const effect = { kind: 'set', setting: 'retention.ms', value: shortRetentionMs } as const;
  return [offered('retention', 'Keep 1 s only', { topic }, effect)];
}

function onTheWay(ground: Ground): OfferedFault[] {
  const { service } = ground.aim;
  const known = groupOf(ground);
  if (known === undefined) return [];
  const cut = offered('cut', 'Cut it off', { service }, { kind: 'cut-off', forMs: cutOffMs });
  if (known.reader || known.says.length === 0) return [cut];
  const target = { service, leg: 'produce-ack' } as const;
  return [cut, offered('ack', 'Lose the ack', target, { kind: 'lose' })];
}
