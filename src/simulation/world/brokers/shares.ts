/** Share groups on the brokers' side: their coordinators, and the records that their members hold. */
import type { Scribe } from '../../../kernel/index.ts';
import { code, leaveReasons } from '../../../trace/index.ts';
import type { WorldEvent } from '../events.ts';
import type { World } from '../world.ts';
import { ShareCoordinators } from './share-coordinators.ts';
import { SharePartitions } from './share-partitions.ts';

const closed = leaveReasons.indexOf('closed');

/** All share groups of a world. */
export class Shares {
  /** Whether there is any: where there is none, nothing is asked of it. */
  readonly isAny: boolean;
  readonly coordinators: ShareCoordinators;
  readonly partitions: SharePartitions;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.isAny = world.cast.groups.some(({ isShare }) => isShare);
    this.coordinators = new ShareCoordinators(world);
    this.partitions = new SharePartitions(world);
  }

  /** A member has closed its client, or its connection is gone; then the coordinator does not know yet. Source: KafkaShareConsumer#close, ShareSessionCache#connectionDisconnectListener. */
  onClosed({ actor, group, member, settled }: Extract<WorldEvent, { kind: 'share-closed' }>): void {
    if (settled === undefined) {
      this.partitions.release(group, member, 'its connection closed');
      return;
    }
    for (const each of settled) this.partitions.settle({ actor, group, member }, each);
    this.partitions.release(group, member, 'its member left');
    const { epoch } = this.coordinators.of(group);
    if (!this.coordinators.remove(group, member)) return;
    this.#world.teller.tell(code['member-left'], actor, -1, -1, group, epoch, closed, -1);
    this.coordinators.tellMembers(group);
  }

  transcribe(scribe: Scribe): void {
    this.coordinators.transcribe(scribe);
    this.partitions.transcribe(scribe);
  }
}
