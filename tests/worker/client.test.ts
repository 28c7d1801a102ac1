/** The page's door to the simulation: deadlines, and a run that survives its worker. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Trace } from '../../src/trace/index.ts';
import { SimulationClient, type Batch, type SimulationApi } from '../../src/worker/index.ts';
import { Simulation } from '../../src/worker/simulation.ts';
import { FakeWorker } from './fake-worker.ts';

const text = readFileSync('scenarios/order-fulfilment/scenario.json', 'utf8');
const request = { text, seed: 7, styles: ['choreography', 'orchestration'] as const };

function newSimulation(): FakeWorker {
  const simulation = new Simulation(() => 0);
  return new FakeWorker({
    load: (given) => simulation.load(given),
    advance: (given) => simulation.advance(given),
    act: (given) => simulation.act(given),
    rewind: (given) => simulation.rewind(given),
    retell: () => simulation.retell(),
    fingerprints: (given) => simulation.fingerprints(given),
    history: () => simulation.history(),
  } satisfies SimulationApi);
}

function clientOf(deadlineMs = 2000) {
  const workers: FakeWorker[] = [];
  const notices: string[] = [];
  const client = new SimulationClient({
    newWorker: () => {
      const worker = newSimulation();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    onRestored: (sentence) => notices.push(sentence),
    deadlineMs,
  });
  return { client, workers, notices };
}

const second = 1_000_000;
const budget = (untilMicros: number) => ({ untilMicros, maxEvents: 1_000_000 });
const hashes = (batch: Batch) => batch.worlds.map((world) => world.hash);

describe('the client', () => {
  test('hands over a run row by row, and the page can put it together', async () => {
    const { client } = clientOf();
    const loaded = await client.load(request);
    expect(loaded.kind).toBe('loaded');
    const trace = new Trace();
    for (let until = second; until <= 20 * second; until += second) {
      const batch = await client.advance(budget(until));
      const [world] = batch.worlds;
      if (world !== undefined) trace.appendRows(world.rows);
    }
    expect(trace.read(trace.length - 1).kind).toBe('run-drained');
  });

  test('tells all problems of a scenario that is not in order', async () => {
    const { client } = clientOf();
    const rejected = await client.load({ ...request, text: '{"baton":2}' });
    expect(rejected.kind === 'rejected' && rejected.problems.length).toBeGreaterThan(3);
  });

  test('brings a run back after its worker was killed, to the same hash, and says so', async () => {
    const straight = clientOf();
    await straight.client.load(request);
    const expected = hashes(await straight.client.advance(budget(9 * second)));
    const { client, notices } = clientOf();
    await client.load(request);
    for (let until = second; until <= 8 * second; until += second) {
      await client.advance(budget(until));
      client.kill();
    }
    const batch = await client.advance(budget(9 * second));
    expect(hashes(batch)).toEqual(expected);
    expect(batch.worlds[0]?.rows.first).toBe(0);
    expect(notices.length).toBe(8);
    expect(notices[0]).toContain('brought back to the very same run');
  });

  test('replaces a worker that does not answer', async () => {
    const { client, workers, notices } = clientOf(200);
    await client.load(request);
    await client.advance(budget(second));
    const [worker] = workers;
    if (worker !== undefined) worker.isDeaf = true;
    const batch = await client.advance(budget(2 * second));
    expect(batch.worlds.every((world) => world.simulatedTo >= 2 * second)).toBe(true);
    expect(notices[0]).toContain('no answer within 0.2 s');
    expect(workers).toHaveLength(2);
  });

  test('keeps what the user did through the loss of its worker', async () => {
    const action = {
      kind: 'inject',
      atMicros: 3 * second,
      fault: {
        when: { point: 'before offset-commit' },
        target: { service: 'shipping' },
        effect: { kind: 'crash', restartAfterMs: 500 },
      },
    } as const;
    const { client } = clientOf();
    await client.load(request);
    await client.advance(budget(3 * second));
    const acted = await client.act(action);
    expect(acted.actions).toHaveLength(1);
    const expected = hashes(await client.advance(budget(12 * second)));
    client.kill();
    const restored = await client.retell();
    expect(hashes(restored)).toEqual(expected);
    expect(restored.actions).toEqual(acted.actions);
  });

  test('going back tells the rows anew', async () => {
    const { client } = clientOf();
    await client.load(request);
    await client.advance(budget(6 * second));
    const back = await client.rewind(2 * second);
    expect(back.worlds.every((world) => world.rows.first === 0 && world.now <= 2 * second)).toBe(
      true,
    );
  });

  test('looks through the history of a run whose worker has died', async () => {
    const { client } = clientOf();
    await client.load(request);
    await client.advance(budget(2 * second));
    const before = await client.history();
    client.kill();
    expect(await client.history()).toEqual(before);
    expect(before.map(({ style }) => style)).toEqual([...request.styles]);
  });
});
