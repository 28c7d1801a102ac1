/** Who sends what to whom, as a graph and as the Mermaid text of it. */
import type { Cast, CastMachine } from '../../trace/index.ts';
import { mermaidLabel } from './label.ts';

/** A box of the stage. */
export interface TopologyNode {
  /** Ours, not the scenario's: `n0`, `n1`, … */
  readonly id: string;
  readonly kind: 'client' | 'service' | 'reader' | 'topic';
  /** Index of the actor for the client, of the topic for a topic, of the service otherwise. */
  readonly index: number;
  readonly label: string;
  /** The longest text that may ever stand in its second line: room is kept for it. */
  readonly longestState: string;
  /** Whether it tells the others what to do. */
  readonly coordinator: boolean;
}

/** An arrow of the stage: at most one for each pair and direction. */
export interface TopologyEdge {
  /** The name that Mermaid gives the drawn path in `data-id`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'publish' | 'deliver' | 'call';
}

/** The graph of one style. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  /** A Mermaid flowchart, without any setting of how it is drawn. */
  readonly mermaid: string;
}

/** The graph of a cast: its clients, services and topics. */
export function topology(cast: Cast): Topology {
  const nodes = nodesOf(cast);
  const edges = edgesOf(cast, nodes);
  return { nodes, edges, mermaid: textOf(cast, nodes, edges) };
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function statesOf(machines: readonly CastMachine[]): readonly string[] {
  return machines.flatMap((machine) => machine.states);
}

function nodesOf(cast: Cast): TopologyNode[] {
  const nodes: Omit<TopologyNode, 'id'>[] = [];
  const client = cast.actors.findIndex((actor) => actor.kind === 'client');
  const add = (
    kind: TopologyNode['kind'],
    index: number,
    label: string,
    longestState: string,
    coordinator = false,
  ): void => {
    nodes.push({ kind, index, label, longestState, coordinator });
  };
  const of = (service: number): string =>
    longest(statesOf(cast.machines.filter((machine) => machine.service === service)));
  // Room for a count behind the state.
  if (client >= 0) add('client', client, cast.actors[client]?.name ?? '', `${of(-1)} ×99`);
  cast.services.forEach((service, index) => {
    const coordinates = service.owner && cast.style !== 'choreography';
    // A reader of topics that this style does not have stands nowhere.
    if (service.reader && service.group < 0) return;
    if (service.reader) add('reader', index, service.name, 'table 9999, 9999 read');
    else add('service', index, service.name, `${of(index)} ×99`, coordinates);
  });
  cast.topics.forEach((topic, index) => {
    add('topic', index, topic.id, topic.carries);
  });
  return nodes.map((node, index) => ({ id: `n${index}`, ...node }));
}

/** Collects arrows, each pair and direction once. */
class Arrows {
  readonly all: TopologyEdge[] = [];
  readonly #nodes: readonly TopologyNode[];

  constructor(nodes: readonly TopologyNode[]) {
    this.#nodes = nodes;
  }

  node(kind: TopologyNode['kind'], index: number): TopologyNode | undefined {
    return this.#nodes.find(
      (node) =>
        (node.kind === kind || (kind === 'service' && node.kind === 'reader')) &&
        (kind === 'client' || node.index === index),
    );
  }

  add(
    from: TopologyNode | undefined,
    to: TopologyNode | undefined,
    kind: TopologyEdge['kind'],
  ): void {
    if (from === undefined || to === undefined || from === to) return;
    const id = `L_${from.id}_${to.id}_0`;
    if (this.all.every((edge) => edge.id !== id))
      this.all.push({ id, from: from.id, to: to.id, kind });
  }
}

function edgesOf(cast: Cast, nodes: readonly TopologyNode[]): readonly TopologyEdge[] {
  const arrows = new Arrows(nodes);
  addCalls(cast, arrows);
  cast.services.forEach((service, index) => {
    for (const type of service.says)
      arrows.add(arrows.node('service', index), topicOf(cast, type, arrows), 'publish');
  });
  cast.services.forEach((service, index) => {
    const partitions = cast.groups[service.group]?.partitions ?? [];
    for (const partition of partitions) {
      const topic = cast.partitions[partition]?.topic ?? -1;
      arrows.add(arrows.node('topic', topic), arrows.node('service', index), 'deliver');
      // A reader gives nothing up: it has no topic of dead letters.
      const letters = service.reader ? -1 : deadLettersOf(cast, topic);
      arrows.add(arrows.node('service', index), arrows.node('topic', letters), 'publish');
    }
  });
  return arrows.all;
}

function topicOf(cast: Cast, type: number, arrows: Arrows): TopologyNode | undefined {
  return arrows.node('topic', cast.types[type]?.topic ?? -1);
}

function deadLettersOf(cast: Cast, topic: number): number {
  const id = cast.topics[topic]?.id ?? '';
  return cast.topics.findIndex(
    (other) => other.carries === 'dead-letters' && other.id === `${id}.dead-letters`,
  );
}

function addCalls(cast: Cast, arrows: Arrows): void {
  cast.types.forEach((type, index) => {
    // An answer belongs to its call: it is no arrow of its own.
    if (type.topic >= 0 || type.kind === 'reply') return;
    const from = type.sender < 0 ? arrows.node('client', -1) : arrows.node('service', type.sender);
    cast.services.forEach((service, callee) => {
      if (service.hears.includes(index)) arrows.add(from, arrows.node('service', callee), 'call');
    });
  });
}

function textOf(
  cast: Cast,
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
): string {
  const names = (kind: TopologyNode['kind']): string =>
    nodes
      .filter((node) => node.kind === kind)
      .map((node) => mermaidLabel(node.label))
      .join(', ') || 'none';
  const readers = nodes.some(({ kind }) => kind === 'reader') ? ` Readers ${names('reader')}.` : '';
  const coordinators = nodes.filter((node) => node.coordinator).map((node) => node.id);
  return [
    'flowchart TB',
    `  accTitle: Who sends to whom in the ${cast.style} style`,
    `  accDescr: Services ${names('service')}.${readers} Topics ${names('topic')}. ${edges.length} connections.`,
    ...nodes.map((node) => `  ${node.id}${boxOf(node)}`),
    ...edges.map((edge) => `  ${edge.from} ${edge.kind === 'call' ? '-.->' : '-->'} ${edge.to}`),
    ...(coordinators.length === 0
      ? []
      : [
          '  classDef coordinator stroke-width:3px',
          `  class ${coordinators.join(',')} coordinator`,
        ]),
    '',
  ].join('\n');
}

function boxOf(node: TopologyNode): string {
  const text = `"${mermaidLabel(node.label)}<br/>${mermaidLabel(node.longestState)}"`;
  return node.kind === 'client' ? `([${text}])` : `[${text}]`;
}
