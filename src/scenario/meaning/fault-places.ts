/** Whether what a fault does to groups, nodes, topics and settings can be done there. */
import { settingShape } from '../description/settings.ts';
import type { FaultEffect } from '../format.ts';
import { brokerSetting } from '../settings/settings.ts';
import type { BrokerSetting } from '../settings/setting.ts';
import { quote } from '../wording.ts';
import { tell, type Case } from './fault-case.ts';
import { checkReader, checkTopicName } from './references.ts';
import { mostInstances, mostPartitions } from './scene.ts';
import { conflictsIn } from './settings.ts';

type EffectOf<Kind extends FaultEffect['kind']> = Extract<FaultEffect, { readonly kind: Kind }>;

/** The place of a fault, and what is to happen there. */
export function checkPlaces(each: Case): void {
  const { effect } = each.fault;
  checkTopic(each);
  if (effect.kind === 'attach') checkAttach(each);
  if (effect.kind === 'scale') checkScale(each, effect);
  if (effect.kind === 'kill-node' || effect.kind === 'isolate-node') checkNode(each);
  if (effect.kind === 'isolate-node' && each.scene.scenario.broker.nodes === 1) {
    const message = 'The only node of the cluster has no others from which it could be cut off.';
    const fix = 'Raise "broker.nodes", or kill the node instead.';
    tell(each, { code: 'too-few-nodes', at: 'effect.kind', message, fix });
  }
  if (effect.kind === 'add-partitions') checkAddition(each, effect);
  if (effect.kind === 'set') checkSet(each, effect);
}

function checkTopic(each: Case): void {
  const { scene, fault, problems } = each;
  const { topic: id, partition, node } = fault.target;
  if (id === undefined) return;
  checkTopicName(scene, id, { path: each.at('target.topic'), problems });
  const topic = scene.topics.get(id);
  if (topic === undefined || partition === undefined || node !== undefined) return;
  const most = mostPartitions(topic);
  if (partition < most) return;
  const message = `${quote(id)} has no partition ${partition}: it has ${most}, counted from 0.`;
  const fix = `Write at most ${most - 1}.`;
  tell(each, { code: 'unknown-partition', at: 'target.partition', message, fix });
}

/** A node is meant by its number, or as the one that has a part in a partition. */
function checkNode(each: Case): void {
  const { kind } = each.fault.effect;
  const { node, topic, partition } = each.fault.target;
  const { nodes } = each.scene.scenario.broker;
  if (node === undefined && (topic === undefined || partition === undefined)) {
    const message = `A fault of the kind ${quote(kind)} needs a node, or a partition whose leader is meant.`;
    const fix = 'Add "node" to "target", or "topic" and "partition".';
    tell(each, { code: 'fault-needs', at: 'target', message, fix });
  }
  if (node === undefined) return;
  if (topic !== undefined || partition !== undefined) {
    const message = 'A node is meant by its number, or by a partition, and not by both.';
    const fix = 'Remove "node", or "topic" and "partition".';
    tell(each, { code: 'fault-conflict', at: 'target.node', message, fix });
  }
  if (node < nodes) return;
  const message = `There is no node ${node}: the cluster has ${nodes}, counted from 0.`;
  const fix = `Write at most ${nodes - 1}, or raise "broker.nodes".`;
  tell(each, { code: 'unknown-node', at: 'target.node', message, fix });
}

function checkAttach(each: Case): void {
  const { scene, fault, problems } = each;
  const { service: id } = fault.target;
  if (id === undefined) return;
  const at = 'target.service';
  if (scene.services.has(id)) checkReader(scene, id, { path: each.at(at), problems });
  if (scene.readers.get(id)?.attached !== true) return;
  const message = `The reader ${quote(id)} reads from the beginning, so there is nothing to attach.`;
  const fix = 'Write "attached": false in the reader, or remove the fault.';
  tell(each, { code: 'fault-conflict', at, message, fix });
}

function checkScale(each: Case, { instances }: EffectOf<'scale'>): void {
  const group = each.scene.groups.get(each.fault.target.service ?? '');
  if (group === undefined || instances <= mostInstances(group)) return;
  const most = mostInstances(group);
  const message = `${quote(group.id)} can have ${most} instances, and not ${instances}.`;
  const fix = `Write at most ${most}, or raise its "maxInstances".`;
  tell(each, { code: 'beyond-most', at: 'effect.instances', message, fix });
}

function checkAddition(each: Case, { count }: EffectOf<'add-partitions'>): void {
  const topic = each.scene.topics.get(each.fault.target.topic ?? '');
  if (topic === undefined) return;
  const { id, partitions } = topic;
  const most = mostPartitions(topic);
  const at = 'effect.count';
  if (count > most) {
    const message = `${quote(id)} can have ${most} partitions, and not ${count}.`;
    const fix = `Raise its "maxPartitions" to ${count}.`;
    tell(each, { code: 'beyond-most', at, message, fix });
  } else if (count <= partitions) {
    const message = `${quote(id)} has ${partitions} partitions already, and a partition is never taken away.`;
    const fix = `Write more than ${partitions}: how many there are from then on.`;
    tell(each, { code: 'fault-conflict', at, message, fix });
  }
}

function checkSet(each: Case, { setting: name, value }: EffectOf<'set'>): void {
  const setting = brokerSetting(name);
  if (setting === undefined) return;
  const fitting = settingShape(setting).read(value, each.at('effect.value'), each.problems);
  if (fitting === undefined || !standsHere(each, setting)) return;
  checkChange(each, { name, value });
}

/** Whether the setting is one of those that the fault's target has. */
function standsHere(each: Case, { name, scope }: BrokerSetting): boolean {
  const { topic, service } = each.fault.target;
  const isOfTopic = scope === 'topic';
  const isOfClient = scope === 'producer' || scope === 'consumer' || scope === 'client';
  const wrong = [
    ...(topic !== undefined && !isOfTopic ? (['topic'] as const) : []),
    ...(service !== undefined && !isOfClient ? (['service'] as const) : []),
  ];
  for (const place of wrong) {
    const message = `${quote(name)} is not a setting of a ${place}.`;
    const fix =
      isOfTopic || isOfClient
        ? `Name a ${isOfTopic ? 'topic' : 'service'}, or nothing.`
        : 'Name neither a topic nor a service.';
    tell(each, { code: 'fault-conflict', at: `target.${place}`, message, fix });
  }
  return wrong.length === 0;
}

/** Whether what is set from then on still goes with the rest. */
function checkChange(
  each: Case,
  { name, value }: Pick<EffectOf<'set'>, 'value'> & { readonly name: string },
): void {
  const { scenario, groups } = each.scene;
  const own = groups.get(each.fault.target.service ?? '')?.settings ?? {};
  const changed = [{ [name]: value }, own, scenario.broker.settings];
  for (const { names, message, fix } of conflictsIn(changed)) {
    if (!names.some((each) => each === name)) continue;
    tell(each, { code: 'setting-conflict', at: 'effect.value', message, fix });
  }
  if (name !== 'cleanup.policy' || value !== 'compact' || scenario.workload.key !== 'none') return;
  const message = 'Records have no key, and a compacted topic takes none without.';
  const fix = 'Key records by the order or the customer.';
  tell(each, { code: 'missing-key', at: 'effect.value', message, fix });
}
