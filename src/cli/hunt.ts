/** `baton hunt`: many seeds with drawn faults, what they broke, and the shortest run that still breaks it. */
import {
  Hunt,
  Shrink,
  canary,
  canaryPromise,
  type FaultSource,
  type HuntRequest,
} from '../hunt/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { UsageError, option, readSeed, readStyles, type Typed } from './arguments.ts';
import { asData, linesOf, progressLine, type Outcome } from './hunt-lines.ts';
import { Interruption } from './interruption.ts';
import { OutFile } from './out-file.ts';
import { Progress } from './progress.ts';
import { scenarioOf } from './scenarios.ts';

/** The options and flags of the verb. */
export const huntArguments = {
  options: ['seeds', 'from', 'promise', 'style', 'faults', 'out', 'set', 'fault'],
  flags: ['json', 'canary'],
} as const;

const sources: readonly FaultSource[] = ['drawn', 'given', 'none'];
const usualSeeds = 50;
const mostSeeds = 1_000_000;
/** What a shell says of a program that Ctrl-C ended. */
const interrupted = 130;

/** What is printed of a hunt, and how the program ends. */
interface Hunted {
  readonly lines: readonly string[];
  /** What went wrong besides, for the error stream. */
  readonly complaints: readonly string[];
  /** 1 when a promise was broken, or the canary was not found; 130 when Ctrl-C broke it off. */
  readonly exitCode: number;
}

/**
 * Carries out a hunt and says on the error stream how far it is, unless JSON is asked for.
 * @throws UsageError for what cannot be hunted or saved; Faulty for a scenario that is not in order.
 */
export async function hunt(typed: Typed, name: string): Promise<Hunted> {
  const request = requestOf(typed, name);
  const out = option(typed, 'out');
  const file = out === undefined ? undefined : new OutFile(out);
  const isJson = typed.flags.has('json');
  const silence = { write: () => true };
  const progress = new Progress(isJson ? silence : process.stderr, () => performance.now());
  const interruption = new Interruption();
  try {
    const found = await search(name, request, { interruption, progress });
    const { shrunken } = found;
    const complaint = shrunken === undefined ? undefined : file?.write(shrunken.text);
    const isSaved = shrunken !== undefined && complaint === undefined;
    const outcome: Outcome = { ...found, file: isSaved ? out : undefined };
    const isCanary = typed.flags.has('canary');
    const isFound = outcome.report.broken.length > 0;
    const canaryLines = isCanary && (isFound || outcome.stopped === undefined);
    return {
      lines: isJson
        ? [JSON.stringify(asData(outcome), undefined, 2)]
        : [...linesOf(outcome), ...(canaryLines ? [canaryLine(isFound)] : [])],
      complaints: complaint === undefined ? [] : [complaint],
      exitCode: outcome.stopped === undefined ? Number(isFound !== isCanary) : interrupted,
    };
  } finally {
    interruption.end();
    progress.end();
  }
}

/** What watches over a hunt under way. */
interface Watch {
  readonly interruption: Interruption;
  readonly progress: Progress;
}

async function search(
  name: string,
  request: HuntRequest,
  { interruption, progress }: Watch,
): Promise<Omit<Outcome, 'file'>> {
  const hunting = new Hunt(request);
  const began = performance.now();
  await interruption.carryOut(hunting, () => {
    progress.tell(() => progressLine(request, hunting.report(), performance.now() - began));
  });
  const seconds = (performance.now() - began) / 1000;
  const found = { name, request, report: hunting.report(), seconds };
  if (!hunting.done) return { ...found, stopped: 'hunting', shrunken: undefined };
  const failures = hunting.failures();
  const failure = failures.find(({ rule }) => rule.kind === 'promise') ?? failures[0];
  if (failure === undefined) return { ...found, stopped: undefined, shrunken: undefined };
  const shrinking = new Shrink(failure);
  await interruption.carryOut(shrinking, () => {
    const { id } = failure.rule;
    progress.tell(
      () => `Looking for the shortest run that breaks "${id}", ${shrinking.runs} runs so far`,
    );
  });
  const { result } = shrinking;
  return { ...found, stopped: result === undefined ? 'shrinking' : undefined, shrunken: result };
}

function requestOf(typed: Typed, name: string): HuntRequest {
  const changes = {
    sets: typed.options.get('set') ?? [],
    faults: typed.options.get('fault') ?? [],
  };
  const given = scenarioOf(name, changes);
  const isCanary = typed.flags.has('canary');
  const scenario = isCanary ? canary(given) : given;
  if (scenario === undefined)
    throw new UsageError(`--canary needs a step with an effect, and "${name}" has none`);
  const promise = isCanary ? canaryPromise : option(typed, 'promise');
  const ids = scenario.promises.map(({ id }) => id);
  if (promise !== undefined && !ids.includes(promise))
    throw new UsageError(`there is no promise "${promise}" in "${name}": ${ids.join(', ')}`);
  return {
    scenario,
    styles: stylesOf(scenario, option(typed, 'style')),
    from: readSeed(option(typed, 'from') ?? '1', 'from'),
    seeds: readSeeds(option(typed, 'seeds') ?? String(usualSeeds)),
    faults: readSource(option(typed, 'faults') ?? 'drawn'),
    ...(promise === undefined ? {} : { promise }),
  };
}

/** Those that were asked for, or as many of both as the scenario has. */
function stylesOf({ styles }: Scenario, asked: string | undefined): HuntRequest['styles'] {
  const wanted = readStyles(asked ?? 'both');
  const shared = wanted.filter((style) => styles.includes(style));
  if (shared.length > 0) return shared;
  if (asked === undefined) return styles;
  throw new UsageError(`the scenario has ${styles.join(' and ')}, and not ${wanted.join(' or ')}`);
}

function readSeeds(text: string): number {
  const seeds = Number(text);
  if (/^\d+$/.test(text) && seeds >= 1 && seeds <= mostSeeds) return seeds;
  throw new UsageError(`--seeds must be a whole number from 1 to ${mostSeeds}, got "${text}"`);
}

function readSource(text: string): FaultSource {
  const source = sources.find((each) => each === text);
  if (source !== undefined) return source;
  throw new UsageError(`--faults must be ${sources.join(', ')}, got "${text}"`);
}

function canaryLine(isFound: boolean): string {
  return isFound
    ? 'The canary was found: this hunt can find.'
    : 'The canary was NOT found: this hunt finds nothing, whatever it says.';
}
