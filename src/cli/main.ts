/** The command line: the same engine as in the browser. Exit 0 fine, 1 a promise broken or problems found, 2 wrong usage, 130 broken off. */
import { readScenario } from '../scenario/index.ts';
import {
  UsageError,
  option,
  readArguments,
  readSeed,
  readSpan,
  readStyles,
  type Typed,
} from './arguments.ts';
import { problemLines } from './check.ts';
import { exportPieces, readFormat, writePieces } from './export.ts';
import { hunt as huntFor, huntArguments } from './hunt.ts';
import { isWell, report, reportLines, simulate } from './run.ts';
import { Faulty, scenarioOf, slugs, textOf } from './scenarios.ts';
import { diagram, formats, jsonLines, readCorrelation } from './trace.ts';
import { runVectors, sumLine, tallyLines } from './vectors/vectors.ts';

const usage = `baton – one business flow, as choreography and as orchestration, on a simulated broker

  run <scenario>      simulates to the end and reports
      --style choreography|orchestration|direct|both|all   (both)
      --seed N  --until 60s  --fault FILE  --set path=value  --json
  check <scenario>    all problems of a scenario file, with place and remedy
      --json
  trace <scenario>    tells the run
      --format jsonl|mermaid  --correlation ORDER
      --style S  --seed N  --until 60s  --fault FILE  --set path=value
  export <scenario>   writes the run as a file that other programs open
      --format cloudevents|otlp|csv|lag|mermaid|report  --out FILE
      --style S  --correlation ORDER (1, for mermaid)
      --seed N  --until 60s  --fault FILE  --set path=value
  hunt <scenario>     looks for a seed and for faults that break a promise, and shrinks what it finds
      --seeds N (50)  --from N (1)  --promise ID  --style S  --faults drawn|given|none (drawn)
      --out FILE  --canary  --set path=value  --fault FILE  --json
      tells on the error stream how far it is, and nothing there with --json; Ctrl-C stops it, what was found
      until then is reported, and it exits with 130
  vectors <file>…     holds the models to what a real system did

A scenario is a file, or one of: ${slugs.join(', ')}`;

const runOptions = ['style', 'seed', 'until', 'fault', 'set'];

