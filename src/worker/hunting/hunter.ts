/** One hunter: runs the seeds it is given and shrinks what failed, in slices. It runs unchanged in a worker or in a test. */
import { Hunt, inputOf, Shrink, type HuntRequest } from '../../hunt/index.ts';
import { readScenario } from '../../scenario/index.ts';
import type {
  HunterApi,
  HunterProgress,
  HuntTask,
  Quarry,
  ShrinkProgress,
} from './hunt-protocol.ts';

/** Long enough that asking costs little, short enough that figures move. */
const sliceMs = 60;

/** Answers the pool. */
export class Hunter implements HunterApi {
  readonly #clock: () => number;
  #hunt: Hunt | undefined;
  #shrink: Shrink | undefined;

  /** `clock` gives milliseconds of real time: only to end a slice, never to decide what is found. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  begin(task: HuntTask): ReturnType<HunterApi['begin']> {
    const read = readScenario(task.text);
    if (read.kind === 'problems') return { kind: 'rejected', problems: read.problems };
    this.#hunt = new Hunt({ ...task, scenario: read.scenario });
    return this.#progress(this.#hunt);
  }

  step(): HunterProgress {
    const hunt = this.#hunt;
    if (hunt === undefined) throw new Error('begin a hunt first');
    hunt.step({ maxEvents: Infinity, mayGoOn: this.#untilSliceEnds() });
    return this.#progress(hunt);
  }

  beginShrink(task: HuntTask, { seed, style, rule }: Quarry): ShrinkProgress {
    this.#shrink = new Shrink({ input: inputOf(requestOf(task), seed, style), rule });
    return { kind: 'shrinking', runs: 0 };
  }

  stepShrink(): ShrinkProgress {
    const shrink = this.#shrink;
    if (shrink === undefined) throw new Error('begin a shrink first');
    shrink.step({ maxEvents: Infinity, mayGoOn: this.#untilSliceEnds() });
    const { runs, result } = shrink;
    if (result === undefined) return { kind: 'shrinking', runs };
    const { rule, text, seed, style, sentence, lines, at } = result;
    const told = { rule, text, seed, style, sentence, lines, at, runs: result.runs };
    return { kind: 'shrinking', runs, result: told };
  }

  #progress(hunt: Hunt): HunterProgress {
    return { kind: 'hunting', report: hunt.report(), done: hunt.done };
  }

  #untilSliceEnds(): () => boolean {
    const endsAt = this.#clock() + sliceMs;
    return () => this.#clock() < endsAt;
  }
}

function requestOf(task: HuntTask): HuntRequest {
  const read = readScenario(task.text);
  if (read.kind === 'problems') throw new Error('the scenario of a hunt was read before');
  return { ...task, scenario: read.scenario };
}
