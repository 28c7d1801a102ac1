/** Whether the broker has the topics that the styles need, and settings that go together. */
import type { Style } from '../../trace/index.ts';
import type { Broker, Scenario, Topic } from '../format.ts';
import { limits } from '../limits.ts';
import { memberPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { brokerSettings, type BrokerSettingName } from '../settings/settings.ts';
import type { SettingValue } from '../settings/setting.ts';
import { quote } from '../wording.ts';

/** What each style sends through the broker. */
const carriedBy: Readonly<Record<Style, readonly Topic['carries'][]>> = {
  choreography: ['events'],
  orchestration: ['commands', 'replies'],
  direct: [],
};

/** The topics and settings of a scenario. */
export function checkBroker({ broker, styles }: Scenario, problems: ProblemList): void {
  for (const style of styles) {
    for (const carries of carriedBy[style]) checkTopic(broker, { carries, style }, problems);
  }
  const partitions = broker.topics.reduce((sum, topic) => sum + topic.partitions, 0);
  if (partitions > limits.partitions) {
    const message = `The topics have ${partitions} partitions together.`;
    const fix = `Keep at most ${limits.partitions}.`;
    problems.add({ code: 'too-many-partitions', path: 'broker.topics', message, fix });
  }
  checkHeartbeat(broker, problems);
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

/** Kafka's consumer refuses to start with such a pair, for the coordinator would expel a member between two heartbeats. */
function checkHeartbeat({ settings }: Broker, problems: ProblemList): void {
  const names = ['heartbeat.interval.ms', 'session.timeout.ms'] as const;
  const [heartbeat, session] = names.map((name) => settings[name] ?? standard(name));
  if (typeof heartbeat !== 'number' || typeof session !== 'number' || heartbeat < session) return;
  const given = names.find((name) => settings[name] !== undefined) ?? names[0];
  const message = `A heartbeat every ${heartbeat} ms comes too late for a session timeout of ${session} ms.`;
  const fix = 'Make "heartbeat.interval.ms" smaller: a third of "session.timeout.ms" is usual.';
  const path = memberPath('broker.settings', given);
  problems.add({ code: 'setting-conflict', path, message, fix });
}

function standard(name: BrokerSettingName): SettingValue | undefined {
  return brokerSettings.find((setting) => setting.name === name)?.default;
}
