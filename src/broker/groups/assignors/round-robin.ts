/** Kafka's round-robin assignor: all partitions of all topics in order, dealt like cards to the members in order; who does not subscribe is skipped. Source: RoundRobinAssignor#assign. */
import { present } from '../../../kernel/index.ts';
import type { Assignor } from './assignor.ts';
import { assignmentOf, byIdentity, emptyDeal, viewOf } from './group-view.ts';

/** Deals one partition after the other, round and round. */
export const roundRobin: Assignor = (cluster, members) => {
  const view = viewOf(cluster, members);
  const deal = emptyDeal(view);
  const circle = view.takers.toSorted(byIdentity);
  let turn = 0;
  for (const [topic, partitions] of view.topics) {
    for (const partition of partitions) {
      // The view has only topics that somebody subscribes to, so this ends.
      let taker = present(circle[turn], 'a member');
      while (!taker.topics.has(topic)) {
        turn = (turn + 1) % circle.length;
        taker = present(circle[turn], 'a member');
      }
      deal.get(taker)?.push(partition);
      turn = (turn + 1) % circle.length;
    }
  }
  return assignmentOf(deal);
};
