/** Whether settings go together: pairs with which a client of Kafka refuses to start. */
import type { Scenario, Settings } from '../format.ts';
import { entryPath, memberPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import type { BrokerSettingName } from '../settings/settings.ts';
import { quote } from '../wording.ts';
import { valueIn } from './stated.ts';

/** Settings that do not go together. */
export interface Conflict {
  /** All that take part in it, first those that are to be named. */
  readonly names: readonly BrokerSettingName[];
  readonly message: string;
  readonly fix: string;
}

/** The settings of the broker and, on top of them, those of each service and reader. */
export function checkSettings(scenario: Scenario, problems: ProblemList): void {
  const { broker, services, readers } = scenario;
  const general = broker.settings;
  checkPlace([general], 'broker.settings', problems);
  const check = (path: string) => (group: { readonly settings: Settings }, index: number) => {
    const place = `${entryPath(path, index)}.settings`;
    checkPlace([group.settings, general], place, problems);
  };
  services.forEach(check('services'));
  readers.forEach(check('readers'));
}

function checkPlace(
  nearestFirst: readonly [Settings, ...Settings[]],
  path: string,
  problems: ProblemList,
): void {
  const [own] = nearestFirst;
  for (const { names, message, fix } of conflictsIn(nearestFirst)) {
    // What is stated elsewhere is told of there.
    const given = names.find((name) => own[name] !== undefined);
    if (given === undefined) continue;
    problems.add({ code: 'setting-conflict', path: memberPath(path, given), message, fix });
  }
}

/** What does not go together where these settings are stated, the nearest first. */
export function conflictsIn(nearestFirst: readonly Settings[]): readonly Conflict[] {
  return [
    ...heartbeatConflict(nearestFirst, ''),
    ...heartbeatConflict(nearestFirst, 'group.share.'),
    ...idempotenceConflicts(nearestFirst),
    ...deliveryConflict(nearestFirst),
  ];
}

/** The coordinator would expel a member between two heartbeats. Source: AbstractCoordinator, Heartbeat. */
function heartbeatConflict(
  nearestFirst: readonly Settings[],
  prefix: '' | 'group.share.',
): readonly Conflict[] {
  const names = [`${prefix}heartbeat.interval.ms`, `${prefix}session.timeout.ms`] as const;
  const [heartbeat, session] = names.map((name) => Number(valueIn(nearestFirst, name)));
  if (heartbeat === undefined || session === undefined || heartbeat < session) return [];
  const message = `A heartbeat every ${heartbeat} ms comes too late for a session timeout of ${session} ms.`;
  const fix = `Make ${quote(names[0])} smaller: a third of ${quote(names[1])} is usual.`;
  return [{ names, message, fix }];
}

/** Why a producer with these settings cannot be idempotent. Source: ProducerConfig#postProcessAndValidateIdempotenceConfigs. */
export function obstaclesToIdempotence(
  nearestFirst: readonly Settings[],
): readonly { readonly name: BrokerSettingName; readonly needed: string }[] {
  const value = (name: BrokerSettingName) => valueIn(nearestFirst, name);
  const inFlight = 'max.in.flight.requests.per.connection';
  return [
    ...(value('acks') === 'all' ? [] : [{ name: 'acks' as const, needed: '"acks" of "all"' }]),
    ...(Number(value('retries')) > 0
      ? []
      : [{ name: 'retries' as const, needed: '"retries" above 0' }]),
    ...(Number(value(inFlight)) <= 5
      ? []
      : [{ name: inFlight, needed: `${quote(inFlight)} of at most 5` } as const]),
  ];
}

/** Where nobody asked for idempotence it is silently off; where somebody did, the producer does not start. */
function idempotenceConflicts(nearestFirst: readonly Settings[]): readonly Conflict[] {
  const name = 'enable.idempotence';
  if (nearestFirst.find((each) => each[name] !== undefined)?.[name] !== true) return [];
  return obstaclesToIdempotence(nearestFirst).map((obstacle) => ({
    names: [obstacle.name, name],
    message: `An idempotent producer needs ${obstacle.needed}.`,
    fix: `Mend ${quote(obstacle.name)}, or leave "enable.idempotence" out: then it is silently off.`,
  }));
}

/** Only where somebody stated the timeout: a default that is too short is raised. Source: KafkaProducer#configureDeliveryTimeout. */
function deliveryConflict(nearestFirst: readonly Settings[]): readonly Conflict[] {
  const names = ['delivery.timeout.ms', 'request.timeout.ms', 'linger.ms'] as const;
  if (nearestFirst.every((each) => each[names[0]] === undefined)) return [];
  const [delivery, request, linger] = names.map((name) => Number(valueIn(nearestFirst, name)));
  if (delivery === undefined || delivery >= (request ?? 0) + (linger ?? 0)) return [];
  const message = `A delivery timeout of ${delivery} ms is over before a batch has lingered ${linger} ms and one request has waited ${request} ms.`;
  const fix = 'Make "delivery.timeout.ms" at least "linger.ms" and "request.timeout.ms" together.';
  return [{ names, message, fix }];
}
