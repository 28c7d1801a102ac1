/** Arbitrary traces for properties: any kind of row about a few orders, messages and offsets, in order of time. */
import fc from 'fast-check';
import { kinds, Trace, vocabulary, type Kind, type Cast } from '../../src/trace/index.ts';
import { smallCast } from '../support/telling.ts';

/** Sensible ranges for the numbers whose range matters to a reader; all others are 0 to 3. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  type: [0, 2],
  latency: [-1, 6000],
  partition: [0, 3],
  offset: [0, 5],
  group: [0, 1],
  machine: [0, 4],
  from: [0, 4],
  to: [0, 4],
  state: [0, 4],
  step: [0, 0],
  span: [0, 9000],
  callee: [0, 6],
  caller: [0, 6],
  outcome: [0, 2],
  amount: [0, 9999],
  price: [0, 9999],
  start: [0, 5],
  end: [0, 8],
  base: [0, 5],
  nodes: [0, 7],
  key: [-1, 4],
};

interface AnyRow {
  readonly kind: number;
  readonly wait: number;
  readonly actor: number;
  readonly order: number;
  readonly message: number;
  readonly numbers: readonly number[];
  readonly back: number;
}

const anyRow = ({ actors }: Cast): fc.Arbitrary<AnyRow> =>
  fc.record({
    kind: fc.nat(kinds.length - 1),
    wait: fc.nat(3000),
    actor: fc.nat(actors.length - 1),
    order: fc.integer({ min: -1, max: 4 }).map((order) => (order === 0 ? -1 : order)),
    message: fc.integer({ min: -1, max: 6 }),
    numbers: fc.array(fc.nat(10_000_000), { minLength: 3, maxLength: 3 }),
    back: fc.nat(9),
  });

/** Rows whose numbers may be anything that a trace could say, offsets of a log excepted: those follow each other. */
export function anyTrace(maxLength = 120, cast = smallCast()): fc.Arbitrary<Trace> {
  return fc.array(anyRow(cast), { maxLength }).map((rows) => {
    const trace = new Trace();
    const ends = cast.partitions.map(() => 0);
    let now = 0;
    for (const row of rows) {
      now += row.wait;
      const kind = kinds[row.kind] as Kind;
      const [a = 0, b = 0, c = 0] = vocabulary[kind].map((name: string, index) => {
        const [low, high] = ranges[name] ?? [0, 3];
        return low + ((row.numbers[index] ?? 0) % (high - low + 1));
      });
      const writes = kind === 'record-appended' || kind === 'transaction-marker';
      const offset = writes ? (ends[a] ?? 0) : b;
      if (writes) ends[a] = offset + 1;
      const cause = Math.max(-1, trace.length - 1 - row.back);
      trace.append(row.kind, now, row.actor, row.order, row.message, a, offset, c, cause);
    }
    return trace;
  });
}