function say(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function wordOf(typed: Typed, what: string): string {
  const [word, more] = typed.words;
  if (word === undefined) throw new UsageError(`name ${what}`);
  if (more !== undefined)
    throw new UsageError(
      `one ${what.replace(/^an? /, '')} at a time, please: "${more}" is one too many`,
    );
  return word;
}

function simulated(typed: Typed, name: string) {
  const scenario = scenarioOf(name, {
    sets: typed.options.get('set') ?? [],
    faults: typed.options.get('fault') ?? [],
  });
  const seed = option(typed, 'seed');
  const until = option(typed, 'until');
  return simulate(scenario, {
    seed: seed === undefined ? scenario.seed : readSeed(seed, 'seed'),
    styles: readStyles(option(typed, 'style') ?? 'both'),
    untilMicros: until === undefined ? Infinity : readSpan(until),
  });
}

function run(rest: readonly string[]): number {
  const typed = readArguments(rest, { options: runOptions, flags: ['json'] });
  const name = wordOf(typed, 'a scenario');
  const told = report(name, simulated(typed, name));
  say(typed.flags.has('json') ? [JSON.stringify(told, undefined, 2)] : reportLines(told));
  return isWell(told) ? 0 : 1;
}

function check(rest: readonly string[]): number {
  const typed = readArguments(rest, { options: [], flags: ['json'] });
  const name = wordOf(typed, 'a scenario file');
  const read = readScenario(textOf(name));
  const problems = read.kind === 'problems' ? read.problems : [];
  if (typed.flags.has('json')) say([JSON.stringify({ file: name, problems }, undefined, 2)]);
  else if (problems.length === 0) say([`${name} is in order.`]);
  else
    say([
      `${name}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
      ...problemLines(problems),
    ]);
  return problems.length === 0 ? 0 : 1;
}

function trace(rest: readonly string[]): number {
  const typed = readArguments(rest, {
    options: [...runOptions, 'format', 'correlation'],
    flags: [],
  });
  const name = wordOf(typed, 'a scenario');
  const format = option(typed, 'format') ?? 'jsonl';
  if (!formats.some((each) => each === format))
    throw new UsageError(`--format must be ${formats.join(' or ')}, got "${format}"`);
  const correlation = option(typed, 'correlation');
  const order = correlation === undefined ? undefined : readCorrelation(correlation);
  for (const { world } of simulated(typed, name).worlds) {
    if (format === 'mermaid') say([diagram(world, order ?? 1)]);
    else for (const line of jsonLines(world, order)) say([line]);
  }
  return 0;
}

/** One file holds one style, except a report. */
function exportRun(rest: readonly string[]): number {
  const typed = readArguments(rest, {
    options: [...runOptions, 'format', 'correlation', 'out'],
    flags: [],
  });
  const name = wordOf(typed, 'a scenario');
  const format = readFormat(option(typed, 'format'));
  const order = readCorrelation(option(typed, 'correlation') ?? '1');
  const run = simulated(typed, name);
  const slug = name.replace(/^.*[\\/]/, '').replace(/\.json$/, '');
  writePieces(exportPieces(run, { slug, format, order }), option(typed, 'out'));
  return 0;
}

async function hunt(rest: readonly string[]): Promise<number> {
  const typed = readArguments(rest, huntArguments);
  const { lines, complaints, exitCode } = await huntFor(typed, wordOf(typed, 'a scenario'));
  say(lines);
  for (const complaint of complaints) process.stderr.write(`baton: ${complaint}\n`);
  return exitCode;
}

/** One file ends with its count; of several, each is named, and the sum stands at the end. */
function vectors(rest: readonly string[]): number {
  const { words } = readArguments(rest, { options: [], flags: [] });
  if (words.length === 0) throw new UsageError('name a vector file, or several');
  const tallies = words.map((name) => ({ name, tally: runVectors(jsonOf(name)) }));
  for (const { name, tally } of tallies) {
    if (words.length > 1) say([`${name}:`]);
    say(tallyLines(tally));
  }
  if (words.length > 1) say([sumLine(tallies.map(({ tally }) => tally))]);
  return tallies.every(({ tally }) => tally.failures.length === 0 && tally.passed > 0) ? 0 : 1;
}

function jsonOf(name: string): unknown {
  try {
    return JSON.parse(textOf(name));
  } catch (reason) {
    if (reason instanceof UsageError) throw reason;
    throw new UsageError(
      `"${name}" is not JSON: ${reason instanceof Error ? reason.message : String(reason)}`,
    );
  }
}

function asksForHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

type Verb = (rest: readonly string[]) => number | Promise<number>;

function main([verb, ...rest]: readonly string[]): number | Promise<number> {
  const verbs: Readonly<Record<string, Verb>> = {
    run,
    check,
    trace,
    export: exportRun,
    hunt,
    vectors,
  };
  if (verb === undefined || verb === 'help' || [verb, ...rest].some(asksForHelp)) {
    say([usage]);
    return verb === undefined ? 2 : 0;
  }
  const chosen = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (chosen === undefined)
    throw new UsageError(
      `there is no verb "${verb}"; try run, check, trace, export, hunt or vectors`,
    );
  return chosen(rest);
}

/** What a shell says of a tool whose reader went away. */
const readerGone = 141;

function isReaderGone(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === 'EPIPE';
}

// Whoever reads may have seen enough, as `head` has: that is the end of it, and no fault.
process.stdout.on('error', (reason) => {
  if (!isReaderGone(reason)) throw reason;
  process.exit(readerGone);
});
// What is said by the way may go unheard.
process.stderr.on('error', (reason) => {
  if (!isReaderGone(reason)) throw reason;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (reason) {
  if (reason instanceof Faulty) {
    process.stderr.write(
      `${[`${reason.message}:`, ...problemLines(reason.problems)].join('\n')}\n`,
    );
    process.exitCode = 1;
  } else if (reason instanceof UsageError) {
    process.stderr.write(`baton: ${reason.message}\n`);
    process.exitCode = 2;
  } else if (isReaderGone(reason)) {
    process.exitCode = readerGone;
  } else {
    throw reason;
  }
}
