/** Event storms and limits: whatever circle the messages go in, the run stops soon, and the circle is named from the causes in the trace. */
import { describe, expect, test } from 'vitest';
import { jsonLine, sentence, stopOf } from '../../src/projections/index.ts';
import { compile, World } from '../../src/simulation/index.ts';
import { noRunReachesALimit } from '../evidence/claims.ts';
import { builtIn, checked, finished } from '../support/runs.ts';
import { Seeded } from '../support/seeded.ts';

const plan = compile(builtIn('order-fulfilment'), 'choreography');
const types = plan.cast.types.map(({ name }) => name);
const services = plan.services.map(({ instances }) => instances[0] ?? -1);

/** One message of a circle: its type, and who says it. */
interface Place {
  readonly type: number;
  readonly actor: number;
}

/** A world in which messages lead to each other in a circle; the file format, whose flows have no circles, cannot say so. */
function stormy(circle: readonly Place[], caps: ConstructorParameters<typeof World>[2] = {}) {
  const world = new World(plan, 7, caps);
  while (world.messages.count === 0) world.step();
  const make = (made: number, causation: number) => {
    const { type, actor } = circle[made % circle.length] as Place;
    const cause = causation < 0 ? -1 : world.messages.row(causation);
    return world.newMessage(actor, type, 1, causation, cause);
  };
  let message = make(0, -1);
  let made = 1;
  for (; world.ending === 'running' && made < 100_000; made++) {
    message = make(made, message);
    if (made % 4 === 0) world.step();
  }
  return { world, made };
}

function places(seeded: Seeded): Place[] {
  const rest = types.map((_, index) => index);
  return Array.from({ length: seeded.whole(1, 5) }, () => ({
    type: rest.splice(seeded.whole(0, rest.length - 1), 1)[0] ?? 0,
    actor: services[seeded.whole(0, services.length - 1)] ?? 0,
  }));
}

/** `Billing → PaymentTaken` for each message of a circle, from where it begins. */
function legs(circle: readonly Place[], start: number): string[] {
  const turned = [...circle.slice(start), ...circle.slice(0, start)];
  return turned.map(({ type, actor }) => `${plan.cast.actors[actor]?.name} → ${types[type]}`);
}

describe('an event storm', () => {
  test('of 200 circles is stopped each time, and each circle is named with its services, in order', () => {
    const seeded = new Seeded(11);
    for (let run = 0; run < 200; run++) {
      const circle = places(seeded);
      const { world, made } = stormy(circle, { caps: { hops: 40 } });
      expect(world.ending).toBe('capped');
      expect(made).toBeLessThan(50);
      const storm = stopOf(world.trace, world.cast)?.storm;
      const start = circle.findIndex(({ type }) => types[type] === storm?.round[0]?.type);
      const [first = '', ...others] = legs(circle, start);
      const name = types[circle[start]?.type ?? -1];
      expect(storm?.circle).toBe([name, ...others, first].join(' → '));
    }
  });

  test('is told as a row with the message that reached the limit, and a sentence with its circle', () => {
    const [order, payment] = services as [number, number];
    const { world } = stormy([
      { type: types.indexOf('OrderPlaced'), actor: order },
      { type: types.indexOf('CardCharged'), actor: payment },
    ]);
    const { trace, cast } = world;
    const last = trace.length - 1;
    expect(trace.read(last)).toMatchObject({ kind: 'cap-reached', cap: 3, limit: 256 });
    expect(world.messages.hops(trace.message(last))).toBe(257);
    const circle = 'CardCharged → Order → OrderPlaced → Payment → CardCharged';
    expect(sentence(trace, cast, last)).toBe(
      `The run is stopped: one message led to the next more than 256 times in a row. This is an event storm: ${circle}.`,
    );
    expect(jsonLine(trace, cast, last)).toMatchObject({ cap: 'hops', storm: circle });
    const storm = stopOf(trace, cast)?.storm;
    expect(storm?.round.map(({ row }) => trace.a(row))).toEqual(
      ['CardCharged', 'OrderPlaced', 'CardCharged'].map((name) => types.indexOf(name)),
    );
    expect(trace.message(storm?.firstRow ?? -1)).toBe(1);
    expect(world.nextTime).toBe(-1);
  });

  test('that goes wide and not deep is stopped by what one message may lead to', () => {
    const world = new World(plan, 7, { caps: { messagesPerRoot: 100 } });
    while (world.messages.count === 0) world.step();
    for (let made = 0; made < 101; made++) world.newMessage(3, 1, 1, 0, -1);
    world.step();
    const last = world.trace.length - 1;
    expect(world.trace.read(last)).toMatchObject({ cap: 4, limit: 100, message: 100 });
    expect(stopOf(world.trace, world.cast)).toMatchObject({
      cap: 'messagesPerRoot',
      storm: undefined,
      sentence: 'The run is stopped: more than 100 messages go back to one and the same first one.',
    });
  });
});

