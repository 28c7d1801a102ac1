/** Where a playhead stops: each condition at its row and no other, in both directions, while the trace grows; and where two runs part. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  breakAfter,
  breakBefore,
  conditionWords,
  Divergence,
  readCondition,
  Watch,
  writeCondition,
  type BreakCondition,
  type StopCondition,
} from '../../src/projections/index.ts';
import { Trace, code, kinds } from '../../src/trace/index.ts';
import { actors, machines, paidOrder, smallCast, Telling, types } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';

type Watched = Exclude<StopCondition, { readonly kind: 'promise' }>;

/** The kinds of the rows at which a condition stops, from the beginning to the end. */
function stopsOf({ trace, cast }: Telling, condition: Watched): string[] {
  const watch = new Watch(trace, cast, condition);
  const found: string[] = [];
  for (let stop = watch.after(-1); stop !== undefined; stop = watch.after(stop.time))
    found.push(`${stop.time / 1000} ms: ${kinds[trace.kind(stop.row)] ?? ''}`);
  return found;
}

/** One order, placed at 10 ms; the payment group is behind by three records at 40 ms, by none at 60 ms, by three again at 80 ms. */
function smallRun(): Telling {
  const telling = new Telling().at(10).tell('order-placed', { by: actors.client, order: 1 });
  telling.at(20).publish({
    ...{ message: 0, type: types.takePayment, by: actors.orders, order: 1 },
    ...{ partition: 0, offset: 0 },
  });
  for (const offset of [1, 2])
    telling.at(40).tell('record-appended', { by: actors.broker }, { partition: 0, offset });
  telling.at(45).deliver({
    ...{ message: 0, to: actors.payment, order: 1, partition: 0, offset: 0 },
  });
  telling
    .at(52)
    .tell(
      'state-changed',
      { by: actors.payment, order: 1 },
      { machine: machines.charge, from: 0, to: 1 },
    )
    .at(55)
    .tell('effect-applied', { by: actors.payment, order: 1 }, { step: 0, amount: 100, reach: 1 })
    .tell('commit-sent', { by: actors.payment, order: 1 }, { partition: 0, offset: 3 })
    .tell('commit-sent', { by: actors.orders, order: 1 }, { partition: 2, offset: 1 })
    .at(60)
    .tell('offset-committed', { by: actors.broker }, { partition: 0, offset: 3, group: 1 });
  for (const offset of [3, 4, 5])
    telling.at(80).tell('record-appended', { by: actors.broker }, { partition: 0, offset });
  return telling
    .at(90)
    .tell('fault-struck', { by: actors.paymentRelay }, { fault: 0 })
    .tell('dead-lettered', { by: actors.payment }, { partition: 0, offset: 3, attempt: 3 })
    .at(99)
    .tell('order-ended', { by: actors.orders, order: 1 }, { outcome: 0 });
}

const expected: readonly (readonly [Watched, readonly string[]])[] = [
  [{ kind: 'message', type: 'TakePayment' }, ['20 ms: message-created']],
  [{ kind: 'message', type: 'NeverHeardOf' }, []],
  [{ kind: 'delivery', type: 'TakePayment' }, ['50 ms: record-delivered']],
  [{ kind: 'delivery', type: 'PaymentTaken' }, []],
  [{ kind: 'state', machine: 'charge', state: 'working' }, ['52 ms: state-changed']],
  [{ kind: 'state', machine: 'charge', state: 'idle' }, []],
  [{ kind: 'state', machine: 'charge', state: 'no such state' }, []],
  [
    { kind: 'lag', group: 'payment', above: 2 },
    ['40 ms: record-appended', '80 ms: record-appended'],
  ],
  [{ kind: 'lag', group: 'payment', above: 3 }, []],
  [{ kind: 'lag', group: 'no such group', above: 0 }, []],
  // The last instant before it: what is done there comes before the commit.
  [{ kind: 'commit', group: 'payment' }, ['54.999 ms: commit-sent']],
  [{ kind: 'fault' }, ['90 ms: fault-struck']],
  [{ kind: 'dead-letter' }, ['90 ms: dead-lettered']],
  [
    { kind: 'milestone' },
    ['10 ms: order-placed', '55 ms: effect-applied', '90 ms: fault-struck', '99 ms: order-ended'],
  ],
  [
    { kind: 'service', service: 'payment' },
    [
      '45 ms: record-sent',
      '50 ms: record-delivered',
      '52 ms: state-changed',
      '55 ms: effect-applied',
      '90 ms: fault-struck',
    ],
  ],
];

