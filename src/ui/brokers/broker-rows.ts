/** The brokers at a moment as a grid: a column for each node, a row for each partition, a copy where both meet. */
import { actorName, partitionName, spanText, type NodeView } from '../../projections/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** A node as the head of a column. */
export interface NodeHead {
  readonly actor: number;
  readonly name: string;
  readonly condition: NodeView['condition'];
  /** Its condition and for how long. */
  readonly note: string;
}

/** A copy of a partition on a node. */
export interface Copy {
  readonly state: 'leader' | 'in-sync' | 'behind' | 'offline';
  readonly text: string;
  readonly title: string;
  /** How much of the longest copy it has, and where the high watermark stands in it: from 0 to 1. */
  readonly share: number;
}

/** A partition with its copies, one for each node or none there. */
export interface BrokerRow {
  readonly partition: number;
  readonly name: string;
  readonly offline: boolean;
  /** Where the high watermark stands, as a share of the longest copy. */
  readonly watermark: number;
  readonly note: string;
  readonly copies: readonly (Copy | null)[];
}

/** The nodes at a moment. */
export function nodeHeads({ view, cast, time }: Moment): readonly NodeHead[] {
  return view.nodes().map(({ actor, condition, since, leads }) => ({
    actor,
    name: actorName(cast, actor),
    condition,
    note: since < 0 ? `leads ${leads.length}` : `${condition} for ${spanText(time - since)}`,
  }));
}

/** The partitions at a moment. */
export function brokerRows({ view, cast }: Moment): readonly BrokerRow[] {
  return cast.partitions.flatMap((_, partition): BrokerRow[] => {
    const { live, leader, epoch, logEnd, highWatermark, replicas } = view.partition(partition);
    if (!live) return [];
    const longest = Math.max(1, logEnd, ...replicas.map(({ end }) => end));
    const copies = cast.nodes.map((node): Copy | null => {
      const copy = replicas.find(({ actor }) => actor === node);
      if (copy === undefined) return null;
      const { isLeader, isInSync, behind, end, condition } = copy;
      const isDown = condition === 'down';
      const state = isDown ? 'offline' : isLeader ? 'leader' : isInSync ? 'in-sync' : 'behind';
      const lack = behind > 0 ? `${behind} behind` : '';
      const words = {
        leader: 'leader',
        'in-sync': lack || 'in sync',
        behind: lack === '' ? 'not in sync' : `${lack}, out`,
        offline: isLeader ? 'leader, down' : 'down',
      };
      const sync = isInSync ? 'in sync' : 'not in sync';
      return {
        state,
        text: words[state],
        share: end / longest,
        title: `${partitionName(cast, partition)} on ${actorName(cast, node)}: ${isLeader ? 'leads' : 'follows'}, ${sync}, log end ${end}${behind > 0 ? `, ${behind} behind` : ''}${isDown ? ', down' : ''}`,
      };
    });
    return [
      {
        partition,
        name: partitionName(cast, partition),
        offline: leader < 0,
        watermark: highWatermark / longest,
        note: leader < 0 ? 'offline' : `HW ${highWatermark} of ${logEnd}, epoch ${epoch}`,
        copies,
      },
    ];
  });
}
