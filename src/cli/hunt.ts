/** `baton hunt`: many seeds with drawn faults, what they broke, and the shortest run that still breaks it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  Hunt,
  canary,
  canaryPromise,
  shrink,
  type FaultSource,
  type HuntRequest,
} from '../hunt/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { UsageError, option, readSeed, readStyles, type Typed } from './arguments.ts';
import { asData, linesOf, type Outcome } from './hunt-lines.ts';
import { scenarioOf } from './scenarios.ts';

/** The options and flags of the verb. */
export const huntArguments = {
  options: ['seeds', 'from', 'promise', 'style', 'faults', 'out', 'set', 'fault'],
  flags: ['json', 'canary'],
} as const;

const sources: readonly FaultSource[] = ['drawn', 'given', 'none'];
const usualSeeds = 50;
const mostSeeds = 1_000_000;

/**
 * Carries out a hunt; `isWell` is false when a promise was broken, or the canary was not found.
 * @throws UsageError for what cannot be hunted; Faulty for a scenario that is not in order.
 */
export function hunt(
  typed: Typed,
  name: string,
): { readonly lines: readonly string[]; readonly isWell: boolean } {
  const isCanary = typed.flags.has('canary');
  const request = requestOf(typed, name);
  const hunting = new Hunt(request);
  const began = performance.now();
  while (!hunting.done) hunting.step({ maxEvents: Infinity });
  const seconds = (performance.now() - began) / 1000;
  const failures = hunting.failures();
  const failure = failures.find(({ rule }) => rule.kind === 'promise') ?? failures[0];
  const shrunken = failure === undefined ? undefined : shrink(failure);
  const file = option(typed, 'out');
  if (file !== undefined && shrunken !== undefined) save(file, shrunken.text);
  const outcome: Outcome = {
    ...{ name, request, seconds, shrunken, file },
    report: hunting.report(),
  };
  const isFound = outcome.report.broken.length > 0;
  const lines = typed.flags.has('json')
    ? [JSON.stringify(asData(outcome), undefined, 2)]
    : [...linesOf(outcome), ...(isCanary ? [canaryLine(isFound)] : [])];
  return { lines, isWell: isFound === isCanary };
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

function save(file: string, text: string): void {
  try {
    writeFileSync(path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file), text);
  } catch (reason) {
    const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
    throw new UsageError(`"${file}" cannot be written (${code})`);
  }
}

function canaryLine(isFound: boolean): string {
  return isFound
    ? 'The canary was found: this hunt can find.'
    : 'The canary was NOT found: this hunt finds nothing, whatever it says.';
}
