/** Finds scenarios: the built-in ones by slug, any other by the path of its file. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  limits,
  readFaults,
  readScenario,
  setPath,
  type Fault,
  type Problem,
  type Scenario,
} from '../scenario/index.ts';
import { UsageError } from './arguments.ts';

const builtIn = import.meta.glob<string>('/scenarios/*/scenario.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Slugs of all built-in scenarios, in the order of the alphabet. */
export const slugs: readonly string[] = Object.keys(builtIn)
  .map((file) => file.split('/').at(-2) ?? '')
  .toSorted();

/** A scenario that is not in order. */
export class Faulty extends Error {
  override readonly name = 'Faulty';
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super(`${file} is not in order`);
    this.problems = problems;
  }
}

/**
 * The text of a built-in scenario or of a file.
 * @throws UsageError when there is no such scenario, or the file cannot be read.
 */
export function textOf(name: string): string {
  const own = builtIn[`/scenarios/${name}/scenario.json`];
  if (own !== undefined) return own;
  // The path of nothing would be the folder in which one stands.
  if (name === '') throw new UsageError('an empty name is the name of no scenario and no file');
  const file = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), name);
  try {
    // A file that is too large is refused by its size, before it is read.
    if (statSync(file).size > limits.textBytes) return ' '.repeat(limits.textBytes + 1);
    return readFileSync(file, 'utf8');
  } catch (reason) {
    const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new UsageError(
      `"${name}" is neither a built-in scenario (${slugs.join(', ')}) nor a file: ${why}`,
    );
  }
}

/**
 * A scenario, with what `--set` and `--fault` change of it.
 * @throws Faulty with every problem at once; UsageError when a file cannot be read.
 */
export function scenarioOf(
  name: string,
  changes: { readonly sets: readonly string[]; readonly faults: readonly string[] },
): Scenario {
  const set = setPath(textOf(name), changes.sets);
  if (set.kind === 'problems')
    throw new Faulty(changes.sets.length === 0 ? name : `${name} with --set`, set.problems);
  const read = readScenario(set.text);
  if (read.kind === 'problems') throw new Faulty(name, read.problems);
  const faults = changes.faults.flatMap((file) => faultsOf(file, read.scenario));
  return { ...read.scenario, faults: [...read.scenario.faults, ...faults] };
}

function faultsOf(file: string, scenario: Scenario): readonly Fault[] {
  const read = readFaults(textOf(file), scenario);
  if (read.kind === 'problems') throw new Faulty(file, read.problems);
  return read.faults;
}
