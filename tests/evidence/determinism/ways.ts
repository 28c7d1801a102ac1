/** Ways to come to the end of a run: in uneven slices, at the speeds of the page, after going back, after the loss of the worker, from inputs that were saved. The same code in Node and in every browser. */
import { decodeLink, encodeLink, platformDeflate } from '../../../src/scenario/index.ts';
import type { Style } from '../../../src/trace/index.ts';
import type {
  Action,
  Batch,
  Budget,
  Fingerprint,
  RemoteSimulation,
} from '../../../src/worker/index.ts';
import { Seeded } from '../../support/seeded.ts';

/** How to come to the end. */
export const ways = ['slices', 'speeds', 'seek', 'kill', 'inputs'] as const;
/** One of them. */
export type Way = (typeof ways)[number];

/** One run, and the way through it. */
export interface Task {
  readonly slug: string;
  readonly text: string;
  readonly seed: number;
  readonly styles: readonly Style[];
  readonly way: Way;
  /** What a user does during the run. */
  readonly actions: readonly Action[];
  /** Where every style has ended, in microseconds. */
  readonly endMicros: number;
  /** Earlier instants whose fingerprints are asked for. */
  readonly instants: readonly number[];
}

/** A simulation that can lose its worker. */
export interface Killable extends RemoteSimulation {
  kill(): void;
}

/** What came of a run: style by style the fingerprints at the instants of the task, and then that of the whole. */
export async function hashesAlong(simulation: Killable, task: Task): Promise<readonly string[]> {
  await load(simulation, task);
  const seeded = new Seeded(task.seed);
  await travel[task.way](simulation, task, seeded);
  const end = await toEnd(simulation);
  const early: (readonly Fingerprint[])[] = [];
  for (const instant of task.instants) early.push(await simulation.fingerprints(instant));
  return end.worlds.flatMap(({ style, hash }) => [
    ...early.map((prints) => prints.find((print) => print.style === style)?.hash ?? 'none'),
    hash,
  ]);
}

async function load(simulation: Killable, { text, seed, styles }: Task): Promise<void> {
  const loaded = await simulation.load({ text, seed, styles });
  if (loaded.kind === 'rejected') throw new Error(JSON.stringify(loaded.problems));
}

const all: Budget = { untilMicros: Infinity, maxEvents: Infinity };

/** Asks slice by slice until the budget or the run is at its end. */
async function advance(simulation: Killable, budget: Budget): Promise<Batch> {
  for (;;) {
    const batch = await simulation.advance(budget);
    const isThere = batch.worlds.every(
      ({ ended, simulatedTo }) => ended || simulatedTo >= budget.untilMicros,
    );
    if (isThere) return batch;
  }
}

function toEnd(simulation: Killable): Promise<Batch> {
  return advance(simulation, all);
}

const frameMicros = 16_667;
const speeds = [0.25, 1, 10, 100, 1000];
const framesPerSpeed = 12;

type Travel = (simulation: Killable, task: Task, seeded: Seeded) => Promise<void>;

const travel: Readonly<Record<Way, Travel>> = {
  /** So many events at a time, never as many as before. */
  async slices(simulation, _, seeded) {
    for (;;) {
      const maxEvents = seeded.pick([1, 2, 7, 64, 333, 1000, 4000]);
      const { worlds } = await simulation.advance({ untilMicros: Infinity, maxEvents });
      if (worlds.every(({ ended }) => ended)) return;
    }
  },
  /** Frame by frame, as the page plays: from the slowest speed to the highest. */
  async speeds(simulation, { endMicros }) {
    let at = 0;
    for (let frame = 0; at < endMicros; frame++) {
      const speed = speeds[Math.floor(frame / framesPerSpeed)] ?? 1000;
      at += Math.round(frameMicros * speed);
      await advance(simulation, { untilMicros: at, maxEvents: Infinity });
    }
  },
  /** To the end, back to some instant, on to another, and back once more. */
  async seek(simulation, { endMicros }, seeded) {
    await toEnd(simulation);
    const [early, late] = [
      seeded.whole(0, Math.floor(endMicros / 2)),
      seeded.whole(Math.floor(endMicros / 2), endMicros),
    ];
    await simulation.rewind(early);
    await advance(simulation, { untilMicros: late, maxEvents: Infinity });
    await simulation.rewind(Math.floor((early + late) / 2));
  },
  /** Two workers are lost on the way, at some event each. */
  async kill(simulation, _, seeded) {
    for (let losses = 0; losses < 2; losses++) {
      await simulation.advance({ untilMicros: Infinity, maxEvents: seeded.whole(1, 2000) });
      simulation.kill();
    }
  },
  /** A user acts; all inputs are saved as a link, and the run is made anew from it. */
  async inputs(simulation, task) {
    for (const action of task.actions) {
      await advance(simulation, { untilMicros: action.atMicros, maxEvents: Infinity });
      await simulation.act(action);
    }
    const { actions } = await toEnd(simulation);
    const read = await throughLink(task, actions);
    await load(simulation, { ...task, ...read });
    await simulation.replay(read.actions);
  },
};

/** What a link says of a run's inputs when it has been written and read again. */
async function throughLink({ text, seed, styles }: Task, actions: readonly Action[]) {
  const deflate = platformDeflate(globalThis);
  const said = { styles, repaired: false, engine: 'evidence', runs: [] };
  const scenario = { kind: 'text', text } as const;
  const written = await encodeLink({ ...said, scenario, seed, actions }, deflate);
  if (written.kind === 'problems') throw new Error(JSON.stringify(written.problems));
  const read = await decodeLink(`#${written.fragment}`, deflate);
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  const { link } = read;
  if (link.scenario.kind !== 'text' || link.seed === undefined)
    throw new Error('the link has lost its scenario or its seed');
  return { text: link.scenario.text, seed: link.seed, actions: link.actions };
}
