/** Where machines are, read off the trace: held to the world itself, which knows it from its stores and its memory, with crashes and without. */
import { describe, expect, test } from 'vitest';
import { machineStates } from '../../src/projections/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { stateOf, tableRunner, type MachineRunner } from '../../src/services/index.ts';
import { compile, World } from '../../src/simulation/index.ts';
import { code, styles, Trace, type Style } from '../../src/trace/index.ts';
import { crashesEverywhere } from '../support/crash-plans.ts';
import { builtIn, finished, withFaults } from '../support/runs.ts';

const durable = ['entity', 'owner', 'saga'];
const highestOrder = 60;

/** The states of an order's machine by the world's own account: of each process at work on it, or as it was stored. */
function statesIn(world: World, machine: number, order: number): readonly string[] {
  const { service = -1, states = [], initial = -1 } = world.cast.machines[machine] ?? {};
  const working = (world.cast.services[service]?.instances ?? []).flatMap((actor) =>
    [...world.process(actor).jobs.values()]
      .filter((job) => job.order === order)
      .flatMap((job) => job.transaction.states)
      .filter((staged) => staged.machine.index === machine)
      .map(({ snapshot }) => stateOf(snapshot)),
  );
  const stored = world.store(service).entity(machine, order);
  const before = stored === undefined ? (states[initial] ?? '') : stateOf(stored);
  if (working.length === 0) return [before];
  // Nobody holds a lock while an outside party is asked: one may have committed while another is still at work.
  const { steps, machines } = world.cast;
  const reach = steps.find(({ id }) => id === machines[machine]?.id)?.reach;
  return reach === 'external' ? [...working, before] : working;
}

const stories: readonly (readonly [string, Scenario, Style])[] = [
  ...styles.map((style) => {
    const scenario = withFaults(builtIn('order-fulfilment'), crashesEverywhere());
    return [`order-fulfilment with crashes, ${style}`, scenario, style] as const;
  }),
  ['order-fulfilment-naive', builtIn('order-fulfilment-naive'), 'choreography'],
  ['external-effect', builtIn('external-effect'), 'orchestration'],
  ['rebalance-zombie-naive', builtIn('rebalance-zombie-naive'), 'choreography'],
];

