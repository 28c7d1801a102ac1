/** The plan of one style's stage: who stands on it, who is linked with whom, and the Mermaid text by which it is laid out. */
import { topology, type TopologyEdge, type TopologyNode } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Size, Stack } from './geometry.ts';
import type { Detail, Letters } from './letters.ts';
import { mostNodeWidth, nodeSize, topicSize } from './sizes.ts';

/** Who stands on the stage. */
export interface Plan {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  /** The room that each node takes in a pane: for each detail that the letters know, the most first. */
  readonly sizesIn: (pane: Size, letters: Letters) => readonly Sizes[];
  /** The clients stand right above the service that takes their orders: both are laid out as one. */
  readonly stack: Stack | undefined;
  /** The topology as Mermaid text: what is shown and copied. */
  readonly source: string;
  /** The same nodes as Mermaid lays them out for us: one line for each pair, owners to the left, topics in the middle. */
  readonly layout: string;
  /** The node at which an actor stands, and the one of a partition's topic. */
  readonly nodeOfActor: (actor: number) => string | undefined;
  readonly nodeOfPartition: (partition: number) => string | undefined;
}

/** The size of each node, by its id. */
export type Sizes = ReadonlyMap<string, Size>;

/** Plans the stage of a cast. */
export function planOf(cast: Cast): Plan {
  const { nodes, edges, mermaid } = topology(cast);
  const client = nodes.find(({ kind }) => kind === 'client')?.id;
  const callee = edges.find(({ from }) => from === client)?.to;
  const stack =
    client !== undefined && callee !== undefined ? { upper: client, lower: callee } : undefined;
  const find = (kind: TopologyNode['kind'], index: number) =>
    nodes.find(
      (node) =>
        (node.kind === kind || (kind === 'service' && node.kind === 'reader')) &&
        (kind === 'client' || node.index === index),
    )?.id;
  return {
    nodes,
    edges,
    sizesIn: (pane, letters) =>
      letters.details.map((detail) => sizesOf(nodes, cast, { pane, letters, detail })),
    stack,
    source: mermaid,
    layout: layoutText(cast, nodes, edges, stack),
    nodeOfActor: (actor) => {
      const { kind, service = -1 } = cast.actors[actor] ?? {};
      return kind === 'client' ? find('client', actor) : find('service', service);
    },
    nodeOfPartition: (partition) => find('topic', cast.partitions[partition]?.topic ?? -1),
  };
}

function sizesOf(
  nodes: readonly TopologyNode[],
  cast: Cast,
  { pane, letters, detail }: { pane: Size; letters: Letters; detail: Detail },
): Sizes {
  const topics = new Map(
    nodes
      .filter(({ kind }) => kind === 'topic')
      .map(({ id, index, label }): [string, Size] => [
        id,
        topicSize(label, cast.topics[index]?.maxPartitions ?? 1, { letters, detail }),
      ]),
  );
  const widest = Math.max(0, ...[...topics.values()].map(({ width }) => width));
  const most = mostNodeWidth(pane, letters, widest);
  const others = nodes.filter(({ kind }) => kind !== 'topic');
  const name = longest(others.map((node) => nameOf(node, cast)));
  const state = longest(others.map(({ longestState }) => longestState));
  return new Map(
    nodes.map(({ id, longestState: own }): [string, Size] => [
      id,
      topics.get(id) ?? nodeSize({ name, state, own }, { letters, most, lines: detail.lines }),
    ]),
  );
}

/** The name as it is written, with the count of its processes. */
function nameOf({ kind, index, label }: TopologyNode, cast: Cast): string {
  if (kind === 'client') return 'Clients';
  return (cast.services[index]?.instances.length ?? 1) > 1 ? `${label} ×9` : label;
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

/**
 * With both directions of every pair, all services but one end up on the same side of a topic, in a row wider than any
 * pane. One line for each pair, pointing from the left side to the right side, gives Mermaid the freedom to balance them.
 */
function layoutText(
  cast: Cast,
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
  stack: Stack | undefined,
): string {
  const left = leftSide(cast, nodes);
  const topics = new Set(nodes.filter(({ kind }) => kind === 'topic').map(({ id }) => id));
  const lines = new Set<string>();
  for (const { from, to } of edges) {
    if (from === stack?.upper) continue;
    const isForward = topics.has(to) ? left.has(from) : topics.has(from) ? !left.has(to) : true;
    const [first, second] = isForward ? [from, to] : [to, from];
    lines.add(`  ${first} --> ${second}`);
  }
  const boxes = nodes
    .filter(({ id }) => id !== stack?.upper)
    .map(
      (node) =>
        `  ${node.id}["${filler(node, cast)}${node.id === stack?.lower ? '<br/>M<br/>M<br/>M' : ''}"]`,
    );
  return ['flowchart LR', ...boxes, ...lines, ''].join('\n');
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
  const partitions = Math.min(4, cast.topics[index]?.maxPartitions ?? 1);
  return ['MMMMMMMMMM', ...Array.from({ length: partitions + 1 }, () => 'M')].join('<br/>');
}