describe('a limit', () => {
  test.each([
    ['eventsPerRun', 100, 'it has come to 100 events'],
    ['eventsPerInstant', 1, '1 events happened at one and the same instant'],
    ['rows', 1000, 'it has told 1,000 rows'],
    ['lastInstant', 3_000_000, 'it would go on past 00:03.000'],
  ] as const)('%s stops the run, and says so', (cap, limit, words) => {
    const world = new World(plan, 7, { caps: { [cap]: limit } });
    while (world.ending === 'running') world.step();
    const stop = stopOf(world.trace, world.cast);
    expect(stop).toMatchObject({ cap, limit, storm: undefined });
    expect(stop?.sentence).toContain(words);
    expect(sentence(world.trace, world.cast, world.trace.length - 1)).toBe(stop?.sentence);
  });

  test('is reached by no run but that of a saga which asks a blocked service for ever', () => {
    const slugs = ['order-fulfilment', 'retry-reorders', 'poison-blocks-partition-naive'];
    const { complaints, figures } = noRunReachesALimit(2, slugs);
    expect(complaints).toEqual([]);
    expect(figures['stopped by time']).toBe(2);
  });

  test('on hops leaves room for the longest flow that can be written, undone from its last step on', () => {
    for (const style of ['choreography', 'orchestration'] as const) {
      const world = finished(longest(), style, 7);
      expect(world.ending).toBe('drained');
      let hops = 0;
      for (let message = 0; message < world.messages.count; message++)
        hops = Math.max(hops, world.messages.hops(message));
      expect(hops).toBeGreaterThan(100);
    }
  });
});

/** Sixty steps in a row, the last of which refuses. */
function longest() {
  const { flow, ...rest } = builtIn('order-fulfilment');
  const [step] = flow.steps;
  if (step?.compensation === undefined) throw new Error('the scenario has changed');
  const { compensation, ...whole } = step;
  const steps = Array.from({ length: 60 }, (_, at) => ({
    ...whole,
    id: `step-${at}`,
    after: at === 0 ? [] : [`step-${at - 1}`],
    command: `Do${at}`,
    done: `Done${at}`,
    refused: `Refused${at}`,
    effect: { kind: 'deed', reach: 'local' },
    compensation: { ...compensation, command: `Undo${at}`, done: `Undone${at}` },
    refusal: at === 59 ? { in: 1, of: 1 } : { in: 0, of: 1 },
  }));
  const { workload } = rest;
  const text = {
    ...rest,
    baton: 1,
    promises: [],
    flow: { ...flow, steps },
    workload: { ...workload, orders: 1 },
  };
  return checked(JSON.stringify(text));
}

test('a run that ends by itself was stopped by nothing', () => {
  const world = finished(builtIn('order-fulfilment'), 'choreography', 7);
  expect(world.ending).toBe('drained');
  expect(stopOf(world.trace, world.cast)).toBeUndefined();
});