describe.each(stories)('the machines of %s', (_, scenario, style) => {
  test('are where the world has them, after any event and seen from any later row', () => {
    const world = new World(compile(scenario, style), scenario.seed, { runner: tableRunner });
    const states = machineStates(world.trace, world.cast);
    const seen: { row: number; counts: readonly (readonly number[])[] }[] = [];
    const wrong: string[] = [];
    for (let events = 0; world.ending === 'running'; events++) {
      world.step();
      if (events % 197 !== 0) continue;
      const row = world.trace.length - 1;
      world.cast.machines.forEach(({ id, role, states: names, initial }, machine) => {
        if (!durable.includes(role)) return;
        for (let order = 1; order <= highestOrder; order++) {
          const read = names[states.instance(machine, order, row)?.state ?? initial] ?? '';
          const known = statesIn(world, machine, order);
          if (!known.includes(read))
            wrong.push(`${id} of order ${order} at ${row}: ${read}, not ${known.join(' or ')}`);
        }
      });
      const counts = world.cast.machines.map((_machine, index) => states.population(index, row));
      seen.push({ row, counts });
    }
    expect(seen.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
    for (const { row, counts } of seen)
      expect(counts.map((_count, machine) => states.population(machine, row))).toEqual(counts);
  });

  test('at a past row are as if the trace ended there', () => {
    const { trace, cast } = finished(scenario, style, scenario.seed);
    const whole = machineStates(trace, cast);
    for (const part of [0.2, 0.55, 0.9]) {
      const row = Math.floor(trace.length * part);
      const short = new Trace();
      // A crash and what it takes is one event of the world: a trace is never cut within.
      let last = row;
      while (last + 1 < trace.length && trace.time(last + 1) === trace.time(last)) last++;
      for (let at = 0; at <= last; at++)
        short.append(
          ...([trace.kind(at), trace.time(at), trace.actor(at), trace.order(at)] as const),
          ...([trace.message(at), trace.a(at), trace.b(at), trace.c(at), trace.cause(at)] as const),
        );
      const cut = machineStates(short, cast);
      cast.machines.forEach((_machine, machine) => {
        expect(whole.population(machine, last)).toEqual(cut.population(machine, last));
        expect(whole.instances(machine, last, { limit: 9 })).toEqual(
          cut.instances(machine, last, { limit: 9 }),
        );
        expect(whole.held(machine, last, 20)).toEqual(cut.held(machine, last, 20));
        for (let of = 1; of <= 20; of++)
          expect(whole.history(machine, of, last, 30)).toEqual(cut.history(machine, of, last, 30));
      });
    }
  });

  test('tell every move and every ignored event of the trace, each by a way that the chart has', () => {
    const { trace, cast } = finished(scenario, style, scenario.seed);
    const states = machineStates(trace, cast);
    const end = trace.length - 1;
    const told = new Map<number, string>();
    const lost: string[] = [];
    cast.machines.forEach((machine, index) => {
      for (const { instance } of states.instances(index, end, { limit: 100_000 }))
        for (const { row, kind, on, moves } of states.history(index, instance, end, 100_000)) {
          if (kind === 'moved' || kind === 'ignored') told.set(row, kind);
          if (trace.kind(row) === code['state-changed'] && kind === 'fell back')
            told.set(row, 'moved');
          if (kind === 'moved' && (on.length === 0 || moves.some((move) => !machine.moves[move])))
            lost.push(`${machine.id} at row ${row} took no way of its chart`);
        }
    });
    for (let row = 0; row <= end; row++) {
      const kind = trace.kind(row);
      if (kind === code['state-changed'] && told.get(row) !== 'moved') lost.push(`move ${row}`);
      if (kind === code['event-ignored'] && told.get(row) !== 'ignored') lost.push(`event ${row}`);
    }
    expect(told.size).toBeGreaterThan(50);
    expect(lost).toEqual([]);
  });
});

test('without crashes, every event that leaves a machine where it is was told, with guards that really held', () => {
  const scenario = withFaults(builtIn('order-fulfilment'), []);
  const stays = new Map<string, number>();
  const runner: MachineRunner = {
    begin: tableRunner.begin,
    step: (machine, before, event) => {
      const step = tableRunner.step(machine, before, event);
      const isMessage = /^[A-Z]/.test(event.type);
      if (isMessage && !step.ignored && step.snapshot.value === before.value)
        stays.set(machine.id, (stays.get(machine.id) ?? 0) + 1);
      return step;
    },
  };
  const world = new World(compile(scenario, 'choreography'), scenario.seed, { runner });
  while (world.ending === 'running') world.step();
  const { trace, cast } = world;
  const states = machineStates(trace, cast);
  const end = trace.length - 1;
  let guards = 0;
  cast.machines.forEach(({ id, role, moves }, index) => {
    if (!durable.includes(role)) return;
    const heard = states
      .instances(index, end, { limit: 100_000 })
      .flatMap(({ instance }) => states.history(index, instance, end, 100_000))
      .filter(({ kind }) => kind === 'heard');
    expect(heard.length, id).toBe(stays.get(id) ?? 0);
    for (const { from, guards: held, on } of heard) {
      expect(on).toHaveLength(1);
      guards += held.length;
      for (const guard of held)
        expect(moves.some((move) => move.guard === guard && move.from === from)).toBe(true);
    }
  });
  expect(guards).toBeGreaterThan(0);
});

test('a message leads to the moves that it caused, and each of them back to it', () => {
  const scenario = builtIn('order-fulfilment');
  const { trace, cast } = finished(scenario, 'orchestration', scenario.seed);
  const states = machineStates(trace, cast);
  const end = trace.length - 1;
  const saga = cast.machines.findIndex(({ role }) => role === 'saga');
  let linked = 0;
  for (const { row, kind, message, cameBy } of states.history(saga, 3, end, 50)) {
    if (kind !== 'moved' || message < 0) continue;
    linked++;
    expect(trace.message(cameBy)).toBe(message);
    expect(states.rowsOf(message, end)).toContain(row);
    expect(states.rowsOf(message, row - 1)).not.toContain(row);
  }
  expect(linked).toBeGreaterThan(1);
});
