/** The world at the cursor as a tree of plain text: the equal of the stage for those who do not see it. */
import { shareBounds, shareRecordsText } from '../words/share-text.ts';
import { actorName, clock, counted, groupName, partitionName, spanText } from '../words/names.ts';
import type { PartitionView } from './log-views.ts';
import type { ProcessView } from './views.ts';
import { endings } from './figures.ts';
import type { WorldView } from './world-view.ts';

/** One line of the outline. */
export interface OutlineLine {
  /** 0 for a heading, 1 for what is below it, and so on. */
  readonly depth: number;
  /** Stays the same while the world moves on: for keyed lists. */
  readonly key: string;
  readonly text: string;
}

/** Services, topics and groups with their live values, from the same view that the stage is drawn from. */
export function outline(view: WorldView): readonly OutlineLine[] {
  return [
    ...ordersIn(view),
    ...servicesIn(view),
    ...nodesIn(view),
    ...topicsIn(view),
    ...groupsIn(view),
  ];
}

function ordersIn(view: WorldView): OutlineLine[] {
  const figures = view.figures();
  const { deadLetters, effectsTwice, latencyMs } = figures;
  const waiting = view.clients().map(({ state, count }) => `${state} ×${count}`);
  const { p95 } = latencyMs;
  const latency =
    p95 === null ? 'No order has ended' : `95 % of the orders took at most ${spanText(p95 * 1000)}`;
  return [
    { depth: 0, key: 'orders', text: `Orders at ${clock(view.now)}` },
    {
      depth: 1,
      key: 'orders.figures',
      text: `${figures.outcomes.started} started: ${endings(figures)}`,
    },
    { depth: 1, key: 'orders.latency', text: latency },
    { depth: 1, key: 'orders.twice', text: `${counted(effectsTwice, 'effect')} done twice` },
    { depth: 1, key: 'orders.letters', text: counted(deadLetters, 'dead letter') },
    { depth: 1, key: 'orders.client', text: `Clients: ${waiting.join(', ') || 'idle'}` },
  ];
}

function conditionText(process: ProcessView): string {
  const words = [process.condition === 'up' ? process.state || 'up' : process.condition];
  if (process.since >= 0) words.push(`since ${clock(process.since)}`);
  if (process.crashedAt !== null)
    words.push(`${process.crashedAt.moment} ${process.crashedAt.point}`);
  if (process.slowFactor !== 1) words.push(`${process.slowFactor} times slower`);
  return words.join(', ');
}

function servicesIn(view: WorldView): OutlineLine[] {
  const lines: OutlineLine[] = [{ depth: 0, key: 'services', text: 'Services' }];
  view.cast.services.forEach((service, index) => {
    const { activity, relay } = view.service(index);
    const doing = service.reader ? readerText(view, index) : activity || 'idle';
    lines.push({ depth: 1, key: `service ${service.id}`, text: `${service.name}: ${doing}` });
    for (const actor of service.instances) {
      const process = view.process(actor);
      if (process.condition !== 'dormant') lines.push(processLine(view, process));
    }
    if (relay === null) return;
    const { key, text } = processLine(view, relay.process);
    lines.push({ depth: 2, key, text: `${text}, ${counted(relay.waiting, 'row')} waiting` });
  });
  return lines;
}

function processLine(view: WorldView, process: ProcessView): OutlineLine {
  const key = `process ${view.cast.actors[process.actor]?.id ?? ''}`;
  return {
    depth: 2,
    key,
    text: `${actorName(view.cast, process.actor)}: ${conditionText(process)}`,
  };
}

function readerText(view: WorldView, service: number): string {
  const { attached, handled, keys } = view.reader(service, 0);
  return attached
    ? `a reader, ${counted(handled, 'record')} handled, ${counted(keys, 'key')} in its table`
    : 'a reader, not attached';
}

function nodesIn(view: WorldView): OutlineLine[] {
  if (view.cast.nodes.length < 2) return [];
  const lines: OutlineLine[] = [{ depth: 0, key: 'nodes', text: 'Brokers' }];
  for (const { actor, condition, since, partitions, leads } of view.nodes()) {
    const when = since < 0 ? '' : ` since ${clock(since)}`;
    const text = `${actorName(view.cast, actor)}: ${condition}${when}, leads ${leads.length} of ${counted(partitions.length, 'partition')}`;
    lines.push({ depth: 1, key: `node ${actor}`, text });
  }
  return lines;
}

function topicsIn(view: WorldView): OutlineLine[] {
  if (view.cast.topics.length === 0) return [];
  const lines: OutlineLine[] = [{ depth: 0, key: 'topics', text: 'Topics' }];
  for (const topic of view.cast.topics) {
    lines.push({ depth: 1, key: `topic ${topic.id}`, text: `${topic.id} (${topic.carries})` });
    for (let number = 0; number < topic.maxPartitions; number++) {
      const { live, ...log } = view.partition(topic.firstPartition + number);
      if (live) lines.push(partitionLine(view, number, log));
    }
  }
  return lines;
}

/** The marks that differ from each other, in the order in which they stand in the log. */
function partitionLine(
  view: WorldView,
  number: number,
  log: Omit<PartitionView, 'live'>,
): OutlineLine {
  const { partition, logStart, lastStable, highWatermark, logEnd, leader, replicas } = log;
  const words = [`log end ${logEnd}`];
  if (logStart > 0) words.push(`log start ${logStart}`);
  if (highWatermark < logEnd) words.push(`high watermark ${highWatermark}`);
  if (lastStable < highWatermark) words.push(`last stable offset ${lastStable}`);
  if (log.cleaned > 0) words.push(`${log.cleaned} removed by the cleaner`);
  if (replicas.length > 1) {
    const inSync = replicas.filter(({ isInSync }) => isInSync).length;
    const led = leader < 0 ? 'offline' : `led by ${actorName(view.cast, leader)}`;
    words.push(`${led}, ${inSync} of ${replicas.length} in sync`);
  }
  const text = `Partition ${number}: ${words.join(', ')}`;
  return { depth: 2, key: `partition ${partition}`, text };
}

function groupsIn(view: WorldView): OutlineLine[] {
  if (view.cast.groups.length === 0) return [];
  const lines: OutlineLine[] = [{ depth: 0, key: 'groups', text: 'Consumer groups' }];
  view.cast.groups.forEach((_, index) => {
    const group = view.group(index);
    const age = group.lag === 0 ? '' : `, oldest for ${spanText(group.lagMicros)}`;
    const where = `${group.phase}${group.generation < 0 ? '' : `, generation ${group.generation}`}`;
    const text = `${groupName(view.cast, index)}: ${where}, ${counted(group.lag, 'record')} behind${age}`;
    lines.push({ depth: 1, key: `group ${index}`, text });
    for (const { partition, readers, committed, lag, share } of group.subscriptions) {
      const names = readers.map((actor) => actorName(view.cast, actor));
      const reader = `read by ${names.join(', ') || 'nobody'}`;
      const stored = committed < 0 ? 'nothing committed' : `committed ${committed}`;
      const done =
        share === null
          ? stored
          : `a share group: ${shareBounds(share)}, ${shareRecordsText(view.cast, share)}`;
      const place = `${partitionName(view.cast, partition)}: ${reader}, ${done}, lag ${lag}`;
      lines.push({ depth: 2, key: `group ${index} ${partition}`, text: place });
    }
  });
  return lines;
}
