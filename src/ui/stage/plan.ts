/** The plan of one style's stage: who stands on it, who is linked with whom, and the Mermaid text by which it is laid out. */
import { topology, type TopologyEdge, type TopologyNode } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Size } from './geometry.ts';
import { nodeSize, topicSize } from './looks.ts';

/** Who stands on the stage. */
export interface Plan {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly sizes: ReadonlyMap<string, Size>;
  /** The topology as Mermaid text: what is shown and copied. */
  readonly source: string;
  /** The same nodes as Mermaid lays them out for us: one line for each pair, owners to the left, topics in the middle. */
  readonly layout: string;
  /** The node at which an actor stands, and the one of a partition's topic. */
  readonly nodeOfActor: (actor: number) => string | undefined;
  readonly nodeOfPartition: (partition: number) => string | undefined;
}

/** Plans the stage of a cast. */
export function planOf(cast: Cast): Plan {
  const { nodes, edges, mermaid } = topology(cast);
  const find = (kind: TopologyNode['kind'], index: number) =>
    nodes.find((node) => node.kind === kind && (kind === 'client' || node.index === index))?.id;
  return {
    nodes,
    edges,
    sizes: new Map(nodes.map((node) => [node.id, sizeOf(node, cast)])),
    source: mermaid,
    layout: layoutText(cast, nodes, edges),
    nodeOfActor: (actor) => {
      const { kind, service = -1 } = cast.actors[actor] ?? {};
      return kind === 'client' ? find('client', actor) : find('service', service);
    },
    nodeOfPartition: (partition) => find('topic', cast.partitions[partition]?.topic ?? -1),
  };
}

function sizeOf({ kind, index, label }: TopologyNode, cast: Cast): Size {
  if (kind !== 'topic') return nodeSize;
  return topicSize(label, cast.topics[index]?.partitions ?? 1);
}

/**
 * With both directions of every pair, all services but one end up on the same side of a topic, in a row wider than any
 * pane. One line for each pair, pointing from the left side to the right side, gives Mermaid the freedom to balance them.
 */
function layoutText(cast: Cast, nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): string {
  const left = leftSide(cast, nodes);
  const topics = new Set(nodes.filter(({ kind }) => kind === 'topic').map(({ id }) => id));
  const lines = new Set<string>();
  for (const { from, to, kind } of edges) {
    const isForward = topics.has(to) ? left.has(from) : topics.has(from) ? !left.has(to) : true;
    const [first, second] = isForward ? [from, to] : [to, from];
    // A caller that shares its column with the called one takes no column of its own.
    if (kind !== 'call' || topics.size === 0) lines.add(`  ${first} --> ${second}`);
  }
  const [topic] = topics;
  const client = nodes.find(({ kind }) => kind === 'client');
  if (topic !== undefined && client !== undefined) lines.add(`  ${client.id} ~~~ ${topic}`);
  return ['flowchart LR', ...nodes.map((node) => `  ${node.id}["${filler(node, cast)}"]`), ...lines, ''].join('\n');
}

/** Whoever owns the flow stands to the left; without a coordinator, half of the others stand with it. */
function leftSide(cast: Cast, nodes: readonly TopologyNode[]): ReadonlySet<string> {
  const services = nodes.filter(({ kind }) => kind === 'service');
  const owners = services.filter(({ index }) => cast.services[index]?.owner === true);
  const others = services.filter((node) => !owners.includes(node));
  const share = cast.style === 'choreography' ? Math.floor((services.length - 1) / 2) : 0;
  return new Set([...owners, ...others.slice(0, share)].map(({ id }) => id));
}

/** Mermaid gives a box the size of its text, so the text only has to be as large as what we draw. */
function filler({ kind, index }: TopologyNode, cast: Cast): string {
  if (kind !== 'topic') return 'MMMMMMMM<br/>M';
  const partitions = Math.min(4, cast.topics[index]?.partitions ?? 1);
  return ['MMMMMMMMMM', ...Array.from({ length: partitions + 1 }, () => 'M')].join('<br/>');
}
