/** What a scripted program does with its consumer, besides polling: each step calls one method and says what came of it. */
import type { ConsumerClient } from '../consumer-client.ts';
import type { ConsumerException } from '../consumer-exception.ts';
import type { Offsets } from '../consumer-port.ts';
import { byPlace, nameOf, placeOf, type PartitionName } from '../partition-names.ts';

type Tell = (events: readonly string[]) => void;

interface Call {
  readonly client: ConsumerClient;
  readonly words: readonly string[];
  /** What the group has committed. */
  readonly committed: Offsets;
  readonly tell: Tell;
}

/** The least and the most words of each of these steps. */
export const consumerVerbs: Readonly<Record<string, readonly [number, number]>> = {
  subscribe: [1, 64],
  unsubscribe: [0, 0],
  commit: [0, 64],
  commitAsync: [0, 64],
  committed: [0, 64],
  seek: [2, 3],
  seekToBeginning: [0, 64],
  seekToEnd: [0, 64],
  pause: [0, 64],
  resume: [0, 64],
  position: [1, 2],
  assignment: [0, 0],
  close: [0, 0],
};

const calls: Readonly<Record<string, (call: Call) => void>> = {
  subscribe: ({ client, words, tell }) => {
    client.subscribe(words.flatMap((each) => each.split(',')).filter((each) => each !== ''));
    tell([]);
  },
  unsubscribe: ({ client, tell }) => {
    client.unsubscribe();
    tell([]);
  },
  commit: ({ client, words, tell }) =>
    client.commitSync(offsetsOf(words), (failure) => tell([outcome(failure)])),
  commitAsync: ({ client, words, tell }) => {
    client.commitAsync(offsetsOf(words), () => undefined);
    tell([]);
  },
  committed: ({ words, committed, tell }) => tell([committedWords(words, committed)]),
  seek: ({ client, words, tell }) => {
    client.seek(partitionsOf(words.slice(0, -1))[0] ?? '', Number(words.at(-1)));
    tell([]);
  },
  seekToBeginning: ({ client, words, tell }) => {
    client.seekTo('earliest', partitionsOf(words));
    tell([]);
  },
  seekToEnd: ({ client, words, tell }) => {
    client.seekTo('latest', partitionsOf(words));
    tell([]);
  },
  pause: ({ client, words, tell }) => {
    client.pause(words.length === 0 ? client.assignment : partitionsOf(words));
    tell([]);
  },
  resume: ({ client, words, tell }) => {
    client.resume(words.length === 0 ? client.assignment : partitionsOf(words));
    tell([]);
  },
  position: ({ client, words, tell }) => {
    const partition = partitionsOf(words)[0] ?? '';
    client.findPosition(partition, (offset) => tell([`position ${partition}=${offset}`]));
  },
  assignment: ({ client, tell }) => tell([`assignment ${client.assignment.join(',')}`.trim()]),
  close: ({ client, tell }) => client.close(() => tell(['closed'])),
};

/** Carries out a step; `tell` is called with what came of it. */
export function callConsumer(
  client: ConsumerClient,
  { verb, words }: { readonly verb: string; readonly words: readonly string[] },
  committed: Offsets,
  tell: Tell,
): void {
  calls[verb]?.({ client, words, committed, tell });
}

function outcome(failure: ConsumerException | undefined): string {
  return failure === undefined ? 'committed ok' : `commit-failed ${failure.kind}`;
}

/** `orders-0 orders-1`, `orders-0,orders-1` or `orders 0`. */
function partitionsOf(words: readonly string[]): readonly PartitionName[] {
  const flat = words.flatMap((each) => each.split(',')).filter((each) => each !== '');
  const [topic = '', number = ''] = flat;
  if (flat.length === 2 && /^\d+$/.test(number)) return [`${topic}-${number}`];
  return flat;
}

/** `orders-0 3 orders-1 5` or `orders 0 3`; nothing for all that was polled. */
function offsetsOf(words: readonly string[]): Offsets | undefined {
  if (words.length === 0) return undefined;
  const [topic = '', partition = '', offset = ''] = words;
  if (words.length === 3)
    return new Map([[nameOf({ topic, partition: Number(partition) }), Number(offset)]]);
  const offsets = new Map<PartitionName, number>();
  for (let at = 0; at + 1 < words.length; at += 2)
    offsets.set(words[at] ?? '', Number(words[at + 1]));
  return offsets;
}

/** `orders 2` asks for the first two partitions; partitions can be named too. */
function committedWords(words: readonly string[], committed: Offsets): string {
  const [topic = '', count = ''] = words;
  const isCounted = words.length === 2 && /^\d+$/.test(count);
  const asked = isCounted
    ? Array.from({ length: Number(count) }, (_, partition) => nameOf({ topic, partition }))
    : words.length > 0
      ? partitionsOf(words)
      : [...committed.keys()].toSorted(byPlace);
  const known = asked
    .filter((each) => committed.has(each) && placeOf(each).topic !== '')
    .map((each) => `${each}=${committed.get(each)}`);
  return `committed-offsets {${known.join(', ')}}`;
}
