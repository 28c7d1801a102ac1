/** Whether the broker has the topics that the styles need, and nodes enough to keep them. */
import type { Style } from '../../trace/index.ts';
import type { Broker, Scenario, Topic } from '../format.ts';
import { limits } from '../limits.ts';
import { entryPath, memberPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { quote } from '../wording.ts';
import { mostPartitions } from './scene.ts';
import { valueIn } from './stated.ts';

/** What each style sends through the broker. */
const carriedBy: Readonly<Record<Style, readonly Topic['carries'][]>> = {
  choreography: ['events'],
  orchestration: ['commands', 'replies'],
  direct: [],
};

/** The nodes and topics of a scenario. */
export function checkBroker({ broker, styles }: Scenario, problems: ProblemList): void {
  for (const style of styles) {
    for (const carries of carriedBy[style]) checkTopic(broker, { carries, style }, problems);
  }
  const partitions = broker.topics.reduce((sum, topic) => sum + mostPartitions(topic), 0);
  if (partitions > limits.partitions) {
    const message = `The topics can have ${partitions} partitions together.`;
    const fix = `Keep at most ${limits.partitions}.`;
    problems.add({ code: 'too-many-partitions', path: 'broker.topics', message, fix });
  }
  broker.topics.forEach((topic, index) => {
    const path = entryPath('broker.topics', index);
    checkReplicas(topic, { path, broker, problems });
    checkMost(topic, path, problems);
  });
}

function checkTopic(
  { topics }: Broker,
  { carries, style }: { carries: Topic['carries']; style: Style },
  problems: ProblemList,
): void {
  if (topics.some((topic) => topic.carries === carries && topic.messages === undefined)) return;
  const message = `The style ${quote(style)} needs a topic that carries ${carries}, and there is none.`;
  const fix = `Add a topic with "carries": "${carries}" and without "messages", or leave ${quote(style)} out of "styles".`;
  problems.add({ code: 'missing-topic', path: 'broker.topics', message, fix });
}

/** A copy needs a node of its own, and acks=all can never be met by fewer copies than it asks for. */
function checkReplicas(
  { id, replicas, settings }: Topic,
  { path, broker, problems }: { path: string; broker: Broker; problems: ProblemList },
): void {
  if (replicas > broker.nodes) {
    const message = `${quote(id)} is to be kept on ${replicas} nodes, and the cluster has ${broker.nodes}.`;
    const fix = `Write at most ${broker.nodes} for "replicas", or raise "broker.nodes".`;
    problems.add({ code: 'too-few-nodes', path: `${path}.replicas`, message, fix });
  }
  const name = 'min.insync.replicas';
  const least = Number(valueIn([settings, broker.settings], name));
  if (least <= replicas) return;
  const message = `${quote(name)} of ${least} can never be met in ${quote(id)}: its "replicas" are ${replicas}.`;
  const fix = `Raise "replicas", or lower ${quote(name)}.`;
  const isOwn = settings[name] !== undefined;
  const place = memberPath(isOwn ? `${path}.settings` : 'broker.settings', name);
  problems.add({ code: 'setting-conflict', path: place, message, fix });
}

function checkMost({ id, partitions, maxPartitions }: Topic, path: string, problems: ProblemList) {
  if (maxPartitions === 0 || maxPartitions >= partitions) return;
  const message = `${quote(id)} begins with ${partitions} partitions and can be given ${maxPartitions}, which is less.`;
  const fix = `Write at least ${partitions} for "maxPartitions", or 0 for no more than it has.`;
  problems.add({ code: 'reversed-range', path: `${path}.maxPartitions`, message, fix });
}
