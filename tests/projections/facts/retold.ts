/** The recounted facts in the words of the outline: every line that it must have, and none besides. */
import { moments, points, type Cast, type Trace } from '../../../src/trace/index.ts';
import { Recounted, type LogFacts, type ReadingFacts } from './recounted.ts';

type Line = readonly [depth: number, text: string];

const two = (value: number) => String(value).padStart(2, '0');

/** An instant as minutes, seconds and milliseconds. None of the runs takes an hour. */
function clockOf(micros: number): string {
  const ms = Math.floor(micros / 1000);
  const rest = `${two(Math.floor(ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
  return `${two(Math.floor(ms / 60_000))}:${rest}`;
}

const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function span(micros: number): string {
  const [value, unit] = micros < 1e6 ? [micros / 1000, 'ms'] : [micros / 1e6, 's'];
  const step = unit === 'ms' ? 10 : 100;
  return `${Math.round(value * step) / step} ${unit}`;
}

function nameOf(cast: Cast, actor: number): string {
  return cast.actors[actor]?.name ?? '?';
}

function partitionOf(cast: Cast, partition: number): string {
  const { topic = -1, partition: number = -1 } = cast.partitions[partition] ?? {};
  return `${cast.topics[topic]?.id ?? '?'}-${number}`;
}

/** The orders, and what their clients do. */
function orderLines(facts: Recounted): Line[] {
  const { placed, ended, accepted, abandoned, over, now } = facts;
  const known = [...placed.keys()];
  const endings = [0, 1, 2].map(
    (outcome) => known.filter((order) => ended.get(order)?.outcome === outcome).length,
  );
  const unheard = known.filter(
    (order) => !ended.has(order) && abandoned.has(order) && !accepted.has(order),
  ).length;
  const [completed = 0, compensated = 0, failed = 0] = endings;
  const open = known.length - completed - compensated - failed - unheard;
  const latencies = [...ended]
    .flatMap(([order, { at }]) => {
      const since = placed.get(order);
      return since === undefined ? [] : [at - since];
    })
    .sort((a, b) => a - b);
  const p95 = latencies[Math.ceil(latencies.length * 0.95) - 1];
  return [
    [0, `Orders at ${clockOf(now)}`],
    [
      1,
      `${known.length} started: ${completed} completed, ${compensated} compensated, ${failed + unheard} failed, ${open} ${over ? 'stuck' : 'pending'}`,
    ],
    [1, p95 === undefined ? 'No order has ended' : `95 % of the orders took at most ${span(p95)}`],
    [1, `${many(facts.effectsTwice, 'effect')} done twice`],
    [1, many(facts.deadLetters, 'dead letter')],
    [1, `Clients: ${busy(facts, -1, (state, count) => `${state} ×${count}`) || 'idle'}`],
  ];
}

/** Who is at work, by machine and state. A state of activity is a present participle: working, backingOff. */
function busy(
  { cast, states, ended }: Recounted,
  service: number,
  say: (state: string, count: number) => string,
): string {
  const said: string[] = [];
  cast.machines.forEach((machine, index) => {
    if (machine.service !== service) return;
    machine.states.forEach((name, state) => {
      const [word = ''] = name.split(/(?=[A-Z])/);
      if (state === machine.initial || !word.endsWith('ing')) return;
      const count = [...states].filter(([key, at]) => {
        const [own, order] = key.split(' ').map(Number);
        const isOver = machine.role === 'client' && ended.has(order ?? -1);
        return own === index && at === state && !isOver;
      }).length;
      if (count > 0) said.push(say(name, count));
    });
  });
  return said.join(', ');
}

function conditionOf(facts: Recounted, actor: number): string {
  const { crashed, paused, blocked, joiningSince, slow, state, dormant } =
    facts.processes[actor] ?? {};
  const pace = slow === 1 ? '' : `, ${slow} times slower`;
  if (dormant) return '';
  if (crashed !== undefined) {
    const [moment, point] = [moments[crashed.moment], points[crashed.point]];
    const at = moment === undefined || point === undefined ? '' : `, ${moment} ${point}`;
    return `crashed, since ${clockOf(crashed.time)}${at}${pace}`;
  }
  if (paused !== undefined && facts.now < paused.time + paused.span)
    return `paused, since ${clockOf(paused.time)}${pace}`;
  if (joiningSince !== undefined) return `restarting, since ${clockOf(joiningSince)}${pace}`;
  if (blocked !== undefined && facts.now < blocked.time + blocked.span)
    return `hung, since ${clockOf(blocked.time)}${pace}`;
  return `${state === '' ? 'up' : state}${pace}`;
}

function serviceLines(facts: Recounted): Line[] {
  const { cast } = facts;
  return [
    [0, 'Services'],
    ...cast.services.flatMap((service, index): Line[] => {
      const read = `${many(facts.handled[index] ?? 0, 'record')} handled, ${many(facts.tables[index]?.size ?? 0, 'key')} in its table`;
      // Where none of its topics exists, a reader has no group to attach.
      const isAttached = service.group >= 0 && facts.attached.has(service.group);
      const reading = `a reader, ${isAttached ? read : 'not attached'}`;
      const said = busy(facts, index, (state, count) => (count > 1 ? `${state} ×${count}` : state));
      const running = service.instances.filter((actor) => !facts.processes[actor]?.dormant);
      const waiting = many(facts.outbox[index] ?? 0, 'row');
      return [
        [1, `${service.name}: ${service.reader ? reading : said || 'idle'}`],
        ...running.map((actor): Line => [
          2,
          `${nameOf(cast, actor)}: ${conditionOf(facts, actor)}`,
        ]),
        ...(service.relay < 0
          ? []
          : [
              [
                2,
                `${nameOf(cast, service.relay)}: ${conditionOf(facts, service.relay)}, ${waiting} waiting`,
              ] as const,
            ]),
      ];
    }),
  ];
}

function isLive({ cast, live }: Recounted, partition: number): boolean {
  const { topic = -1, partition: number = 0 } = cast.partitions[partition] ?? {};
  return number < (live[topic] ?? 0);
}

function nodeLines(facts: Recounted): Line[] {
  const { cast, isolated, logs, processes } = facts;
  if (cast.nodes.length < 2) return [];
  return [
    [0, 'Brokers'],
    ...cast.nodes.map((node): Line => {
      const crashed = processes[node]?.crashed;
      const away = isolated.get(node);
      const standing =
        crashed !== undefined
          ? `down since ${clockOf(crashed.time)}`
          : away === undefined
            ? 'up'
            : `isolated since ${clockOf(away)}`;
      const kept = cast.partitions.flatMap(({ replicas }, partition) =>
        replicas.includes(node) && isLive(facts, partition) ? [partition] : [],
      );
      const led = kept.filter((partition) => logs[partition]?.leader === node).length;
      return [
        1,
        `${nameOf(cast, node)}: ${standing}, leads ${led} of ${many(kept.length, 'partition')}`,
      ];
    }),
  ];
}

/** Below this, readers of committed records see everything. */
function stableOf({ open }: Recounted, partition: number, { watermark }: LogFacts): number {
  const starts = [...open.values()].flatMap((by) => by.get(partition) ?? []);
  return Math.min(watermark, ...starts);
}

function topicLines(facts: Recounted): Line[] {
  const { cast, logs } = facts;
  const topics = cast.topics.flatMap(({ id, carries, firstPartition }, topic): Line[] => [
    [1, `${id} (${carries})`],
    ...Array.from({ length: facts.live[topic] ?? 0 }, (_, number): Line => {
      const partition = firstPartition + number;
      const log = logs[partition];
      if (log === undefined) throw new Error('no log');
      const stable = stableOf(facts, partition, log);
      const { replicas = [] } = cast.partitions[partition] ?? {};
      const inSync = replicas.filter(
        (node) => log.inSync === undefined || ((log.inSync >> cast.nodes.indexOf(node)) & 1) === 1,
      );
      const leader = log.leader < 0 ? 'offline' : `led by ${nameOf(cast, log.leader)}`;
      const words = [
        `log end ${log.end}`,
        ...(log.start > 0 ? [`log start ${log.start}`] : []),
        ...(log.watermark < log.end ? [`high watermark ${log.watermark}`] : []),
        ...(stable < log.watermark ? [`last stable offset ${stable}`] : []),
        ...(log.removed.size > 0 ? [`${log.removed.size} removed by the cleaner`] : []),
        ...(replicas.length > 1
          ? [`${leader}, ${inSync.length} of ${replicas.length} in sync`]
          : []),
      ];
      return [2, `Partition ${number}: ${words.join(', ')}`];
    }),
  ]);
  return topics.length === 0 ? [] : [[0, 'Topics'], ...topics];
}

/** The offsets that a group has not done, of those that are there for it to see. */
function openOf(facts: Recounted, group: number, partition: number): readonly number[] {
  const reading = facts.reading(group, partition);
  const log = facts.logs[partition];
  const isReader = facts.cast.services[facts.cast.groups[group]?.service ?? -1]?.reader === true;
  if (reading === undefined || log === undefined) return [];
  if (isReader && !facts.attached.has(group)) return [];
  const first = Math.max(reading.reset ?? reading.committed, log.start, 0);
  const offsets = Array.from({ length: Math.max(0, log.watermark - first) }, (_, at) => first + at);
  return offsets.filter((offset) => {
    const state = reading.records.get(offset)?.state;
    return state !== 'accepted' && state !== 'archived';
  });
}

/** For how long the oldest record that is not done has been there. */
function ageOf(facts: Recounted, group: number, partition: number): number {
  const written = facts.logs[partition]?.written;
  const oldest = openOf(facts, group, partition).find((offset) => written?.has(offset) === true);
  return oldest === undefined ? 0 : facts.now - (written?.get(oldest) ?? 0);
}

function shareText({ cast, logs }: Recounted, reading: ReadingFacts, partition: number): string {
  const { start: logStart = 0, end: logEnd = 0 } = logs[partition] ?? {};
  const start = Math.max(0, reading.committed, logStart);
  const end = Math.max(start, Math.min(reading.given, logEnd));
  const under = [...reading.records]
    .filter(([offset]) => offset >= start && offset < end)
    .filter(([, { state }]) => state === 'acquired' || state === 'available')
    .sort(([one], [other]) => one - other);
  const held = under.filter(([, { state }]) => state === 'acquired').length;
  const said = under
    .slice(0, 6)
    .map(([offset, { state, holder, deliveries }]) =>
      state === 'acquired'
        ? `${offset} held by ${nameOf(cast, holder)}, delivery ${deliveries}`
        : `${offset} waits to be delivered again, after delivery ${deliveries}`,
    );
  const rest = under.length > 6 ? [`and ${under.length - 6} more`] : [];
  const records =
    under.length === 0
      ? 'nothing under way'
      : `${many(held, 'record')} held; ${[...said, ...rest].join('; ')}`;
  return `a share group: start ${start} (SPSO), end ${end} (SPEO), ${records}`;
}

function groupLines(facts: Recounted): Line[] {
  const { cast } = facts;
  const groups = cast.groups.flatMap(({ id, partitions, isShare }, group): Line[] => {
    const live = partitions.filter((partition) => isLive(facts, partition));
    const lag = partitions.reduce((sum, each) => sum + openOf(facts, group, each).length, 0);
    const age = Math.max(0, ...live.map((partition) => ageOf(facts, group, partition)));
    const { phase = '', generation = -1 } = facts.phases[group] ?? {};
    return [
      [
        1,
        `${id}: ${phase}${generation < 0 ? '' : `, generation ${generation}`}, ${many(lag, 'record')} behind${lag === 0 ? '' : `, oldest for ${span(age)}`}`,
      ],
      ...live.map((partition): Line => {
        const reading = facts.readings[group]?.[partition];
        if (reading === undefined) throw new Error('no reading');
        const readers = [...reading.readers].sort((a, b) => a - b);
        const names = readers.map((actor) => nameOf(cast, actor)).join(', ') || 'nobody';
        const { committed } = reading;
        const done = isShare
          ? shareText(facts, reading, partition)
          : committed < 0
            ? 'nothing committed'
            : `committed ${committed}`;
        const open = openOf(facts, group, partition).length;
        return [2, `${partitionOf(cast, partition)}: read by ${names}, ${done}, lag ${open}`];
      }),
    ];
  });
  return groups.length === 0 ? [] : [[0, 'Consumer groups'], ...groups];
}

/** The outline of a run after a row, as it must be. */
export function outlineRetold(trace: Trace, cast: Cast, upTo: number): readonly string[] {
  const facts = new Recounted(trace, cast, upTo);
  return [
    ...orderLines(facts),
    ...serviceLines(facts),
    ...nodeLines(facts),
    ...topicLines(facts),
    ...groupLines(facts),
  ].map(([depth, text]) => '  '.repeat(depth) + text);
}