describe('a condition', () => {
  test.each(expected)('%j stops there and nowhere else', (condition, stops) => {
    expect(stopsOf(smallRun(), condition)).toEqual(stops);
  });

  test('stops at a step that has no effect of its own once its service has stored it', () => {
    const cast = smallCast();
    const [step] = cast.steps;
    if (step === undefined) throw new Error('the small world has a step');
    const telling = new Telling({ ...cast, steps: [{ ...step, effect: 'none' }] });
    telling.at(5).tell('store-committed', { by: actors.payment }, { step: 0 });
    telling.at(6).tell('store-committed', { by: actors.orders }, { step: -1 });
    expect(stopsOf(telling, { kind: 'milestone' })).toEqual(['5 ms: store-committed']);
  });
});

const watched: readonly Watched[] = [
  { kind: 'event' },
  { kind: 'milestone' },
  { kind: 'service', service: 'payment' },
  { kind: 'message', type: 'PaymentTaken' },
  { kind: 'delivery', type: 'TakePayment' },
  { kind: 'state', machine: 'charge', state: 'working' },
  { kind: 'lag', group: 'payment', above: 0 },
  { kind: 'commit', group: 'payment' },
];

describe('a watch', () => {
  test('finds the same stops, whenever it is asked while the trace grows', () => {
    const cast = smallCast();
    fc.assert(
      fc.property(anyTrace(), fc.constantFrom(...watched), fc.nat(120), (whole, condition, cut) => {
        const growing = new Trace();
        const early = new Watch(growing, cast, condition);
        for (let row = 0; row < whole.length; row++) {
          copyRow(whole, growing, row);
          if (row === cut) early.after(0);
        }
        const late = new Watch(whole, cast, condition);
        for (let time = -1; time < whole.endTime; time += 997)
          expect(early.after(time)).toEqual(late.after(time));
      }),
      { numRuns: 60 },
    );
  });

  test('leads forward and back over the same stops, from instants between microseconds too', () => {
    const cast = smallCast();
    fc.assert(
      fc.property(anyTrace(), fc.constantFrom(...watched), (trace, condition) => {
        const watch = new Watch(trace, cast, condition);
        const forward: number[] = [];
        for (let stop = watch.after(-1); stop !== undefined; stop = watch.after(stop.time + 0.5))
          forward.push(stop.time);
        const back: number[] = [];
        for (
          let stop = watch.before(trace.endTime + 0.5);
          stop !== undefined;
          stop = watch.before(stop.time - 0.5)
        )
          back.push(stop.time);
        expect(back.toReversed()).toEqual(forward);
        expect(new Set(forward).size).toBe(forward.length);
      }),
      { numRuns: 60 },
    );
  });

  test('of anything at all stops at every instant at which anything happened', () => {
    fc.assert(
      fc.property(anyTrace(), (trace) => {
        const watch = new Watch(trace, smallCast(), { kind: 'event' });
        const times = new Set<number>();
        for (let row = 0; row < trace.length; row++) times.add(trace.time(row));
        const found: number[] = [];
        for (let stop = watch.after(-1); stop !== undefined; stop = watch.after(stop.time))
          found.push(stop.time);
        expect(found).toEqual([...times]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a broken promise', () => {
  const broken = [
    { id: 'late', firstRow: 30, firstAt: 900 },
    { id: 'kept', firstRow: -1, firstAt: -1 },
    { id: 'early', firstRow: 10, firstAt: 300 },
  ];

  test('is where it was broken first, in the order of time', () => {
    expect(breakAfter(broken, 0)).toEqual({ row: 10, time: 300 });
    expect(breakAfter(broken, 300)).toEqual({ row: 30, time: 900 });
    expect(breakAfter(broken, 900)).toBeUndefined();
    expect(breakBefore(broken, 900)).toEqual({ row: 10, time: 300 });
    expect(breakBefore(broken, 300)).toBeUndefined();
  });

  test('can be asked for by its name', () => {
    expect(breakAfter(broken, 0, 'late')).toEqual({ row: 30, time: 900 });
    expect(breakAfter(broken, 0, 'kept')).toBeUndefined();
  });
});

const name = fc.string({ minLength: 1, maxLength: 12 });
const anyCondition: fc.Arbitrary<BreakCondition> = fc.oneof(
  fc.record({ kind: fc.constantFrom('message' as const, 'delivery' as const), type: name }),
  fc.record({ kind: fc.constant('state' as const), machine: name, state: name }),
  fc.record({ kind: fc.constant('lag' as const), group: name, above: fc.nat(999_999_999) }),
  fc.record({ kind: fc.constant('commit' as const), group: name }),
  fc.constantFrom({ kind: 'promise' as const }, { kind: 'fault' as const }),
  fc.record({ kind: fc.constant('promise' as const), id: name }),
  fc.constant({ kind: 'dead-letter' as const }),
);

describe('the short form of a condition', () => {
  test('is read back as it was written, and fits into a link', () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        const text = writeCondition(condition);
        expect(text).toMatch(/^[\w\-.!~*'()%:]+$/);
        expect(readCondition(text)).toEqual(condition);
        expect(conditionWords(condition).length).toBeGreaterThan(6);
      }),
    );
  });

  test.each(['', 'lag:payment:-1', 'lag:payment:many', 'state:charge', 'message:', 'fault:1'])(
    'is refused as %j',
    (text) => expect(readCondition(text)).toBeUndefined(),
  );

  test.each(['lag:a:1000000000', 'commit:%E0%A4%A', 'lag:a:1:2', 'toString', 'commit'])(
    'is refused as %j',
    (text) => expect(readCondition(text)).toBeUndefined(),
  );
});

describe('the divergence of two traces', () => {
  test('is the first row that differs, whatever was compared before', () => {
    fc.assert(
      fc.property(anyTrace(), fc.nat(), fc.nat(8), fc.nat(), (first, place, column, looked) => {
        fc.pre(first.length > 0);
        const row = place % first.length;
        const second = new Trace();
        for (let at = 0; at < first.length; at++)
          copyRow(first, second, at, at === row ? column : -1);
        const divergence = new Divergence(first, second);
        divergence.upTo(looked % (first.endTime + 1));
        expect(divergence.upTo(first.endTime + 1)).toBe(row);
      }),
    );
  });

  test('is nowhere between a trace and itself, and nowhere in what is not known of both', () => {
    const { trace } = paidOrder();
    const copy = new Trace();
    for (let row = 0; row < trace.length; row++) copyRow(trace, copy, row);
    expect(new Divergence(trace, copy).upTo(Infinity)).toBe(-1);
    const longer = paidOrder(paidOrder(), 2, 500).trace;
    expect(new Divergence(trace, longer).upTo(trace.endTime)).toBe(-1);
  });

  test('is where one ends and the other goes on', () => {
    const { trace } = paidOrder();
    const longer = paidOrder(paidOrder(), 2, 500).trace;
    expect(new Divergence(trace, longer).upTo(Infinity)).toBe(trace.length);
    expect(new Divergence(longer, trace).upTo(Infinity)).toBe(trace.length);
  });
});

/** Copies a row; with `changed`, one of its nine numbers is another one (its instant is moved to no earlier one). */
function copyRow(from: Trace, to: Trace, row: number, changed = -1): void {
  const numbers = [
    from.kind(row),
    from.time(row),
    from.actor(row),
    from.order(row),
    from.message(row),
    from.a(row),
    from.b(row),
    from.c(row),
    from.cause(row),
  ];
  if (changed === 0) numbers[0] = ((numbers[0] ?? 0) + 1) % code['record-archived'];
  else if (changed === 1) numbers[1] = (numbers[1] ?? 0) + 0.5;
  else if (changed > 1) numbers[changed] = (numbers[changed] ?? 0) + 1;
  const [kind = 0, time = 0, actor = 0, order = 0, message = 0, a = 0, b = 0, c = 0, cause = 0] =
    numbers;
  to.append(kind, time, actor, order, message, a, b, c, cause);
}
