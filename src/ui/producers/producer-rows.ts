/** The producers at a moment as rows: who they are to the broker, what is on its way, and their last batches. */
import { actorName, clock, partitionName } from '../../projections/index.ts';
import { produceErrors } from '../../trace/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** One process that has sent anything. */
export interface ProducerRow {
  readonly actor: number;
  readonly name: string;
  /** Its id and epoch; empty when it has none. */
  readonly identity: string;
  readonly inFlight: number;
  readonly retries: number;
  readonly expired: number;
  /** What is wrong, or under way: the last error, an open transaction, a full buffer. */
  readonly notes: readonly { readonly text: string; readonly isBad: boolean }[];
  readonly batches: number;
  readonly lastBatches: readonly {
    readonly row: number;
    readonly text: string;
    readonly title: string;
  }[];
}

/** All processes that have sent anything up to a moment. */
export function producerRows({ view, cast }: Moment): readonly ProducerRow[] {
  return cast.actors.flatMap((_, actor): ProducerRow[] => {
    const seen = view.producer(actor);
    if (seen.batches + seen.inFlight + seen.retries + seen.expired === 0 && seen.id < 0) return [];
    const notes = [
      { text: seen.isFenced ? 'fenced' : '', isBad: true },
      { text: produceErrors[seen.error] ?? '', isBad: true },
      {
        text: seen.blockedBytes < 0 ? '' : `buffer full: ${seen.blockedBytes} bytes`,
        isBad: true,
      },
      { text: seen.transaction < 0 ? '' : `transaction ${seen.transaction} open`, isBad: false },
    ];
    return [
      {
        actor,
        name: actorName(cast, actor),
        identity: seen.id < 0 ? '' : `id ${seen.id}, epoch ${seen.epoch}`,
        inFlight: seen.inFlight,
        retries: seen.retries,
        expired: seen.expired,
        notes: notes.filter(({ text }) => text !== ''),
        batches: seen.batches,
        lastBatches: seen.lastBatches.map(({ row, time, partition, sequence, records }) => {
          const last = sequence + records - 1;
          const numbers =
            sequence < 0 ? `×${records}` : `#${sequence}${records > 1 ? `–${last}` : ''}`;
          const count = records === 1 ? '1 record' : `${records} records`;
          return {
            row,
            text: `${numbers} → ${partitionName(cast, partition)}`,
            title: `${clock(time)}: ${count}${sequence < 0 ? ', without sequence' : `, sequence ${sequence} to ${last}`}`,
          };
        }),
      },
    ];
  });
}
