/** The page's door to the simulation: deadlines, and a run that survives its worker. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Trace } from '../../src/trace/index.ts';
import { SimulationClient, type Batch, type SimulationApi } from '../../src/worker/index.ts';
import { Simulation } from '../../src/worker/simulation.ts';
import { heartbeat } from '../../src/worker/protocol.ts';
import { Seeded } from '../support/seeded.ts';
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
    replay: (given) => simulation.replay(given),
    retell: () => simulation.retell(),
    fingerprints: (given) => simulation.fingerprints(given),
    history: () => simulation.history(),
  } satisfies SimulationApi);
}

function clientOf(silenceMs = 2000) {
  const workers: FakeWorker[] = [];
  const notices: string[] = [];
  const client = new SimulationClient({
    newWorker: () => {
      const worker = newSimulation();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    onRestored: (sentence) => notices.push(sentence),
    silenceMs,
  });
  return { client, workers, notices };
}

const second = 1_000_000;
const spike = {
  kind: 'inject',
  atMicros: 2 * second,
  fault: { when: {}, target: {}, effect: { kind: 'spike', orders: 5, everyMs: 10 } },
} as const;
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
    expect(notices.every((notice) => notice.includes('It is the very same run.'))).toBe(true);
  });

  test('replaces a worker that does not answer', async () => {
    const { client, workers, notices } = clientOf(200);
    await client.load(request);
    await client.advance(budget(second));
    const [worker] = workers;
    if (worker !== undefined) worker.isDeaf = true;
    const batch = await client.advance(budget(2 * second));
    expect(batch.worlds.every((world) => world.simulatedTo >= 2 * second)).toBe(true);
    expect(notices[0]).toContain('It is the very same run.');
    expect(workers).toHaveLength(2);
  });

  test('waits longer for a worker that has not begun to speak', async () => {
    const { client, workers } = clientOf(60);
    const loading = client.load(request);
    const [worker] = workers;
    worker?.delay(400);
    expect((await loading).kind).toBe('loaded');
    expect(workers).toHaveLength(1);
  });

  test('comes back to the very event, wherever in an instant it was lost', async () => {
    const straight = clientOf();
    await straight.client.load(request);
    const expected = hashes(await straight.client.advance(budget(6 * second)));
    const { client, notices } = clientOf();
    await client.load(request);
    const seeded = new Seeded(5);
    let batch = await client.advance(budget(second));
    while (batch.worlds.some(({ simulatedTo }) => simulatedTo < 6 * second)) {
      const maxEvents = seeded.whole(1, 90);
      batch = await client.advance({ untilMicros: 6 * second, maxEvents });
      if (seeded.whole(1, 4) === 1) client.kill();
    }
    expect(hashes(batch)).toEqual(expected);
    expect(notices.length).toBeGreaterThan(3);
    expect(notices.every((notice) => notice.includes('It is the very same run.'))).toBe(true);
  });

  test('takes the end of a run that was lost for the end', async () => {
    const { client } = clientOf();
    await client.load(request);
    const whole = await client.advance(budget(60 * second));
    expect(whole.worlds.every(({ ended }) => ended)).toBe(true);
    client.kill();
    const again = await client.retell();
    expect(hashes(again)).toEqual(hashes(whole));
    expect(again.worlds.every(({ ended }) => ended)).toBe(true);
  });

  test('waits for a worker that is busy and says so', async () => {
    const { client, workers, notices } = clientOf(150);
    await client.load(request);
    await client.advance(budget(second));
    const [worker] = workers;
    worker?.delay(600);
    const beats = setInterval(() => worker?.say(heartbeat), 50);
    const batch = await client.advance(budget(2 * second));
    clearInterval(beats);
    expect(batch.worlds.every((world) => world.simulatedTo >= 2 * second)).toBe(true);
    expect(notices).toEqual([]);
    expect(workers).toHaveLength(1);
  });

  test('gives up after two losses at the same point, and tries anew when it is asked anew', async () => {
    const made: FakeWorker[] = [];
    let isBad = true;
    const client = new SimulationClient({
      newWorker: () => {
        const worker = newSimulation();
        made.push(worker);
        // Whoever simulates beyond the second hangs.
        if (isBad) worker.hangAfter(made.length === 1 ? 2 : 3);
        return worker as unknown as Worker;
      },
      silenceMs: 100,
    });
    await client.load(request);
    await client.advance(budget(second));
    await expect(client.advance(budget(2 * second))).rejects.toThrow(
      'lost 2 times at the same point',
    );
    expect(made).toHaveLength(2);
    isBad = false;
    const batch = await client.advance(budget(2 * second));
    expect(batch.worlds.every((world) => world.simulatedTo >= 2 * second)).toBe(true);
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

  test('a lost worker does not keep the page from another branch', async () => {
    const { client } = clientOf();
    await client.load(request);
    await client.act(spike);
    const expected = hashes(await client.advance(budget(8 * second)));
    await client.replay([]);
    client.kill();
    const replayed = await client.replay([spike]);
    expect(replayed.actions).toHaveLength(1);
    expect(replayed.worlds.every(({ rows }) => rows.first === 0)).toBe(true);
    expect(hashes(await client.advance(budget(8 * second)))).toEqual(expected);
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
